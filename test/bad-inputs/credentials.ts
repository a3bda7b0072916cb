/** Table J: credentials that let nobody in, and requests for one that are refused. */
import { testSigner } from "@concordat/kernel/testing"
import { createClient, newToken, revokeToken, type Signer, type TokenRequest } from "@concordat/sdk"
import type { Live } from "./live.ts"
import { type LaterRow, type RequestRow, requestRow as row } from "./row.ts"

const CLERK = "justice/clerk"
const HOUR_MS = 3_600_000
const ORIGIN = "http://127.0.0.1:4400"
const UNKNOWN = `cct_${"0".repeat(16)}_${"A".repeat(43)}`

type Wish = Partial<TokenRequest>

/** A client of the ledger in this process, which keeps the last request that it sent. */
function watched(live: Live, token?: string, url = ORIGIN) {
  const seen: { last: RequestInit; answer: Response | null } = { last: {}, answer: null }
  const client = createClient({
    url,
    async fetch(address, init = {}) {
      seen.last = init
      const answer = await live.request(new URL(address).pathname, init)
      seen.answer = answer.clone()
      return answer
    },
    ...(token === undefined ? {} : { token }),
  })
  return { client, seen }
}

function wanted(live: Live, wish: Wish = {}): TokenRequest {
  const ends = new Date(live.now + HOUR_MS).toISOString()
  return { principal: CLERK, label: "catalogue", audiences: ["verify"], ends, ...wish }
}

const signerOf = (name: string, purpose = "sign") =>
  testSigner(name, "ed25519", purpose) as unknown as Signer

/** A token of the clerk, made as it should be. */
export async function tokenOf(live: Live, wish: Wish = {}) {
  return newToken(watched(live).client, signerOf(CLERK), wanted(live, wish))
}

/** A read with a credential. */
function read(live: Live, authorization: string, path = "/v1/blocks") {
  return live.request(path, { headers: { Authorization: authorization } })
}

/** The answer to a request for a token that is not as it should be. */
async function asked(live: Live, { signer = signerOf(CLERK), url = ORIGIN, ...wish }: Bad) {
  const { client, seen } = watched(live, undefined, url)
  await newToken(client, signer, wanted(live, wish)).catch(() => {})
  return seen.answer!
}
type Bad = Wish & { readonly signer?: Signer; readonly url?: string }

/** Asks for a token and sends the same request again, after some time. */
async function replayed(live: Live, ms: number) {
  const { client, seen } = watched(live)
  await newToken(client, signerOf(CLERK), wanted(live))
  live.clock.advance(ms)
  return live.request("/v1/tokens", seen.last)
}

const USED: readonly RequestRow[] = [
  ...["Bearer", "Bearer abc.def.ghi", "Basic YTpi", `Bearer ${UNKNOWN}A`].map((given, i) =>
    row(`J03${"abcd"[i]}`, `"${given.slice(0, 20)}" as a credential`, "token_malformed", 401, {
      says: ["cct_"],
      send: (live) => read(live, given),
    }),
  ),
  row("J04", "a token after its end", "token_expired", 401, {
    alone: {},
    async send(live) {
      const { token } = await tokenOf(live)
      live.clock.advance(HOUR_MS)
      return read(live, `Bearer ${token}`)
    },
  }),
  row("J18a", "a token of no gateway", "token_unknown", 401, {
    send: (live) => read(live, `Bearer ${UNKNOWN}`),
  }),
  row("J18b", "a token with another secret", "token_unknown", 401, {
    async send(live) {
      const { token } = await tokenOf(live)
      return read(live, `Bearer ${token.slice(0, -43)}${"A".repeat(43)}`)
    },
  }),
  row("J19", "a token that was revoked", "token_revoked", 401, {
    async send(live) {
      const { token, id } = await tokenOf(live)
      await revokeToken(watched(live, token).client, id)
      return read(live, `Bearer ${token}`)
    },
  }),
  row("J20a", "a token of another audience", "permission_missing", 403, {
    alone: { closed: true },
    says: ["read"],
    async send(live) {
      return read(live, `Bearer ${(await tokenOf(live)).token}`)
    },
  }),
  row("J20b", "no credential where none is open", "credential_missing", 401, {
    alone: { closed: true },
    send: (live) => live.request("/v1/blocks"),
  }),
  row("J20c", "another principal's token to end", "unknown_record", 404, {
    async send(live) {
      const { token } = await tokenOf(live)
      const { client, seen } = watched(live, token)
      await revokeToken(client, "0".repeat(16)).catch(() => {})
      return seen.answer!
    },
  }),
  row("J21", "guessing tokens without end", "rate_limited", 429, {
    alone: { limited: true },
    says: ["Try again"],
    async send(live) {
      for (let i = 0; i < 10; i++) await read(live, `Bearer ${UNKNOWN}`)
      return read(live, `Bearer ${UNKNOWN}`)
    },
  }),
]

const ASKED: readonly RequestRow[] = [
  row("J05a", "a request that was signed for another gateway", "token_audience_mismatch", 401, {
    says: ["gateway.publicOrigin"],
    send: (live) => asked(live, { url: "http://other.example" }),
  }),
  row("J05b", "a challenge that waited for three minutes", "token_nonce_mismatch", 401, {
    alone: {},
    send: (live) => replayed(live, 180_000),
  }),
  row("J06", "a signed request, sent twice", "token_replayed", 401, {
    send: (live) => replayed(live, 0),
  }),
  row("J22a", "a request by another's key", "possession_invalid", 403, {
    send: (live) => asked(live, { signer: signerOf("education/registrar") }),
  }),
  row("J22b", "a request by a seal", "key_purpose_mismatch", 403, {
    send: (live) => asked(live, { signer: signerOf("justice", "seal") }),
  }),
  row("J22c", "a request for no audience", "too_many_items", 400, {
    says: ["/audiences"],
    send: (live) => asked(live, { audiences: [] }),
  }),
  row("J22d", "a token for two years", "period_invalid", 409, {
    says: ["/ends"],
    send: (live) => asked(live, { ends: new Date(live.now + 17_520 * HOUR_MS).toISOString() }),
  }),
  row("J22e", "bytes that are no signed request", "record_malformed", 400, {
    send: (live) => live.post("/v1/tokens", Uint8Array.of(0xa0)),
  }),
]

export const CREDENTIALS: readonly RequestRow[] = [...USED, ...ASKED]

const LATER = {
  J01: ["a token of another algorithm", "token_algorithm_refused"],
  J02: ["a token that brings its key", "token_key_untrusted"],
} as const

/** Rows that this release cannot answer, and why. */
export const CREDENTIALS_LATER: readonly LaterRow[] = Object.entries(LATER).map(
  ([number, [what, code]]) => ({
    ...{ row: number, what, code, status: 401 },
    later: "tokens of the gateway are no JWTs; those of an issuer are judged as one sign-in",
  }),
)
