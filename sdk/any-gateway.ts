/**
 * One ledger behind several gateways: what one of them does not answer, the next one is asked. Only
 * what may be asked twice is: questions, and transactions, which are put in order once.
 */
import type { Fetch } from "./client.ts"

/** How long one gateway is waited for, and how long until all are asked once more. */
const TRY_MS = 5_000
const ROUND_MS = 500
/** Not now, or not here; another gateway may answer. */
const ELSEWHERE = new Set([429, 502, 503, 504])

/** What it goes round with. */
export type AnyGatewayOptions = {
  readonly fetch?: Fetch
  /** Milliseconds for one gateway; 5,000 unless given. */
  readonly tryMs?: number
}

function mayRepeat({ method = "GET", headers }: RequestInit): boolean {
  const type = new Headers(headers).get("Content-Type") ?? ""
  return method === "GET" || (method === "POST" && type.startsWith("application/cose"))
}

/**
 * A `fetch` for a client of the first address; goes on until the client's time is over, and throws
 * what the last gateway threw.
 *
 * @example createClient({ url: urls[0], fetch: anyGateway(urls), timeoutMs: 60_000 })
 */
export function anyGateway(
  urls: readonly [string, ...string[]],
  { fetch = globalThis.fetch, tryMs = TRY_MS }: AnyGatewayOptions = {},
): Fetch {
  const [first] = urls
  let at = 0
  return async (url, init = {}) => {
    const path = url.startsWith(first) ? url.slice(first.length) : url
    for (let tried = 1; ; tried++) {
      const base = urls[at % urls.length] ?? first
      const signals = [AbortSignal.timeout(tryMs), ...(init.signal ? [init.signal] : [])]
      const answer = await fetch(`${base}${path}`, {
        ...init,
        signal: AbortSignal.any(signals),
      }).catch((cause: unknown) => ({ cause }))
      const late = init.signal?.aborted === true || !mayRepeat(init)
      if ("cause" in answer) {
        if (late) throw answer.cause
      } else if (late || !ELSEWHERE.has(answer.status)) return answer
      at++
      if (tried % urls.length === 0) await new Promise((done) => setTimeout(done, ROUND_MS))
    }
  }
}
