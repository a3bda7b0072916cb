/**
 * A client of one gateway: an address, a way to fetch, and what the ledger last told of its time.
 * Verbs are functions over it, one file each; nothing here keeps a connection.
 */
import { parseTime } from "@concordat/kernel"
import { SdkError } from "./sdk-error.ts"

/** The part of the Fetch API that the sdk needs; browsers and Node have it. */
export type Fetch = (url: string, init?: RequestInit) => Promise<Response>

/** How a client is made. */
export interface ClientOptions {
  /** Where the gateway is: `http://127.0.0.1:4400`; "" for the page's own origin. */
  readonly url: string
  readonly fetch?: Fetch
  /** Milliseconds since some start, never backwards; default `performance.now`. */
  readonly elapsed?: () => number
  /** How long to wait for an answer, in milliseconds; 10,000 unless given. */
  readonly timeoutMs?: number
}

/** A gateway, and what it last told of the time. */
export interface Client {
  readonly url: string
  readonly fetch: Fetch
  readonly elapsed: () => number
  readonly timeoutMs: number
  /** The ledger's time when it was last told, and the elapsed time then. */
  told: { readonly time: number; readonly elapsed: number } | null
}

const TIMEOUT_MS = 10_000

/** @example const client = createClient({ url: "http://127.0.0.1:4400" }) */
export function createClient(options: ClientOptions): Client {
  return {
    url: options.url.replace(/\/$/, ""),
    fetch: options.fetch ?? ((url, init) => globalThis.fetch(url, init)),
    elapsed: options.elapsed ?? (() => globalThis.performance.now()),
    timeoutMs: options.timeoutMs ?? TIMEOUT_MS,
    told: null,
  }
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
 * One request. Answers the response of a success; throws `SdkError` with the code of the problem
 * that the gateway tells, `node_unreachable` when nothing answers in time.
 */
export async function request(
  client: Client,
  path: string,
  init: RequestInit = {},
): Promise<Response> {
  let response: Response
  try {
    const signal = AbortSignal.timeout(client.timeoutMs)
    response = await client.fetch(`${client.url}${path}`, { signal, ...init })
  } catch (cause) {
    throw new SdkError({
      code: "node_unreachable",
      status: null,
      detail: `Nothing answers at ${client.url || "this origin"}.`,
      hint: "Start a ledger with `npm start`, or name another with --url.",
      cause,
    })
  }
  if (response.ok) return response
  throw await SdkError.of(response)
}

/** The JSON of an answer. */
export async function requestJson<Answer>(
  client: Client,
  path: string,
  init: RequestInit = {},
): Promise<Answer> {
  return (await (await request(client, path, init)).json()) as Answer
}
