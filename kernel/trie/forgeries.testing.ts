/**
 * Proofs as a forger would make them, for tests: every one is false, most are well-formed. Each
 * takes an honest tree apart and puts it together otherwise. Source of truth: ARCHITECTURE.md,
 * "State proofs".
 */
import { sha256 } from "@noble/hashes/sha2.js"
import { concat, toHex } from "../bytes.ts"
import {
  type AbsenceProof,
  decodeCommitmentProof,
  type ExistenceProof,
  encodeCommitmentProof,
  type InnerOp,
} from "./commitment-proof.ts"
import { EMPTY, keyPath } from "./hashes.ts"
import { absenceProof, existenceProof, type RawRow } from "./prove.ts"
import type { Tree } from "./sample-tree.testing.ts"

/** A false claim: of existence where it names a value, else of absence. */
export type Forgery = {
  readonly name: string
  readonly key: Uint8Array
  readonly value: Uint8Array | null
  readonly proof: Uint8Array
}

function existing(tree: Tree, row: RawRow): ExistenceProof {
  const parsed = decodeCommitmentProof(existenceProof(tree.view, row.key, row.value)!)
  if (parsed.kind !== "existence") throw new Error("not a proof of existence")
  return parsed.proof
}

function absent(tree: Tree, key: Uint8Array): AbsenceProof {
  const parsed = decodeCommitmentProof(absenceProof(tree.view, key, tree.rowAt)!)
  if (parsed.kind !== "absence") throw new Error("not a proof of absence")
  return parsed.proof
}

const encodeExistence = (proof: ExistenceProof) =>
  encodeCommitmentProof({ kind: "existence", proof })
const encodeAbsence = (proof: AbsenceProof) => encodeCommitmentProof({ kind: "absence", proof })

const turned = ({ hash, prefix, suffix }: InnerOp): InnerOp => ({
  hash,
  prefix: suffix,
  suffix: prefix,
})

/** Forged proofs that `row` holds another value, or that a key that is not there exists. */
export function forgedExistence(tree: Tree, row: RawRow, none: Uint8Array): Forgery[] {
  const honest = existing(tree, row)
  const leaf = honest.leaf!
  const { key, value } = row
  const { path } = honest
  const other = new Uint8Array([...value, 1])
  const claim = (name: string, proof: ExistenceProof): Forgery => {
    return { name, key: proof.key, value: proof.value, proof: encodeExistence(proof) }
  }
  const pair = concat(keyPath(key), sha256(value))
  return [
    claim("another value", { ...honest, value: other }),
    claim("an absent key", { ...honest, key: none }),
    claim("no leaf operation", { ...honest, leaf: null }),
    claim("a longer tag", { ...honest, leaf: { ...leaf, prefix: concat(leaf.prefix, EMPTY) } }),
    claim("no tag", { ...honest, leaf: { ...leaf, prefix: new Uint8Array() } }),
    claim("a leaf not hashed first", { ...honest, leaf: { ...leaf, prehashKey: 0 } }),
    claim("a leaf as a step", {
      key: none,
      value: other,
      leaf,
      path: [{ hash: 1, prefix: concat(leaf.prefix, pair), suffix: new Uint8Array() }, ...path],
    }),
    claim("a step as a leaf", stepAsLeaf(honest)),
    claim("the first step left out", { ...honest, path: path.slice(1) }),
    claim("the last step left out", { ...honest, path: path.slice(0, -1) }),
    claim("a step twice", { ...honest, path: [path[0]!, ...path] }),
    claim("an empty sibling more", {
      ...honest,
      path: [{ hash: 1, prefix: EMPTY, suffix: new Uint8Array() }, ...path],
    }),
    claim("a step turned", { ...honest, path: [turned(path[0]!), ...path.slice(1)] }),
    claim("two steps exchanged", { ...honest, path: [...path].reverse() }),
    claim("a sibling on both sides", {
      ...honest,
      path: path.map((step) => ({ ...step, prefix: EMPTY, suffix: EMPTY })),
    }),
    claim("257 steps", { ...honest, path: Array.from({ length: 257 }, () => path[0]!) }),
  ].filter(({ proof }) => toHex(proof) !== toHex(encodeExistence(honest)))
}

/** The inner node above the leaf, passed off as a leaf whose key and value are its children. */
function stepAsLeaf(honest: ExistenceProof): ExistenceProof {
  const step = honest.path[0]!
  const own = sha256(concat(honest.leaf!.prefix, keyPath(honest.key), sha256(honest.value)))
  const [left, right] = step.suffix.length > 0 ? [own, step.suffix] : [step.prefix, own]
  const leaf = { hash: 1, prehashKey: 0, prehashValue: 0, length: 0, prefix: new Uint8Array() }
  return { key: left, value: right, leaf, path: honest.path.slice(1) }
}

/** Forged proofs that `row`, which is there, is absent. */
export function forgedAbsence(tree: Tree, row: RawRow): Forgery[] {
  const at = tree.rows.findIndex(({ key }) => toHex(key) === toHex(row.key))
  const side = (index: number) => {
    const beside = tree.rows[index]
    return beside === undefined ? null : existing(tree, beside)
  }
  const [left, right] = [side(at - 1), side(at + 1)]
  const own = existing(tree, row)
  const { key } = row
  const claim = (name: string, proof: AbsenceProof): Forgery => {
    return { name, key, value: null, proof: encodeAbsence(proof) }
  }
  return [
    claim("its own neighbours", { key, left, right }),
    claim("left neighbour alone", { key, left, right: null }),
    claim("right neighbour alone", { key, left: null, right }),
    claim("neighbours exchanged", { key, left: right, right: left }),
    claim("itself on the left", { key, left: own, right }),
    claim("itself on the right", { key, left, right: own }),
    claim("itself on both sides", { key, left: own, right: own }),
    claim("no neighbours", { key, left: null, right: null }),
  ]
}

/** The one forgery that the published code accepts: it ignores the key that a proof names. */
export const ANOTHER_KEY_NAMED = "another key named"

/** Proofs of absence for `none`, which is absent, with neighbours that are not the nearest. */
export function shiftedAbsence(tree: Tree, none: Uint8Array): Forgery[] {
  const honest = absent(tree, none)
  const far = (proof: ExistenceProof | null, step: number) => {
    const key = toHex(proof?.key ?? new Uint8Array())
    const index = tree.rows.findIndex((row) => toHex(row.key) === key)
    const row = index < 0 ? undefined : tree.rows[index + step]
    return row === undefined ? null : existing(tree, row)
  }
  const [left, right] = [far(honest.left, -1), far(honest.right, 1)]
  const claim = (name: string, proof: AbsenceProof): Forgery => {
    return { name, key: none, value: null, proof: encodeAbsence(proof) }
  }
  const forged = [
    claim("neighbours exchanged", { ...honest, left: honest.right, right: honest.left }),
    claim(ANOTHER_KEY_NAMED, { ...honest, key: tree.rows[0]!.key }),
  ]
  if (honest.left === null || honest.right === null) return forged
  forged.push(claim("no left neighbour", { ...honest, left: null }))
  forged.push(claim("no right neighbour", { ...honest, right: null }))
  if (left !== null) forged.push(claim("a left neighbour too far", { ...honest, left }))
  if (right !== null) forged.push(claim("a right neighbour too far", { ...honest, right }))
  return forged
}
