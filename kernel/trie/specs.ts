/**
 * ICS-23 proof specifications: our own, which holds for the state trie and the app hash alike, and
 * the three published ones. Source of truth: cosmos/ics23 `go/proof.go`; for our own,
 * ARCHITECTURE.md, "State proofs".
 */
import { ProtobufWriter } from "../protobuf/writer.ts"
import { type LeafOp, writeLeafOp } from "./commitment-proof.ts"
import { EMPTY, NODE_BYTES, PATH_BITS, TAG } from "./hashes.ts"

/** Numbers of ICS-23's `HashOp`. */
export const HASH_OP = {
  none: 0,
  sha256: 1,
  sha512: 2,
  ripemd160: 4,
  bitcoin: 5,
  sha512_256: 6,
  blake2b512: 7,
  blake2s256: 8,
} as const

/** Numbers of ICS-23's `LengthOp`. */
export const LENGTH_OP = {
  none: 0,
  varint: 1,
  fixed32Big: 3,
  fixed32Little: 4,
  fixed64Big: 5,
  fixed64Little: 6,
  require32: 7,
  require64: 8,
} as const

/** What all inner nodes of a tree have in common. Lengths in bytes. */
export type InnerSpec = {
  readonly childOrder: readonly number[]
  readonly childSize: number
  readonly minPrefixLength: number
  readonly maxPrefixLength: number
  readonly emptyChild: Uint8Array
  readonly hash: number
}
/** The form that proofs of one kind of tree have. `maxDepth` 0 means 128, `minDepth` 0 none. */
export type ProofSpec = {
  readonly leaf: LeafOp
  readonly inner: InnerSpec
  readonly maxDepth: number
  readonly minDepth: number
  readonly prehashKeyBeforeComparison: boolean
}

const NO_BYTES = new Uint8Array()
const ZERO = Uint8Array.of(0)

/** The specification of the state trie and of the app hash. */
export const CONCORDAT_SPEC: ProofSpec = {
  leaf: {
    hash: HASH_OP.sha256,
    prehashKey: HASH_OP.sha256,
    prehashValue: HASH_OP.sha256,
    length: LENGTH_OP.none,
    prefix: TAG,
  },
  inner: {
    childOrder: [0, 1],
    childSize: NODE_BYTES,
    minPrefixLength: 0,
    maxPrefixLength: 0,
    emptyChild: EMPTY,
    hash: HASH_OP.sha256,
  },
  maxDepth: PATH_BITS,
  minDepth: 0,
  prehashKeyBeforeComparison: true,
}

/** Leaves of IAVL trees and of CometBFT's simple Merkle maps. */
const COSMOS_LEAF: LeafOp = {
  hash: HASH_OP.sha256,
  prehashKey: HASH_OP.none,
  prehashValue: HASH_OP.sha256,
  length: LENGTH_OP.varint,
  prefix: ZERO,
}

/** Stores of Cosmos SDK modules. */
export const IAVL_SPEC: ProofSpec = {
  leaf: COSMOS_LEAF,
  inner: {
    childOrder: [0, 1],
    childSize: 33,
    minPrefixLength: 4,
    maxPrefixLength: 12,
    emptyChild: NO_BYTES,
    hash: HASH_OP.sha256,
  },
  maxDepth: 0,
  minDepth: 0,
  prehashKeyBeforeComparison: false,
}

/** The multistore of the Cosmos SDK. */
export const TENDERMINT_SPEC: ProofSpec = {
  leaf: COSMOS_LEAF,
  inner: {
    childOrder: [0, 1],
    childSize: 32,
    minPrefixLength: 1,
    maxPrefixLength: 1,
    emptyChild: NO_BYTES,
    hash: HASH_OP.sha256,
  },
  maxDepth: 0,
  minDepth: 0,
  prehashKeyBeforeComparison: false,
}

/** Sparse Merkle trees as celestiaorg/smt makes them. */
export const SMT_SPEC: ProofSpec = {
  leaf: {
    hash: HASH_OP.sha256,
    prehashKey: HASH_OP.sha256,
    prehashValue: HASH_OP.sha256,
    length: LENGTH_OP.none,
    prefix: ZERO,
  },
  inner: {
    childOrder: [0, 1],
    childSize: 32,
    minPrefixLength: 1,
    maxPrefixLength: 1,
    emptyChild: EMPTY,
    hash: HASH_OP.sha256,
  },
  maxDepth: 256,
  minDepth: 0,
  prehashKeyBeforeComparison: true,
}

function writeInnerSpec(inner: InnerSpec): Uint8Array {
  const order = new ProtobufWriter()
  for (const branch of inner.childOrder) order.varint(branch)
  return new ProtobufWriter()
    .bytes(1, order.finish())
    .uint(2, inner.childSize)
    .uint(3, inner.minPrefixLength)
    .uint(4, inner.maxPrefixLength)
    .bytes(5, inner.emptyChild)
    .uint(6, inner.hash)
    .finish()
}

/** The protobuf `ProofSpec`, as foreign light clients are given it; ours has 91 bytes. */
export function encodeProofSpec(spec: ProofSpec): Uint8Array {
  return new ProtobufWriter()
    .message(1, writeLeafOp(spec.leaf))
    .message(2, writeInnerSpec(spec.inner))
    .uint(3, spec.maxDepth)
    .uint(4, spec.minDepth)
    .uint(5, spec.prehashKeyBeforeComparison ? 1 : 0)
    .finish()
}
