/**
 * What the operations of an ICS-23 proof compute, for the proofs of any tree. Null stands for what
 * the published code refuses. Source of truth: cosmos/ics23 `go/ops.go`.
 */
import { blake2b, blake2s } from "@noble/hashes/blake2.js"
import { ripemd160 } from "@noble/hashes/legacy.js"
import { sha512, sha512_256 } from "@noble/hashes/sha2.js"
import { concat } from "../bytes.ts"
import { sha256 } from "../crypto/hash.ts"
import { ProtobufWriter } from "../protobuf/writer.ts"
import type { ExistenceProof, InnerOp, LeafOp } from "./commitment-proof.ts"
import { HASH_OP, LENGTH_OP } from "./specs.ts"

const HASHES = new Map<number, (bytes: Uint8Array) => Uint8Array>([
  [HASH_OP.sha256, sha256],
  [HASH_OP.sha512, sha512],
  [HASH_OP.ripemd160, ripemd160],
  [HASH_OP.bitcoin, (bytes) => ripemd160(sha256(bytes))],
  [HASH_OP.sha512_256, sha512_256],
  [HASH_OP.blake2b512, (bytes) => blake2b(bytes)],
  [HASH_OP.blake2s256, (bytes) => blake2s(bytes)],
])

/** The hash of `bytes` by number of `HashOp`; null for none, Keccak and unknown numbers. */
export function applyHashOp(op: number, bytes: Uint8Array): Uint8Array | null {
  return HASHES.get(op)?.(bytes) ?? null
}

/** As `applyHashOp`, but no hash leaves the bytes as they are. */
export function prehash(op: number, bytes: Uint8Array): Uint8Array | null {
  return op === HASH_OP.none ? bytes : applyHashOp(op, bytes)
}

function fixedLength(length: number, width: 4 | 8, little: boolean): Uint8Array {
  const view = new DataView(new ArrayBuffer(width))
  if (width === 4) view.setUint32(0, length, little)
  else view.setBigUint64(0, BigInt(length), little)
  return new Uint8Array(view.buffer)
}

const LENGTHS = new Map<number, (length: number) => Uint8Array | null>([
  [LENGTH_OP.none, () => new Uint8Array()],
  [LENGTH_OP.varint, (length) => new ProtobufWriter().varint(length).finish()],
  [LENGTH_OP.fixed32Big, (length) => fixedLength(length, 4, false)],
  [LENGTH_OP.fixed32Little, (length) => fixedLength(length, 4, true)],
  [LENGTH_OP.fixed64Big, (length) => fixedLength(length, 8, false)],
  [LENGTH_OP.fixed64Little, (length) => fixedLength(length, 8, true)],
  [LENGTH_OP.require32, (length) => (length === 32 ? new Uint8Array() : null)],
  [LENGTH_OP.require64, (length) => (length === 64 ? new Uint8Array() : null)],
])

function leafPart(hashOp: number, lengthOp: number, bytes: Uint8Array): Uint8Array | null {
  const hashed = prehash(hashOp, bytes)
  const length = hashed && LENGTHS.get(lengthOp)?.(hashed.length)
  return length ? concat(length, hashed) : null
}

/** The hash of a leaf; null without key or value. */
export function applyLeafOp(op: LeafOp, key: Uint8Array, value: Uint8Array): Uint8Array | null {
  if (key.length === 0 || value.length === 0) return null
  const left = leafPart(op.prehashKey, op.length, key)
  const right = leafPart(op.prehashValue, op.length, value)
  return left && right && applyHashOp(op.hash, concat(op.prefix, left, right))
}

/** The hash of a parent; null without a child. */
export function applyInnerOp(op: InnerOp, child: Uint8Array): Uint8Array | null {
  if (child.length === 0) return null
  return applyHashOp(op.hash, concat(op.prefix, child, op.suffix))
}

/**
 * The root that a proof of existence leads to; null where an operation refuses. With a `childSize`
 * of 32 or more, no step's result may be longer than it.
 */
export function existenceRoot(proof: ExistenceProof, childSize = 0): Uint8Array | null {
  if (proof.leaf === null) return null
  let hash = applyLeafOp(proof.leaf, proof.key, proof.value)
  for (const step of proof.path) {
    hash = hash && applyInnerOp(step, hash)
    if (hash !== null && childSize >= 32 && hash.length > childSize) return null
  }
  return hash
}
