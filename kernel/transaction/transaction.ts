/**
 * A transaction: canonical payload, 1 to 32 signatures over it, or none where its one command is
 * open. Decoding answers the first fault in one fixed order: size, wrapper, number of signatures,
 * headers, payload bytes, schema and commands, a key twice. Whether signatures hold is asked apart.
 */

import { CborReader } from "../cbor/reader.ts"
import { scan } from "../cbor/scan.ts"
import type { Algorithm } from "../crypto/signature.ts"
import { Invalid } from "../failures.ts"
import { SIGNATURES_MAX, TRANSACTION_BYTES_MAX } from "../limits.ts"
import type { Hash } from "../schema/fixed.ts"
import type { CommandInputs } from "./operation.ts"
import { encodePayload, type Payload, payloadKind } from "./payload.ts"
import { bytesToSign, externalAadOf, transactionId } from "./structure.ts"
import { isWrapped, readWrapper, type WrappedSignature, type Wrapper } from "./wrapper.ts"

/** One signature of a transaction, not yet verified. */
export type TransactionSignature = {
  readonly algorithm: Algorithm
  /** Thumbprint of the signer's key. */
  readonly kid: Hash
  /** 64 bytes. */
  readonly signature: Uint8Array
  /** What it must be a signature of; built when asked for. */
  readonly toBeSigned: Uint8Array
}

/** A decoded transaction. Byte strings are views of `bytes`: nobody may change them. */
export type Transaction = {
  readonly bytes: Uint8Array
  /** Names content and signers, whatever the signature bytes. */
  readonly id: Hash
  readonly payload: Payload
  readonly payloadBytes: Uint8Array
  readonly externalAad: Uint8Array
  /** In order; the first one's principal is the caller. Empty: an open transaction. */
  readonly signatures: readonly TransactionSignature[]
}

/** First byte of a bare payload: a map of six. */
const PAYLOAD_HEAD = 0xa6

/**
 * The transaction of `bytes`. Throws `Invalid` with the code of the first fault; `details` hold
 * offset, limits, found and expected where they apply, `path` is a JSON pointer into the payload,
 * or `/signatures/<index>`.
 */
export function decodeTransaction(bytes: Uint8Array, commands: CommandInputs): Transaction {
  checkSize(bytes)
  const wrapper = isWrapped(bytes) ? readWrapper(bytes) : bareOf(bytes)
  const { signatures: wrapped, payload: payloadBytes } = wrapper
  const payload = readPayload(wrapper, commands)
  if (wrapped.length === 0) checkOpen(payload, commands)
  const kids = wrapped.map(({ kid }) => kid)
  checkDistinct(kids)
  const externalAad = externalAadOf(payload.chain, kids)
  return {
    bytes,
    id: transactionId(externalAad, payloadBytes),
    payload,
    payloadBytes,
    externalAad,
    signatures: wrapped.map((one) => new SentSignature(one, externalAad, payloadBytes)),
  }
}

/** An open transaction: the bare payload. Throws `Invalid` as decoding does. */
export function openTransaction(payload: Payload, commands: CommandInputs): Uint8Array {
  const bytes = encodePayload(payload, commands)
  checkSize(bytes)
  checkOpen(payload, commands)
  return bytes
}

function checkSize(bytes: Uint8Array): void {
  if (bytes.length === 0) {
    const expected = "a COSE_Sign (tag 98) or, for an open command, its bare payload"
    const reason = `There are no bytes; ${expected} is due.`
    throw new Invalid("transaction_empty", "", reason, { expected })
  }
  const actual = bytes.length
  if (actual <= TRANSACTION_BYTES_MAX) return
  const limit = TRANSACTION_BYTES_MAX
  const reason = `${actual} bytes, where ${limit} are allowed.`
  throw new Invalid("transaction_too_large", "", reason, { limit, actual })
}

function bareOf(bytes: Uint8Array): Wrapper {
  if (bytes[0] === PAYLOAD_HEAD) return { payload: bytes, payloadAt: 0, signatures: [] }
  const expected = "d8 62 (a COSE_Sign) or a6 (the payload of an open command)"
  const start = Array.from(bytes.subarray(0, 2), (byte) => byte.toString(16).padStart(2, "0"))
  const found = start.join(" ")
  const reason = `It begins with ${found}, where ${expected} is due (byte 0).`
  throw new Invalid("transaction_malformed", "", reason, { offset: 0, found, expected })
}

function readPayload({ payload, payloadAt }: Wrapper, commands: CommandInputs): Payload {
  try {
    scan(payload)
  } catch (failure) {
    throw payloadAt === 0 ? failure : moved(failure, payloadAt)
  }
  return payloadKind(commands).read(new CborReader(payload))
}

/** A fault inside the payload, its offset counted in the whole transaction. */
function moved(failure: unknown, by: number): unknown {
  if (!(failure instanceof Invalid)) return failure
  const { code, path, message, details } = failure
  const offset = Number(details["offset"]) + by
  const reason = message.replace(/ \(byte \d+\)$/, "")
  return new Invalid(code, path, `${reason} (byte ${offset})`, { ...details, offset })
}

/** An unsigned transaction has one operation, of an open command. */
function checkOpen({ operations }: Payload, commands: CommandInputs): void {
  const [first] = operations
  if (operations.length === 1 && first !== undefined && commands.isOpen(first.command)) return
  const reason = `Unsigned, where 1 to ${SIGNATURES_MAX} signatures are due.`
  const details = { actual: 0, min: 1, limit: SIGNATURES_MAX }
  throw new Invalid("signatures_out_of_range", "/signatures", reason, details)
}

function checkDistinct(kids: readonly Hash[]): void {
  const second = kids.findIndex((kid, index) => kids.indexOf(kid) < index)
  if (second < 0) return
  const key = kids[second]!
  const first = kids.indexOf(key)
  const reason = `Signatures ${first} and ${second} are of one key, ${key}.`
  const details = { first, second, key }
  throw new Invalid("signature_duplicate", `/signatures/${second}`, reason, details)
}

/**
 * What is signed has a copy of the payload: built when asked for, so 32 signatures cost no more.
 */
class SentSignature implements TransactionSignature {
  readonly algorithm: Algorithm
  readonly kid: Hash
  readonly signature: Uint8Array
  readonly #externalAad: Uint8Array
  readonly #payload: Uint8Array

  constructor(
    { algorithm, kid, signature }: WrappedSignature,
    externalAad: Uint8Array,
    payload: Uint8Array,
  ) {
    this.algorithm = algorithm
    this.kid = kid
    this.signature = signature
    this.#externalAad = externalAad
    this.#payload = payload
  }

  get toBeSigned(): Uint8Array {
    return bytesToSign(this.algorithm, this.kid, this.#externalAad, this.#payload)
  }
}
