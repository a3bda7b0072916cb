/**
 * State proofs, made: ICS-23 existence and absence in protobuf, plain forms only. Source of truth:
 * ARCHITECTURE.md, "State proofs".
 */
import { equalBytes, utf8 } from "../bytes.ts"
import { sha256 } from "../crypto/hash.ts"
import { assert } from "../failures.ts"
import { type ExistenceProof, encodeCommitmentProof, type InnerOp } from "./commitment-proof.ts"
import { keyPath, leafHash, logHeadBytes, logLeaf, pathBit, stateLeaf } from "./hashes.ts"
import { CONCORDAT_SPEC, HASH_OP } from "./specs.ts"
import type { TrieView } from "./view.ts"

/** A row as bytes, neither of them empty. */
export type RawRow = { readonly key: Uint8Array; readonly value: Uint8Array }

/**
 * The row that lay at `path` = SHA-256(key) at the height of the view: the trie keeps hashes only.
 * Fetch ahead what it will be asked for: `view.neighbours(keyPath(key))` names the paths.
 */
export type Neighbours = (path: Uint8Array) => RawRow

const NO_BYTES = new Uint8Array()

/** One step up: the sibling stands opposite to the side that `bit` turns to. */
function stepOf(sibling: Uint8Array, bit: number): InnerOp {
  return bit === 0
    ? { hash: HASH_OP.sha256, prefix: NO_BYTES, suffix: sibling }
    : { hash: HASH_OP.sha256, prefix: sibling, suffix: NO_BYTES }
}

/** The steps from the leaf at `path`, which is there, up to the root. */
function stepsFrom(view: TrieView, path: Uint8Array): InnerOp[] {
  const steps: InnerOp[] = []
  for (const [depth, sibling] of view.siblings(path).entries()) {
    steps.push(stepOf(sibling, pathBit(path, depth)))
  }
  return steps.reverse()
}

function existenceOf(view: TrieView, path: Uint8Array, { key, value }: RawRow): ExistenceProof {
  return { key, value, leaf: CONCORDAT_SPEC.leaf, path: stepsFrom(view, path) }
}

function holds(view: TrieView, path: Uint8Array, value: Uint8Array): boolean {
  const leaf = view.leafAt(path)
  return leaf !== null && equalBytes(leaf, leafHash(path, sha256(value)))
}

/**
 * The proof that `key` holds `value` in this version: protobuf `CommitmentProof`, about 49 + key +
 * value + 38 bytes a level. Null where it does not hold.
 */
export function existenceProof(
  view: TrieView,
  key: Uint8Array,
  value: Uint8Array,
): Uint8Array | null {
  const path = keyPath(key)
  if (!holds(view, path, value)) return null
  const proof = existenceOf(view, path, { key, value })
  return encodeCommitmentProof({ kind: "existence", proof })
}

/**
 * The proof that this version has no `key`: its two neighbours (one at an edge), which `rowAt`
 * supplies. Null where the key is present, or the trie empty (nothing can be proved about it). A
 * supplied row that is not the one of that path at that height is a `Bug`.
 */
export function absenceProof(
  view: TrieView,
  key: Uint8Array,
  rowAt: Neighbours,
): Uint8Array | null {
  const paths = view.neighbours(keyPath(key))
  if (paths === null || (paths.left === null && paths.right === null)) return null
  const neighbour = (path: Uint8Array | null): ExistenceProof | null => {
    if (path === null) return null
    const row = rowAt(path)
    const isIt = equalBytes(keyPath(row.key), path) && holds(view, path, row.value)
    assert(isIt, "the neighbour's row is not the one of this height")
    return existenceOf(view, path, row)
  }
  const proof = { key, left: neighbour(paths.left), right: neighbour(paths.right) }
  return encodeCommitmentProof({ kind: "absence", proof })
}

/** What the app hash is made of: the trie's root; the log's size and RFC 9162 root. */
export type AppParts = {
  readonly stateRoot: Uint8Array
  readonly logSize: bigint
  readonly logRoot: Uint8Array
}

/** The proof that the app hash holds the trie's root under `state`: one step. */
export function stateRootProof({ stateRoot, logSize, logRoot }: AppParts): Uint8Array {
  const path = [stepOf(logLeaf(logSize, logRoot), 0)]
  const proof = { key: utf8("state"), value: stateRoot, leaf: CONCORDAT_SPEC.leaf, path }
  return encodeCommitmentProof({ kind: "existence", proof })
}

/** The proof that the app hash holds the log's head (`logHeadBytes`) under `log`: one step. */
export function logHeadProof({ stateRoot, logSize, logRoot }: AppParts): Uint8Array {
  const path = [stepOf(stateLeaf(stateRoot), 1)]
  const value = logHeadBytes(logSize, logRoot)
  const proof = { key: utf8("log"), value, leaf: CONCORDAT_SPEC.leaf, path }
  return encodeCommitmentProof({ kind: "existence", proof })
}
