/**
 * A draft that goes from hand to hand with the signatures so far (`.signed`): each beside the
 * public key that made it, which the draft names by its thumbprint. So whoever signs next can judge
 * those before without a network.
 */
import {
  assemble,
  bytes,
  type Draft,
  decode,
  decodeDraft,
  decodeTransaction,
  encode,
  encodeDraft,
  type Hash,
  Invalid,
  list,
  parseCoseKey,
  record,
  signatureFault,
  signatureVerdict,
  signDraft,
  thumbprint,
  timeText,
} from "@concordat/kernel"
import { commandsOf } from "@concordat/sdk"
import type { Environment } from "../environment.ts"
import { UsageError } from "../failure.ts"
import { readInput } from "../files.ts"
import { services } from "../services.ts"
import { DRAFT_BYTES_MAX, type Read, readPayload } from "./content.ts"

const SIGNERS_MAX = 32
const KEY_BYTES_MAX = 2_048
const SIGNATURE_BYTES_MAX = 1_024
const CARRIED_BYTES_MAX = DRAFT_BYTES_MAX + SIGNERS_MAX * (KEY_BYTES_MAX + SIGNATURE_BYTES_MAX)
const BLANK_BYTES = 64
const commands = commandsOf(services)

const carriedKind = record({
  draft: bytes(DRAFT_BYTES_MAX, 1),
  signatures: list(
    record({ key: bytes(KEY_BYTES_MAX, 1), signature: bytes(SIGNATURE_BYTES_MAX, 1) }),
    SIGNERS_MAX,
  ),
})

/** One signature so far: a COSE_Signature, and the COSE_Key that it holds by. */
export type Given = { readonly key: Uint8Array; readonly signature: Uint8Array }

/** A draft with what was signed of it so far. */
export type Carried = Read & { readonly given: readonly Given[] }

/** The bytes of a `.signed`. */
export function encodeCarried(one: Draft, given: readonly Given[]): Uint8Array {
  return encode(carriedKind, { draft: encodeDraft(one), signatures: given })
}

/** The keys that signed, by thumbprint. */
export function signedBy({ given }: Pick<Carried, "given">): readonly Hash[] {
  return given.map(({ key }) => thumbprint(key))
}

/**
 * A draft, alone or with signatures, each of which is judged. Throws `Invalid`: what nobody can
 * decode, `unknown_signer`, `signature_duplicate`, `signature_invalid`.
 */
export async function readCarried(environment: Environment, name: string): Promise<Carried> {
  const file = await readInput(environment, name, CARRIED_BYTES_MAX)
  const { draft, given } = carriedIn(file)
  const carried = { draft, payload: readPayload(draft), given }
  judge(carried)
  return carried
}

/** A file of either form: a draft has other fields, so each is read as what it is. */
function carriedIn(file: Uint8Array): { draft: Draft; given: readonly Given[] } {
  let held: { readonly draft: Uint8Array; readonly signatures: readonly Given[] }
  try {
    held = decode(carriedKind, file)
  } catch (failure) {
    if (!(failure instanceof Invalid)) throw failure
    return { draft: decodeDraft(file), given: [] }
  }
  return { draft: decodeDraft(held.draft), given: held.signatures }
}

function judge({ draft: one, given }: Carried): void {
  const kids = signedBy({ given })
  const blank = (kid: Hash) =>
    signDraft(one, { algorithm: "ed25519", kid, sign: () => new Uint8Array(BLANK_BYTES).fill(1) })
  const missing = one.signers.filter((kid) => !kids.includes(kid)).map(blank)
  const bytes = assemble(one, [...given.map(({ signature }) => signature), ...missing])
  const { signatures } = decodeTransaction(bytes, commands)
  for (const { key } of given) {
    const index = one.signers.indexOf(thumbprint(key))
    const signature = signatures[index]!
    const verdict = signatureVerdict(signature, parseCoseKey(key))
    if (verdict !== "ok") throw signatureFault(verdict, signature, index)
  }
}

/**
 * Refuses to sign what cannot be sent any more by this machine's clock, and, where one is named, a
 * draft of another ledger. Throws `UsageError` `transaction_expired`, `chain_mismatch`.
 */
export function ensureSignable(
  { now }: Environment,
  { chain, expires }: Read["payload"],
  wanted: string | undefined,
): void {
  if (wanted !== undefined && wanted !== chain) throw otherLedger(chain, wanted)
  if (now() < expires) return
  const message = `By this machine's clock the draft expired at ${timeText(expires)}.`
  const hint = "Ask for a new draft, by appointment if need be: draft --expires TIME."
  throw new UsageError("transaction_expired", message, hint)
}

/** A draft of one ledger where another was meant. */
export function otherLedger(actual: string, expected: string): UsageError {
  const hint = "Do not sign or send it here; ask who made the draft."
  const message = `The draft is of the ledger ${actual}, not of ${expected}.`
  return new UsageError("chain_mismatch", message, hint)
}
