/**
 * Trees of other ledgers in their simplest form, with proofs of every row, for tests: CometBFT's
 * Merkle map (RFC 9162 splits, leaves by key) and celestiaorg's sparse tree (by hashed key).
 */
import { sha256 } from "@noble/hashes/sha2.js"
import { compareBytes, concat } from "../bytes.ts"
import {
  type AbsenceProof,
  type ExistenceProof,
  encodeCommitmentProof,
} from "./commitment-proof.ts"
import { EMPTY, pathBit } from "./hashes.ts"
import type { RawRow } from "./prove.ts"
import { type ProofSpec, SMT_SPEC, TENDERMINT_SPEC } from "./specs.ts"

/** A tree and, for each row in the tree's order, the proof that it is there. */
export type ForeignTree = {
  readonly spec: ProofSpec
  readonly root: Uint8Array
  readonly proofs: readonly ExistenceProof[]
}

type Subtree = { readonly hash: Uint8Array; readonly proofs: readonly ExistenceProof[] }

const INNER_PREFIX = Uint8Array.of(1)
const NO_BYTES = new Uint8Array()

function joined(left: Subtree, right: Subtree): Subtree {
  const onLeft = { hash: 1, prefix: INNER_PREFIX, suffix: right.hash }
  const onRight = { hash: 1, prefix: concat(INNER_PREFIX, left.hash), suffix: NO_BYTES }
  return {
    hash: sha256(concat(INNER_PREFIX, left.hash, right.hash)),
    proofs: [
      ...left.proofs.map((proof) => ({ ...proof, path: [...proof.path, onLeft] })),
      ...right.proofs.map((proof) => ({ ...proof, path: [...proof.path, onRight] })),
    ],
  }
}

function leafOf(spec: ProofSpec, { key, value }: RawRow, hash: Uint8Array): Subtree {
  return { hash, proofs: [{ key, value, leaf: spec.leaf, path: [] }] }
}

/** The Merkle map over rows whose keys are shorter than 128 bytes. */
export function merkleMap(rows: readonly RawRow[]): ForeignTree {
  const leaves = [...rows]
    .sort((a, b) => compareBytes(a.key, b.key))
    .map((row) => leafOf(TENDERMINT_SPEC, row, sha256(mapLeaf(row))))
  const { hash, proofs } = split(leaves)
  return { spec: TENDERMINT_SPEC, root: hash, proofs }
}

/** What a leaf of a Merkle map is the hash of. */
export function mapLeaf({ key, value }: RawRow): Uint8Array {
  const digest = sha256(value)
  return concat(Uint8Array.of(0, key.length), key, Uint8Array.of(digest.length), digest)
}

function split(subtrees: readonly Subtree[]): Subtree {
  if (subtrees.length === 1) return subtrees[0]!
  let half = 1
  while (half * 2 < subtrees.length) half *= 2
  return joined(split(subtrees.slice(0, half)), split(subtrees.slice(half)))
}

/** The sparse tree over rows. */
export function sparseTree(rows: readonly RawRow[]): ForeignTree {
  const leaves = [...rows]
    .map((row) => ({ row, path: sha256(row.key) }))
    .sort((a, b) => compareBytes(a.path, b.path))
    .map(({ row, path }) => {
      const hash = sha256(concat(Uint8Array.of(0), path, sha256(row.value)))
      return { path, subtree: leafOf(SMT_SPEC, row, hash) }
    })
  const below = (part: typeof leaves, depth: number): Subtree => {
    if (part.length === 0) return { hash: EMPTY, proofs: [] }
    if (part.length === 1) return part[0]!.subtree
    const side = (bit: number) => part.filter(({ path }) => pathBit(path, depth) === bit)
    return joined(below(side(0), depth + 1), below(side(1), depth + 1))
  }
  const { hash, proofs } = below(leaves, 0)
  return { spec: SMT_SPEC, root: hash, proofs }
}

/** A proof of absence with any two neighbours; -1 or the number of rows stand for none. */
export function absenceBetween(
  { proofs }: ForeignTree,
  key: Uint8Array,
  left: number,
  right: number,
): Uint8Array {
  const proof: AbsenceProof = { key, left: proofs[left] ?? null, right: proofs[right] ?? null }
  return encodeCommitmentProof({ kind: "absence", proof })
}
