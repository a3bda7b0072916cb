/**
 * Whether the operations of an ICS-23 proof have the shape that a tree's specification asks for.
 * Source of truth: cosmos/ics23 `go/ops.go` and `go/proof.go`, `CheckAgainstSpec`.
 */
import { equalBytes } from "../bytes.ts"
import type { ExistenceProof, InnerOp, LeafOp } from "./commitment-proof.ts"
import { HASH_OP, IAVL_SPEC, type ProofSpec } from "./specs.ts"

/** Depth where a specification names none. */
const DEPTH_MAX_UNNAMED = 128
/** Bytes after the three integers of an IAVL inner prefix: a length, or it and a left hash. */
const IAVL_REST = [1, 34]
const VARINT_BYTES_MAX = 10

function startsWith(bytes: Uint8Array, prefix: Uint8Array): boolean {
  return bytes.length >= prefix.length && equalBytes(bytes.subarray(0, prefix.length), prefix)
}

/** A zigzag varint of 64 bits at `at`, and where it ends; null where there is none. */
function zigzag(bytes: Uint8Array, at: number): { value: bigint; end: number } | null {
  let raw = 0n
  for (let i = 0; i < VARINT_BYTES_MAX && at + i < bytes.length; i++) {
    const byte = bytes[at + i]!
    raw |= BigInt(byte & 0x7f) << BigInt(7 * i)
    if (byte >= 0x80) continue
    if (raw >> 64n !== 0n) return null
    return { value: (raw & 1n) === 0n ? raw >> 1n : -(raw >> 1n) - 1n, end: at + i + 1 }
  }
  return null
}

/** The form of IAVL prefixes: height, size, version, and below the leaves a child's frame. */
function isIavlOp(op: LeafOp | InnerOp, layer: number): boolean {
  let at = 0
  for (let i = 0; i < 3; i++) {
    const integer = zigzag(op.prefix, at)
    if (integer === null || integer.value < 0n) return false
    if (i === 0 && integer.value < BigInt(layer)) return false
    at = integer.end
  }
  const rest = op.prefix.length - at
  if (layer === 0) return rest === 0
  return IAVL_REST.includes(rest) && op.hash === HASH_OP.sha256
}

/** As published: prefixes are left out, so specifications much like IAVL count as it. */
function isIavlLike({ leaf, inner }: ProofSpec): boolean {
  return (
    leaf.hash === IAVL_SPEC.leaf.hash &&
    leaf.prehashKey === IAVL_SPEC.leaf.prehashKey &&
    leaf.prehashValue === IAVL_SPEC.leaf.prehashValue &&
    leaf.length === IAVL_SPEC.leaf.length &&
    inner.hash === IAVL_SPEC.inner.hash &&
    inner.minPrefixLength === IAVL_SPEC.inner.minPrefixLength &&
    inner.maxPrefixLength === IAVL_SPEC.inner.maxPrefixLength &&
    inner.childSize === IAVL_SPEC.inner.childSize &&
    inner.childOrder.length === IAVL_SPEC.inner.childOrder.length
  )
}

/** Whether a leaf is hashed as the specification's leaves are. */
export function isLeafOf(spec: ProofSpec, op: LeafOp): boolean {
  if (isIavlLike(spec) && !isIavlOp(op, 0)) return false
  return (
    op.hash === spec.leaf.hash &&
    op.prehashKey === spec.leaf.prehashKey &&
    op.prehashValue === spec.leaf.prehashValue &&
    op.length === spec.leaf.length &&
    startsWith(op.prefix, spec.leaf.prefix)
  )
}

/** Whether a step is one of the specification's inner nodes, `layer` steps above the leaf. */
function isInnerOf(spec: ProofSpec, op: InnerOp, layer: number): boolean {
  const { inner } = spec
  if (op.hash !== inner.hash || inner.childSize <= 0) return false
  if (isIavlLike(spec) && !isIavlOp(op, layer)) return false
  if (startsWith(op.prefix, spec.leaf.prefix)) return false
  const prefixMax = inner.maxPrefixLength + (inner.childOrder.length - 1) * inner.childSize
  if (op.prefix.length < inner.minPrefixLength || op.prefix.length > prefixMax) return false
  return op.suffix.length % inner.childSize === 0
}

/** Whether leaf, depth and steps are the specification's. */
export function isProofOf(spec: ProofSpec, { leaf, path }: ExistenceProof): boolean {
  if (leaf === null || !isLeafOf(spec, leaf)) return false
  const depthMax = spec.maxDepth === 0 ? DEPTH_MAX_UNNAMED : spec.maxDepth
  if (path.length < spec.minDepth || path.length > depthMax) return false
  return path.every((step, index) => isInnerOf(spec, step, index + 1))
}
