/**
 * A client of one gateway: an address, a way to fetch, and what the ledger last told of its time.
 * Verbs are functions over it, one file each; `follow` alone keeps a connection.
 */
import { Invalid, joined, parseTime } from "@concordat/kernel"
import { mismatch, problemOf, SdkError } from "./sdk-error.ts"

/** The part of the Fetch API that the sdk needs; browsers and Node have it. */
export type Fetch = (url: string, init?: RequestInit) => Promise<Response>

/** What a client is made of. */
export interface ClientOptions {
  /** Where the gateway is: `http://127.0.0.1:4400`; "" for the page's own origin. */
  readonly url: string
  readonly fetch?: Fetch
  /** Milliseconds since some start, never backwards; default `performance.now`. */
  readonly elapsed?: () => number
  /** How long to wait for an answer, in milliseconds; 10,000 unless given. */
  readonly timeoutMs?: number
  /** An API token, shown with every request; never a part of an address. */
  readonly token?: string
  /** As whom to ask a development ledger that is closed, if as anybody; the feed says so too. */
  readonly as?: () => string | null
  /** Opens a WebSocket, for `follow`; the platform's own unless given. */
  readonly connect?: (url: string) => Socket
  /** Returns after so many milliseconds, or once the signal says so; default `setTimeout`. */
  readonly pause?: (ms: number, signal?: AbortSignal) => Promise<void>
}

/** The part of the WebSocket API that the sdk needs; browsers and Node 22 have it. */
export interface Socket {
  onopen: ((event: never) => void) | null
  onmessage: ((event: { readonly data: unknown }) => void) | null
  /** Called once at the end, also of a connection that never came to be. */
  onclose: ((event: never) => void) | null
  send(text: string): void
  close(): void
}

/** A gateway as its callers know it. */
export interface Client {
  readonly url: string
  readonly fetch: Fetch
  readonly elapsed: () => number
  readonly timeoutMs: number
  readonly connect: (url: string) => Socket
  readonly pause: (ms: number, signal?: AbortSignal) => Promise<void>
  /** The ledger's time when it was last told, and the elapsed time then. */
  told: { readonly time: number; readonly elapsed: number } | null
}

const TIMEOUT_MS = 10_000
const MS_PER_SECOND = 1_000
/** Bytes of an answer: evidence of 16 MiB as base64url, and what stands beside it. */
const ANSWER_BYTES_MAX = 33_554_432

/** @example const client = createClient({ url: "http://127.0.0.1:4400" }) */
export function createClient(options: ClientOptions): Client {
  const { token, as = () => null } = options
  const given = options.fetch ?? ((url, init) => globalThis.fetch(url, init))
  const fetch: Fetch = (url, init) => given(url, acting(as(), init))
  return {
    url: options.url.replace(/\/$/, ""),
    fetch: token === undefined ? fetch : (url, init) => fetch(url, shown(token, init)),
    elapsed: options.elapsed ?? (() => globalThis.performance.now()),
    timeoutMs: options.timeoutMs ?? TIMEOUT_MS,
    connect: options.connect ?? ((url) => connect(url, token, as())),
    pause: options.pause ?? pause,
    told: null,
  }
}

/** A request with the token that says who asks. */
function shown(token: string, init: RequestInit = {}): RequestInit {
  const headers = new Headers(init.headers)
  headers.set("Authorization", `Bearer ${token}`)
  return { ...init, headers }
}

/** A request that names who acts, unless it does already. */
function acting(as: string | null, init: RequestInit = {}): RequestInit {
  const headers = new Headers(init.headers)
  if (as === null || headers.has("Concordat-As")) return init
  headers.set("Concordat-As", as)
  return { ...init, headers }
}

/** Node's WebSocket takes headers; a browser's takes protocols alone, and has its session. */
type SocketClass = new (
  url: string,
  options?: readonly string[] | { headers: Record<string, string> },
) => Socket

function connect(url: string, token: string | undefined, as: string | null): Socket {
  const Made = globalThis.WebSocket as unknown as SocketClass
  if (token !== undefined) return new Made(url, { headers: { Authorization: `Bearer ${token}` } })
  if (as === null) return new Made(url)
  return new Made(url, ["concordat.feed", `concordat.as.${as.replace("/", ".")}`])
}

