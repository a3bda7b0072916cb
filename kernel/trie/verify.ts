/**
 * State proofs, verified. Stricter than stock ICS-23 code: the steps follow the bits of the key's
 * path, the leaf and steps have exactly our shape, a proof of absence names the key asked for and
 * its neighbours lie right beside it. Source of truth: ARCHITECTURE.md, "State proofs".
 */
import { compareBytes, equalBytes } from "../bytes.ts"
import { sha256 } from "../crypto/hash.ts"
import { Invalid } from "../failures.ts"
import {
  type CommitmentProof,
  decodeCommitmentProof,
  type ExistenceProof,
  type InnerOp,
} from "./commitment-proof.ts"
import { EMPTY, innerHash, keyPath, leafHash, NODE_BYTES, PATH_BITS, pathBit } from "./hashes.ts"
import { CONCORDAT_SPEC, HASH_OP } from "./specs.ts"

/**
 * `ok`; `proof_malformed`: not a proof of this form; `proof_key_mismatch`: it speaks of another
 * key or value; `proof_root_mismatch`: it does not hold under this root.
 */
export type ProofVerdict = "ok" | "proof_malformed" | "proof_key_mismatch" | "proof_root_mismatch"

/** What is claimed: `key` holds `value` in the trie of `root`. All are bytes, as stored. */
export type ExistenceClaim = {
  readonly root: Uint8Array
  readonly key: Uint8Array
  readonly value: Uint8Array
  /** Protobuf `CommitmentProof`. */
  readonly proof: Uint8Array
}
/** What is claimed: the trie of `root` has no `key`. */
export type AbsenceClaim = Omit<ExistenceClaim, "value">

/** The proof that the bytes hold, or null for any others. */
export function parseProof(bytes: Uint8Array): CommitmentProof | null {
  try {
    return decodeCommitmentProof(bytes)
  } catch (failure) {
    if (failure instanceof Invalid) return null
    throw failure
  }
}

/** Whether the leaf is hashed as ours are: to the byte, not by prefix. */
function hasOurLeaf({ leaf }: ExistenceProof): boolean {
  const ours = CONCORDAT_SPEC.leaf
  return (
    leaf !== null &&
    leaf.hash === ours.hash &&
    leaf.prehashKey === ours.prehashKey &&
    leaf.prehashValue === ours.prehashValue &&
    leaf.length === ours.length &&
    equalBytes(leaf.prefix, ours.prefix)
  )
}

/** The sibling that a step names on the side away from `bit`; null if its shape is another. */
function siblingOf(step: InnerOp, bit: number): Uint8Array | null {
  const [sibling, none] = bit === 0 ? [step.suffix, step.prefix] : [step.prefix, step.suffix]
  const sound = step.hash === HASH_OP.sha256 && sibling.length === NODE_BYTES && none.length === 0
  return sound ? sibling : null
}

/** A proven leaf: its path and the siblings on its way, from the root down. */
type Proven = { readonly path: Uint8Array; readonly siblings: readonly Uint8Array[] }

/** What an existence proof proves under `root`, whatever its key and value; null if nothing. */
function proven(proof: ExistenceProof, root: Uint8Array): Proven | null {
  const depth = proof.path.length
  if (proof.key.length === 0 || proof.value.length === 0) return null
  if (!hasOurLeaf(proof) || depth > PATH_BITS) return null
  const path = keyPath(proof.key)
  const siblings: Uint8Array[] = new Array(depth)
  let hash = leafHash(path, sha256(proof.value))
  for (const [i, step] of proof.path.entries()) {
    const at = depth - 1 - i
    const bit = pathBit(path, at)
    const sibling = siblingOf(step, bit)
    if (sibling === null) return null
    siblings[at] = sibling
    hash = bit === 0 ? innerHash(hash, sibling) : innerHash(sibling, hash)
  }
  return equalBytes(hash, root) ? { path, siblings } : null
}

/** Whether below depth `from` no leaf lies on the side of `bit` (0 left, 1 right) of a leaf. */
function isOutermost({ path, siblings }: Proven, bit: number, from: number): boolean {
  for (let depth = from; depth < siblings.length; depth++) {
    if (pathBit(path, depth) !== bit && !equalBytes(siblings[depth]!, EMPTY)) return false
  }
  return true
}

/** Whether no leaf lies between two leaves of one trie, `left` before `right`. */
function areAdjacent(left: Proven, right: Proven): boolean {
  let fork = 0
  while (fork < PATH_BITS && pathBit(left.path, fork) === pathBit(right.path, fork)) fork++
  if (fork >= left.siblings.length || fork >= right.siblings.length) return false
  return isOutermost(left, 1, fork + 1) && isOutermost(right, 0, fork + 1)
}

/** Judges a proof of existence. A verdict for any bytes, never a throw. */
export function judgeExistence({ root, key, value, proof }: ExistenceClaim): ProofVerdict {
  const parsed = parseProof(proof)
  if (parsed?.kind !== "existence") return "proof_malformed"
  const same = equalBytes(parsed.proof.key, key) && equalBytes(parsed.proof.value, value)
  if (!same) return "proof_key_mismatch"
  return proven(parsed.proof, root) === null ? "proof_root_mismatch" : "ok"
}

/** Judges a proof of absence. A verdict for any bytes, never a throw. */
export function judgeAbsence({ root, key, proof }: AbsenceClaim): ProofVerdict {
  const parsed = parseProof(proof)
  if (parsed?.kind !== "absence") return "proof_malformed"
  if (key.length === 0 || !equalBytes(parsed.proof.key, key)) return "proof_key_mismatch"
  const left = parsed.proof.left && proven(parsed.proof.left, root)
  const right = parsed.proof.right && proven(parsed.proof.right, root)
  if (
    (parsed.proof.left !== null && left === null) ||
    (parsed.proof.right !== null && right === null)
  )
    return "proof_root_mismatch"
  return enclose(keyPath(key), left, right) ? "ok" : "proof_key_mismatch"
}

/** Whether two neighbours, of which one may be missing at an edge, leave no room for `path`. */
function enclose(path: Uint8Array, left: Proven | null, right: Proven | null): boolean {
  if (left !== null && compareBytes(left.path, path) >= 0) return false
  if (right !== null && compareBytes(path, right.path) >= 0) return false
  if (left !== null && right !== null) return areAdjacent(left, right)
  if (left !== null) return isOutermost(left, 1, 0)
  return right !== null && isOutermost(right, 0, 0)
}

/** Whether `proof` proves that the trie of `root` holds `value` under `key`. Never throws. */
export function verifyExistence(claim: ExistenceClaim): boolean {
  return judgeExistence(claim) === "ok"
}

/** Whether `proof` proves that the trie of `root` holds nothing under `key`. Never throws. */
export function verifyAbsence(claim: AbsenceClaim): boolean {
  return judgeAbsence(claim) === "ok"
}
