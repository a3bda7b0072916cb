/** `/v1/tokens`: a principal makes tokens by a signature, lists its own and ends them. */
import {
  decode,
  fixed,
  type Hash,
  hashOf,
  Invalid,
  type JsonObject,
  list,
  type Party,
  parseCoseKey,
  Refusal,
  record,
  sign1,
  text,
  time,
  timeText,
  verifySign1,
} from "@concordat/kernel"
import { TOKEN_CONTEXT, tokenAudience, tokenClaim } from "@concordat/sdk"
import { TOKEN_MS_MAX, TOKEN_REQUEST_BYTES_MAX } from "../limits.ts"
import { jsonOf } from "../requests/body.ts"
import { type Asked, component, JSON_TYPE, jsonAnswer, type Route } from "../routes/route.ts"
import { isLoopbackOrigin, ownOrigin } from "../security.ts"
import { developmentKeys, signerParameters, signersOf } from "../signing.ts"
import { Challenges } from "./challenge.ts"
import type { Door } from "./door.ts"
import { keyInForce } from "./standing.ts"
import type { Token, Wanted } from "./tokens.ts"

const COSE = "application/cose"
const nothing = record({})
const named = record({ id: fixed(8) })
/** What a development ledger's principal asks for; the gateway signs with its key. */
const asked = record({ label: text(64), audiences: list(tokenAudience, 4), ends: time })

function tokenJson({ id, principal, label, audiences, made, ends, revoked }: Token, now: number) {
  const standing = revoked !== null ? "revoked" : ends <= now ? "expired" : "valid"
  const when = { made: timeText(made), ends: timeText(ends) }
  return { id, principal, label, audiences: [...audiences], ...when, standing }
}

function mismatch(what: string, expected: string): Refusal {
  const message = `The signed request is for another ${what}.`
  return new Refusal("token_audience_mismatch", message, { expected }, 401)
}

/** The one name of this gateway: configured, or of this machine's own. Throws for any other. */
function ensureGateway({ options }: Door, request: Request, claimed: string): void {
  const origin = options.access?.origin ?? null
  if (origin !== null) {
    if (claimed !== origin) throw mismatch("gateway", origin)
    return
  }
  const here = ownOrigin(request)
  // Whoever relays a request may name any host: only a loopback one is known without being told.
  if (claimed !== here || !isLoopbackOrigin(claimed))
    throw mismatch("gateway", "gateway.publicOrigin")
}

function ensurePeriod(ends: number, now: number): void {
  if (ends > now && ends <= now + TOKEN_MS_MAX) return
  const expected = `${timeText(now)} to ${timeText(now + TOKEN_MS_MAX)}`
  const details = { pointer: "/ends", expected }
  throw new Refusal("period_invalid", "A token ends within a year from now.", details, 409)
}

function ensureAudiences(audiences: Token["audiences"]): void {
  if (audiences.length > 0 && new Set(audiences).size === audiences.length) return
  const reason = "A token is for one audience or more, each once."
  throw new Invalid("too_many_items", "/audiences", reason)
}

/** What a signature asks for, once it is found to be a registered key's. */
async function claimed(door: Door, challenges: Challenges, { request, body }: Asked) {
  const { ledger } = door.options
  const signed = sign1(body)
  if (signed.payload === null || signed.kid === null) {
    throw new Invalid("cose_header_invalid", "", "The request names its key and holds its claim.")
  }
  const claim = decode(tokenClaim, signed.payload)
  if (claim.chain !== ledger.chain) {
    const details = { actual: claim.chain, expected: ledger.chain }
    throw new Invalid("chain_mismatch", "/chain", "The request is for another ledger.", details)
  }
  ensureGateway(door, request, claim.gateway)
  const key = hashOf(signed.kid)
  const row = await keyInForce(ledger, key)
  const verdict = verifySign1(signed, parseCoseKey(row.public), { externalAad: TOKEN_CONTEXT })
  if (verdict !== "ok" || row.holder !== claim.principal) {
    const message = "The request is not signed by a key of this principal."
    throw new Refusal("possession_invalid", message, {}, 403)
  }
  challenges.take(claim.challenge, door.now)
  const { principal, label, audiences, ends } = claim
  return { principal, label, audiences, ends, key }
}

