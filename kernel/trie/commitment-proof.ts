/**
 * ICS-23 messages and their protobuf form. Plain existence and absence only: batches and the
 * compressed form are refused. Source of truth: cosmos/ics23 `proto/cosmos/ics23/v1/proofs.proto`.
 */
import { Invalid } from "../failures.ts"
import { ProtobufReader, readExactly } from "../protobuf/reader.ts"
import { ProtobufWriter } from "../protobuf/writer.ts"
import { PATH_BITS } from "./hashes.ts"

/** How key and value become a leaf: numbers of `HashOp` and `LengthOp`. */
export type LeafOp = {
  readonly hash: number
  readonly prehashKey: number
  readonly prehashValue: number
  readonly length: number
  readonly prefix: Uint8Array
}
/** One step towards the root: hash of prefix ‖ child ‖ suffix. */
export type InnerOp = {
  readonly hash: number
  readonly prefix: Uint8Array
  readonly suffix: Uint8Array
}
export type ExistenceProof = {
  readonly key: Uint8Array
  readonly value: Uint8Array
  readonly leaf: LeafOp | null
  /** From the leaf to the root; at most 256 steps. */
  readonly path: readonly InnerOp[]
}
/** The two neighbours of an absent key; null at an edge of the tree. */
export type AbsenceProof = {
  readonly key: Uint8Array
  readonly left: ExistenceProof | null
  readonly right: ExistenceProof | null
}
export type CommitmentProof =
  | { readonly kind: "existence"; readonly proof: ExistenceProof }
  | { readonly kind: "absence"; readonly proof: AbsenceProof }

const NO_BYTES: Uint8Array = new Uint8Array()

function malformed(reason: string): Invalid {
  return new Invalid("record_malformed", "", reason)
}

function unknownField(message: string, reader: ProtobufReader): Invalid {
  return malformed(`Field ${reader.field} does not belong to ${message}.`)
}

/** The protobuf `LeafOp`, which proofs and specifications hold. */
export function writeLeafOp(leaf: LeafOp): Uint8Array {
  return new ProtobufWriter()
    .uint(1, leaf.hash)
    .uint(2, leaf.prehashKey)
    .uint(3, leaf.prehashValue)
    .uint(4, leaf.length)
    .bytes(5, leaf.prefix)
    .finish()
}

function writeInnerOp(step: InnerOp): Uint8Array {
  return new ProtobufWriter()
    .uint(1, step.hash)
    .bytes(2, step.prefix)
    .bytes(3, step.suffix)
    .finish()
}

function writeExistence({ key, value, leaf, path }: ExistenceProof): Uint8Array {
  const writer = new ProtobufWriter().bytes(1, key).bytes(2, value)
  if (leaf !== null) writer.message(3, writeLeafOp(leaf))
  for (const step of path) writer.message(4, writeInnerOp(step))
  return writer.finish()
}

function writeAbsence({ key, left, right }: AbsenceProof): Uint8Array {
  const writer = new ProtobufWriter().bytes(1, key)
  if (left !== null) writer.message(2, writeExistence(left))
  if (right !== null) writer.message(3, writeExistence(right))
  return writer.finish()
}

/** The protobuf `CommitmentProof`. */
export function encodeCommitmentProof(commitment: CommitmentProof): Uint8Array {
  const writer = new ProtobufWriter()
  if (commitment.kind === "existence") writer.message(1, writeExistence(commitment.proof))
  else writer.message(2, writeAbsence(commitment.proof))
  return writer.finish()
}

function readLeafOp(bytes: Uint8Array): LeafOp {
  const reader = new ProtobufReader(bytes)
  const leaf = { hash: 0, prehashKey: 0, prehashValue: 0, length: 0, prefix: NO_BYTES }
  while (reader.next()) {
    if (reader.field === 1) leaf.hash = reader.u32()
    else if (reader.field === 2) leaf.prehashKey = reader.u32()
    else if (reader.field === 3) leaf.prehashValue = reader.u32()
    else if (reader.field === 4) leaf.length = reader.u32()
    else if (reader.field === 5) leaf.prefix = reader.bytes()
    else throw unknownField("LeafOp", reader)
  }
  return leaf
}

function readInnerOp(bytes: Uint8Array): InnerOp {
  const reader = new ProtobufReader(bytes)
  const step = { hash: 0, prefix: NO_BYTES, suffix: NO_BYTES }
  while (reader.next()) {
    if (reader.field === 1) step.hash = reader.u32()
    else if (reader.field === 2) step.prefix = reader.bytes()
    else if (reader.field === 3) step.suffix = reader.bytes()
    else throw unknownField("InnerOp", reader)
  }
  return step
}

function readExistence(bytes: Uint8Array): ExistenceProof {
  const reader = new ProtobufReader(bytes)
  const path: InnerOp[] = []
  let [key, value, leaf]: [Uint8Array, Uint8Array, LeafOp | null] = [NO_BYTES, NO_BYTES, null]
  while (reader.next()) {
    if (reader.field === 1) key = reader.bytes()
    else if (reader.field === 2) value = reader.bytes()
    else if (reader.field === 3) leaf = readLeafOp(reader.bytes())
    else if (reader.field === 4) path.push(readInnerOp(reader.bytes()))
    else throw unknownField("ExistenceProof", reader)
    if (path.length > PATH_BITS) throw malformed(`More than ${PATH_BITS} steps.`)
  }
  return { key, value, leaf, path }
}

function readAbsence(bytes: Uint8Array): AbsenceProof {
  const reader = new ProtobufReader(bytes)
  let key = NO_BYTES
  let left: ExistenceProof | null = null
  let right: ExistenceProof | null = null
  while (reader.next()) {
    if (reader.field === 1) key = reader.bytes()
    else if (reader.field === 2) left = readExistence(reader.bytes())
    else if (reader.field === 3) right = readExistence(reader.bytes())
    else throw unknownField("NonExistenceProof", reader)
  }
  return { key, left, right }
}

function readCommitment(reader: ProtobufReader): CommitmentProof {
  if (!reader.next()) throw malformed("An empty proof.")
  if (reader.field === 1) return { kind: "existence", proof: readExistence(reader.bytes()) }
  if (reader.field === 2) return { kind: "absence", proof: readAbsence(reader.bytes()) }
  throw malformed(`Proofs of form ${reader.field} are not taken, only plain ones.`)
}

/**
 * Reads a `CommitmentProof` of at most 256 steps. Throws `Invalid` `record_malformed` for any bytes
 * but those that `encodeCommitmentProof` makes of the result. Byte fields are views of the input.
 */
export function decodeCommitmentProof(bytes: Uint8Array): CommitmentProof {
  return readExactly(bytes, readCommitment, encodeCommitmentProof)
}
