/**
 * API tokens of a gateway: made for a principal by its own signature, listed and revoked by it. The
 * ledger knows nothing of them; each gateway has its own.
 */
import {
  ascii,
  COSE_HEADER,
  coseNumber,
  createSign1,
  encode,
  enumeration,
  fromHex,
  type Infer,
  list,
  type Party,
  parseTime,
  party,
  record,
  text,
  time,
  utf8,
} from "@concordat/kernel"
import { type Client, requestJson } from "./client.ts"
import { mismatch } from "./sdk-error.ts"
import type { Signer } from "./signer.ts"

/** Binds the signature to this kind of message. */
export const TOKEN_CONTEXT: Uint8Array = utf8("concordat/token/v1")

/** What a token may be used for. */
export const tokenAudience = enumeration("verify", "read", "send", "join")

/** What a principal signs for a token: at which gateway, of which ledger, for what, how long. */
export const tokenClaim = record({
  challenge: ascii(128),
  chain: ascii(48),
  gateway: ascii(256),
  principal: party,
  label: text(64),
  audiences: list(tokenAudience, 4),
  ends: time,
})

/** What is asked for. */
export type TokenRequest = {
  readonly principal: string
  readonly label: string
  readonly audiences: Infer<typeof tokenClaim>["audiences"]
  /** RFC 3339. */
  readonly ends: string
}

/** A token as it is listed: everything but the secret. */
export type TokenAnswer = {
  readonly id: string
  readonly principal: string
  readonly label: string
  readonly audiences: readonly string[]
  readonly made: string
  readonly ends: string
  readonly standing: "valid" | "expired" | "revoked"
}

/** A new one: the only answer that ever holds the secret. */
export type NewToken = TokenAnswer & { readonly token: string }

const MADE = { token: /^cct_[0-9a-f]{16}_[\w-]{43}$/, id: /^[0-9a-f]{16}$/, ends: /^\d/ }

type Question = { readonly challenge: string; readonly chain: string }
const QUESTION = { challenge: /^[\w-]{1,128}$/, chain: /^[a-z]/ }

const post = (body: BodyInit, type: string, headers: Record<string, string> = {}) =>
  ({ method: "POST", headers: { "Content-Type": type, ...headers }, body }) as const

/** The COSE_Sign1 over a claim; a signer may take its time, `createSign1` does not wait. */
async function signedClaim(
  { algorithm, kid, sign }: Signer,
  claim: Infer<typeof tokenClaim>,
): Promise<Uint8Array> {
  const parts = (by: (message: Uint8Array) => Uint8Array) =>
    createSign1({
      protectedHeader: new Map<number, number | Uint8Array>([
        [COSE_HEADER.alg, coseNumber(algorithm)],
        [COSE_HEADER.kid, fromHex(kid)],
      ]),
      payload: encode(tokenClaim, claim),
      externalAad: TOKEN_CONTEXT,
      sign: by,
    })
  let message: Uint8Array = new Uint8Array()
  parts((asked) => {
    message = asked
    return asked
  })
  const signature = await sign(message)
  return parts(() => signature)
}

/**
 * A new token of this gateway, by a registered key of the principal. The claim names the gateway as
 * this client dials it, so that no gateway can pass the signature on to another. Throws `SdkError`.
 */
export async function newToken(
  client: Client,
  signer: Signer,
  { principal, label, audiences, ends }: TokenRequest,
): Promise<NewToken> {
  const init = post("{}", "application/json")
  const path = "/v1/tokens/challenge"
  const asked = await requestJson<Question>(client, path, { init, shape: QUESTION })
  if (!URL.canParse(client.url)) throw mismatch("A token needs a gateway with an address.")
  const bytes = await signedClaim(signer, {
    ...{ challenge: asked.challenge, chain: asked.chain, gateway: new URL(client.url).origin },
    ...{ principal: principal as Party, label, audiences, ends: parseTime(ends) },
  })
  const body = post(new Uint8Array(bytes), "application/cose")
  return requestJson(client, "/v1/tokens", { init: body, shape: MADE })
}

/** The same on a development ledger, whose gateway holds the principal's key and signs. */
export function newDevelopmentToken(
  client: Client,
  { principal, ...asked }: TokenRequest,
): Promise<NewToken> {
  const headers = { "Concordat-As": principal }
  const init = post(JSON.stringify(asked), "application/json", headers)
  return requestJson(client, "/v1/tokens", { init, shape: MADE })
}

/** `as`: a principal of the development sign-in. */
type As = { readonly as?: string }

const acting = ({ as }: As): Record<string, string> =>
  as === undefined ? {} : { "Concordat-As": as }

/** The caller's tokens, the newest first. */
export function listTokens(
  client: Client,
  as: As = {},
): Promise<{ readonly principal: string; readonly tokens: readonly TokenAnswer[] }> {
  const init = { headers: acting(as) }
  return requestJson(client, "/v1/tokens", { init, shape: { tokens: "array" } })
}

/** Ends one of the caller's tokens, for good. Throws `unknown_record`. */
export function revokeToken(client: Client, id: string, as: As = {}): Promise<TokenAnswer> {
  const init = post(JSON.stringify({ id }), "application/json", acting(as))
  return requestJson(client, "/v1/tokens/revoke", { init, shape: { id: /^[0-9a-f]{16}$/ } })
}