/** What a principal of the development sign-in asks for. */
function developed(door: Door, head: Asked): Wanted {
  const keys = developmentKeys(door.options, head)
  const [signer] = signersOf(keys, head.request)
  const { label, audiences, ends } = asked.fromJson(jsonOf(head.body))
  return { principal: signer!.holder, key: signer!.kid as Hash, label, audiences, ends }
}

async function make(door: Door, challenges: Challenges, head: Asked) {
  const { options, now, tokens } = door
  const wanted = head.type === COSE ? await claimed(door, challenges, head) : developed(door, head)
  ensurePeriod(wanted.ends, now)
  ensureAudiences(wanted.audiences)
  await door.ensureStanding(wanted.principal, wanted.key)
  const { token, text } = await tokens.make(wanted, now)
  const { requestId } = head
  const { principal, id, audiences } = token
  options.log({ level: "audit", code: "token_made", requestId, principal, id, audiences })
  return jsonAnswer({ ...tokenJson(token, now), token: text } as JsonObject)
}

/** Routes of tokens. */
export function tokenRoutes(door: Door): readonly Route[] {
  const { options, tokens } = door
  const challenges = new Challenges(options.random)
  const base = { tag: "access", gives: { [JSON_TYPE]: component("Token") } } as const
  return [
    {
      ...{ ...base, method: "POST", path: "/v1/tokens/challenge", name: "tokens.challenge" },
      access: "public",
      about: "A question for the signed request of a token; it counts once",
      takes: { [JSON_TYPE]: { schema: { type: "object", maxProperties: 0 }, example: {} } },
      gives: { [JSON_TYPE]: component("Challenge") },
      codes: ["unknown_field"],
      answer({ body }) {
        nothing.fromJson(jsonOf(body))
        const { challenge, ends } = challenges.ask(door.now)
        return jsonAnswer({ challenge, chain: options.ledger.chain, ends: timeText(ends) })
      },
    },
    {
      ...{ ...base, method: "POST", path: "/v1/tokens", name: "tokens.make", access: "public" },
      about: "A new token for a principal, by its signature; the only answer with the secret",
      more:
        "A COSE_Sign1 by a `sign` key over the sdk's `tokenClaim`, or JSON where the " +
        "development sign-in holds the key. It ends with its time, its key or its principal.",
      parameters: signerParameters,
      takes: {
        [COSE]: {
          schema: { type: "string", contentMediaType: COSE },
          limit: TOKEN_REQUEST_BYTES_MAX,
        },
        [JSON_TYPE]: { schema: asked.jsonSchema(), limit: TOKEN_REQUEST_BYTES_MAX },
      },
      gives: { [JSON_TYPE]: component("NewToken") },
      codes: [
        ...["token_nonce_mismatch", "token_replayed", "token_audience_mismatch", "chain_mismatch"],
        ...["possession_invalid", "signer_not_registered", "key_revoked", "key_retired"],
        ...["principal_suspended", "organisation_suspended", "limit_reached", "period_invalid"],
      ],
      answer: (head) => make(door, challenges, head),
    },
    {
      ...{ ...base, method: "GET", path: "/v1/tokens", name: "tokens", access: "own" },
      about: "The caller's tokens, the newest first, without their secrets",
      parameters: signerParameters.slice(0, 1),
      gives: { [JSON_TYPE]: component("Tokens") },
      async answer({ caller }) {
        const principal = caller.principal as Party
        const own = (await tokens.of(principal)).map((token) => tokenJson(token, door.now))
        return jsonAnswer({ principal, tokens: own })
      },
    },
    {
      ...{ ...base, method: "POST", path: "/v1/tokens/revoke", name: "tokens.revoke" },
      access: "own",
      about: "End one of the caller's tokens, for good",
      parameters: signerParameters.slice(0, 1),
      takes: { [JSON_TYPE]: { schema: named.jsonSchema(), limit: TOKEN_REQUEST_BYTES_MAX } },
      codes: ["unknown_record"],
      async answer({ caller, body, requestId }) {
        const { id } = named.fromJson(jsonOf(body))
        const principal = caller.principal as Party
        const token = await tokens.revoke(principal, id, door.now)
        options.log({ level: "audit", code: "token_revoked", requestId, principal, id })
        return jsonAnswer(tokenJson(token, door.now) as JsonObject)
      },
    },
  ]
}
