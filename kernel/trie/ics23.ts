/**
 * ICS-23 proofs of any tree, given its specification: the same verdict as the published code on
 * well-formed plain proofs; batches and the compressed form are refused, and where the published
 * code panics the answer is no. A proof of our own specification is judged by `verify.ts`, which
 * asks for more. Source of truth: cosmos/ics23 `go/ics23.go`.
 */
import { compareBytes, equalBytes } from "../bytes.ts"
import type { ExistenceProof } from "./commitment-proof.ts"
import { existenceRoot, prehash } from "./ics23-ops.ts"
import { areNeighbours, isLeftmost, isRightmost } from "./ics23-order.ts"
import { isProofOf } from "./ics23-shape.ts"
import { CONCORDAT_SPEC, encodeProofSpec, type ProofSpec } from "./specs.ts"
import {
  type AbsenceClaim,
  type ExistenceClaim,
  parseProof,
  verifyAbsence,
  verifyExistence,
} from "./verify.ts"

const OUR_SPEC = encodeProofSpec(CONCORDAT_SPEC)

function isOurs(spec: ProofSpec): boolean {
  return spec === CONCORDAT_SPEC || equalBytes(encodeProofSpec(spec), OUR_SPEC)
}

function provesUnder(spec: ProofSpec, root: Uint8Array, proof: ExistenceProof): boolean {
  if (!isProofOf(spec, proof)) return false
  const calculated = existenceRoot(proof, spec.inner.childSize)
  return calculated !== null && equalBytes(calculated, root)
}

/** Whether `proof` proves that `root`, of a tree of `spec`, holds `value` under `key`. */
export function verifyMembership(spec: ProofSpec, claim: ExistenceClaim): boolean {
  if (isOurs(spec)) return verifyExistence(claim)
  const parsed = parseProof(claim.proof)
  return (
    parsed?.kind === "existence" &&
    equalBytes(parsed.proof.key, claim.key) &&
    equalBytes(parsed.proof.value, claim.value) &&
    provesUnder(spec, claim.root, parsed.proof)
  )
}

/** Whether `proof` proves that `root`, of a tree of `spec`, holds nothing under `key`. */
export function verifyNonMembership(spec: ProofSpec, claim: AbsenceClaim): boolean {
  if (isOurs(spec)) return verifyAbsence(claim)
  const parsed = parseProof(claim.proof)
  if (parsed?.kind !== "absence") return false
  const { left, right } = parsed.proof
  if (left !== null && !provesUnder(spec, claim.root, left)) return false
  if (right !== null && !provesUnder(spec, claim.root, right)) return false
  const order = orderOf(spec, claim.key)
  if (left !== null && !order.after(left.key)) return false
  if (right !== null && !order.before(right.key)) return false
  if (left !== null && right !== null) return areNeighbours(spec.inner, left.path, right.path)
  if (left !== null) return isRightmost(spec.inner, left.path)
  return right !== null && isLeftmost(spec.inner, right.path)
}

/** Comparisons with `key` in the tree's own order. */
function orderOf(spec: ProofSpec, key: Uint8Array) {
  const place = (bytes: Uint8Array) =>
    spec.prehashKeyBeforeComparison ? prehash(spec.leaf.prehashKey, bytes) : bytes
  const own = place(key)
  const compared = (other: Uint8Array) => {
    const its = place(other)
    return own && its ? compareBytes(own, its) : 0
  }
  return {
    after: (other: Uint8Array) => compared(other) > 0,
    before: (other: Uint8Array) => compared(other) < 0,
  }
}