/** A timer that nobody waits for any more keeps no process alive. */
function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resume) => {
    const timer = setTimeout(resume, ms)
    signal?.addEventListener("abort", () => {
      clearTimeout(timer)
      resume()
    })
  })
}

/** Remembers the ledger's time, an RFC 3339 text or milliseconds of 1970. */
export function tellTime(client: Client, time: string | number): void {
  const ms = typeof time === "string" ? parseTime(time) : time
  client.told = { time: ms, elapsed: client.elapsed() }
}

/**
 * The ledger's time now: as last told, plus what has elapsed since; null before it was told. The
 * local clock is never asked, as it may be wrong by hours.
 */
export function ledgerTime(client: Client): number | null {
  if (client.told === null) return null
  return client.told.time + Math.floor(client.elapsed() - client.told.elapsed)
}

/**
 * One request, its body read whole. Throws `SdkError`: the code of the problem that the gateway
 * tells, `node_unreachable` when nothing answers in time, `upstream_mismatch` for what no gateway
 * of a ledger answers.
 */
export async function request(
  client: Client,
  path: string,
  init: RequestInit = {},
): Promise<Uint8Array> {
  let response: Response
  let body: Uint8Array | null
  try {
    const signal = AbortSignal.timeout(client.timeoutMs)
    response = await client.fetch(`${client.url}${path}`, { signal, ...init })
    body = await readBody(response)
  } catch (cause) {
    throw unreachable(client, cause)
  }
  if (body === null) throw mismatch("The answer has more than 32 MiB.")
  if (response.ok) return body
  throw problemOf(response, body)
}

/** The bytes of a body, null where there are more than an answer may have. */
async function readBody(response: Response): Promise<Uint8Array | null> {
  const parts: Uint8Array[] = []
  const reader = response.body?.getReader()
  for (let length = 0; reader !== undefined; ) {
    const { done, value } = await reader.read()
    if (done) break
    length += value.length
    if (length > ANSWER_BYTES_MAX) {
      await reader.cancel()
      return null
    }
    parts.push(value)
  }
  return joined(parts)
}

function unreachable({ url, timeoutMs }: Client, cause: unknown): SdkError {
  const late = cause instanceof Error && cause.name === "TimeoutError"
  const when = late ? ` within ${timeoutMs / MS_PER_SECOND} s` : ""
  return new SdkError({
    code: "node_unreachable",
    status: null,
    detail: `Nothing answers at ${url || "this origin"}${when}.`,
    hint: "Start a ledger with `npm start`, or check the address.",
    cause,
  })
}

/**
 * The JSON of an answer, as far as `shape` knows it. Throws what `request` throws, and
 * `upstream_mismatch` for a body that is no JSON object or is not what was asked for.
 */
export async function requestJson<Answer>(
  client: Client,
  path: string,
  { init, shape }: { readonly init?: RequestInit; readonly shape?: Shape } = {},
): Promise<Answer> {
  const json = jsonOf(await request(client, path, init))
  for (const [name, form] of Object.entries(shape ?? {})) {
    if (!fits(json[name], form)) throw mismatch(`The answer has no "${name}" as it is due.`)
  }
  return json as Answer
}

/** Members that an answer must have: text of a form, or a value of a type. */
export type Shape = Readonly<Record<string, RegExp | "object" | "array">>

function fits(value: unknown, form: Shape[string]): boolean {
  if (form instanceof RegExp) return typeof value === "string" && form.test(value)
  if (form === "array") return Array.isArray(value)
  return typeof value === "object" && value !== null && !Array.isArray(value)
}

function jsonOf(body: Uint8Array): Record<string, unknown> {
  try {
    const json = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body))
    if (fits(json, "object")) return json
  } catch {
    // Said below: what it is instead is of no interest.
  }
  throw mismatch("The answer is no JSON object.")
}

/** What a reader of an answer finds wrong is the gateway's fault, not the caller's. */
export function understood<Value>(read: () => Value): Value {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof Invalid)) throw error
    throw mismatch(`The answer cannot be read: ${error.message}`)
  }
}
