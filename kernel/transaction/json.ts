/**
 * The JSON mirror of a transaction, both ways without loss. It is for people and for programs that
 * have no CBOR; it is never hashed and never signed.
 */
import {
  ALGORITHMS_OFFERED,
  algorithmOfName,
  coseName,
  SIGNATURE_BYTES,
} from "../crypto/signature.ts"
import { Invalid } from "../failures.ts"
import type { Json } from "../json/json.ts"
import { SIGNATURES_MAX } from "../limits.ts"
import { ascii } from "../schema/ascii.ts"
import { bytes } from "../schema/bytes.ts"
import { quoted } from "../schema/fault.ts"
import { type Hash, hash } from "../schema/fixed.ts"
import { record } from "../schema/record.ts"
import { countedList } from "./counted-list.ts"
import type { CommandInputs } from "./operation.ts"
import { encodePayload, payloadKind } from "./payload.ts"
import { coseSign, coseSignature } from "./structure.ts"
import { decodeTransaction, type Transaction } from "./transaction.ts"

const ALGORITHM_CHARACTERS_MAX = 32

/** `algorithm` is COSE's name, `key` the thumbprint. */
const signatureKind = record({
  algorithm: ascii(ALGORITHM_CHARACTERS_MAX),
  key: hash,
  signature: bytes(SIGNATURE_BYTES, SIGNATURE_BYTES),
})

type MirroredSignature = {
  readonly algorithm: string
  readonly key: Hash
  readonly signature: Uint8Array
}

function mirror(commands: CommandInputs) {
  const counted = { what: "signatures", min: 0, max: SIGNATURES_MAX }
  const signatures = countedList(signatureKind, { ...counted, code: "signatures_out_of_range" })
  return record({ transaction: payloadKind(commands), signatures })
}

/** `{"transaction": {chain, expires, ...}, "signatures": [{algorithm, key, signature}]}`. */
export function transactionToJson(transaction: Transaction, commands: CommandInputs): Json {
  const signatures = transaction.signatures.map(({ algorithm, kid, signature }) => {
    return { algorithm: coseName(algorithm), key: kid, signature }
  })
  return mirror(commands).toJson({ transaction: transaction.payload, signatures })
}

/**
 * The transaction that a mirror shows, with the bytes that were signed. Throws `Invalid` with a
 * JSON pointer, and as `decodeTransaction` does.
 */
export function transactionFromJson(json: Json, commands: CommandInputs): Transaction {
  const { transaction, signatures } = mirror(commands).fromJson(json)
  const payload = encodePayload(transaction, commands)
  const bytes = signatures.length === 0 ? payload : coseSign(payload, signatures.map(toCose))
  return decodeTransaction(bytes, commands)
}

function toCose({ algorithm: name, key, signature }: MirroredSignature, index: number): Uint8Array {
  const algorithm = algorithmOfName(name)
  if (algorithm !== null) return coseSignature(algorithm, key, signature)
  const reason = `Algorithm ${quoted(name)} is not offered: ${ALGORITHMS_OFFERED}.`
  const path = `/signatures/${index}/algorithm`
  const details = { found: name, allowed: ALGORITHMS_OFFERED }
  throw new Invalid("algorithm_unsupported", path, reason, details)
}
