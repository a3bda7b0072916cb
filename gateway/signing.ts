/**
 * Development sign-in: on a development ledger, from this machine and its own pages only, a caller
 * may act as a seeded principal whose key the gateway holds. The content is decoded from the very
 * bytes that are signed; production ledgers have no such route.
 */
import {
  assemble,
  draft,
  encodePayload,
  type Hex,
  Invalid,
  type Operation,
  type Party,
  Refusal,
  signDraft,
  toHex,
} from "@concordat/kernel"
import type { DevelopmentKeys, GatewayOptions, HeldKey } from "./gateway.ts"
import { ECHO_MAX } from "./limits.ts"
import { type Head, inHeader, type Parameter } from "./routes/route.ts"
import { ensureLocal } from "./security.ts"

/** How long a transaction of the gateway's own may wait, in milliseconds. */
const EXPIRES_MS = 60_000
const SALT_BYTES = 8

/** How a request names who signs. */
export const signerParameters: readonly Parameter[] = [
  inHeader("Concordat-As", "The principal to act as; the ledger's default unless given", {
    type: "string",
  }),
  inHeader("Concordat-Cosigners", "Further principals that sign, separated by commas", {
    type: "string",
  }),
]

/**
 * The keys of a development ledger for a caller of this machine. Throws `Refusal`
 * `credential_missing` on a production ledger, `origin_not_allowed` from elsewhere.
 */
export function developmentKeys(
  { development, ledger }: GatewayOptions,
  { request, peer }: Pick<Head, "request" | "peer">,
): DevelopmentKeys {
  if (development === null || ledger.profile !== "development") {
    const message = "This ledger signs nothing for its callers; send a signed transaction."
    throw new Refusal("credential_missing", message, {}, 401)
  }
  ensureLocal(request, peer)
  return development
}

function keyOf(keys: DevelopmentKeys, principal: Party): HeldKey {
  const key = keys.key(principal, "sign")
  if (key !== null) return key
  const message = "The gateway holds no key of this principal."
  const details = { principal: principal.slice(0, ECHO_MAX), expected: keys.principals.join(", ") }
  throw new Refusal("unknown_principal", message, details, 404)
}

/** The principals that a request names: `Concordat-As`, then `Concordat-Cosigners`. */
export function signersOf(keys: DevelopmentKeys, request: Request): readonly HeldKey[] {
  const caller = request.headers.get("concordat-as") ?? keys.default.principal
  const cosigners = request.headers.get("concordat-cosigners") ?? ""
  const names = [caller, ...cosigners.split(",")].map((name) => name.trim()).filter(Boolean)
  if (new Set(names).size !== names.length) {
    throw new Invalid("signature_duplicate", "", "One principal is named twice among the signers.")
  }
  return names.map((name) => keyOf(keys, name as Party))
}

/** A signed transaction of one or more operations, in the order of its signers. */
export function signed(
  { ledger, random }: GatewayOptions,
  signers: readonly HeldKey[],
  operations: readonly Operation[],
): Uint8Array {
  const payload = {
    chain: ledger.chain,
    expires: ledger.status().now + EXPIRES_MS,
    memo: null,
    mode: "atomic",
    operations,
    salt: toHex(random(SALT_BYTES)) as Hex,
  } as const
  const prepared = draft(
    encodePayload(payload, ledger.runtime),
    signers.map(({ kid }) => kid),
  )
  const answers = signers.map((signer) => signDraft(prepared, signer))
  return assemble(prepared, answers)
}
