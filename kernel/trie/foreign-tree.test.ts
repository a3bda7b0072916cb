/** Proofs of other ledgers' trees: accepted exactly where they are true, whoever stands beside. */
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { runs } from "../../test/runs.ts"
import { compareBytes, concat, equalBytes, utf8 } from "../bytes.ts"
import { sha256 } from "../crypto/hash.ts"
import { type ExistenceProof, encodeCommitmentProof, type InnerOp } from "./commitment-proof.ts"
import { absenceBetween, mapLeaf, merkleMap, sparseTree } from "./foreign-tree.testing.ts"
import { verifyMembership, verifyNonMembership } from "./ics23.ts"
import { isProofOf } from "./ics23-shape.ts"
import type { RawRow } from "./prove.ts"
import { IAVL_SPEC, SMT_SPEC, TENDERMINT_SPEC } from "./specs.ts"

const rowOf = (index: number): RawRow => {
  return { key: utf8(`key ${index}`), value: utf8(`value ${index}`) }
}
const rowsOf = (count: number) => Array.from({ length: count }, (_, i) => rowOf(i * 2))
const existence = (proof: ExistenceProof) => encodeCommitmentProof({ kind: "existence", proof })

describe.each([
  ["a Merkle map", merkleMap, (key: Uint8Array) => key],
  ["a sparse tree", sparseTree, sha256],
])("%s", (_, build, place) => {
  it("proves each of its rows, and none with another key, value or root", () => {
    for (const count of [1, 2, 3, 8, 21]) {
      const { spec, root, proofs } = build(rowsOf(count))
      for (const proof of proofs) {
        const { key, value } = proof
        const claim = { root, key, value, proof: existence(proof) }
        expect(verifyMembership(spec, claim)).toBe(true)
        expect(verifyMembership(spec, { ...claim, key: value })).toBe(false)
        expect(verifyMembership(spec, { ...claim, value: key })).toBe(false)
        expect(verifyMembership(spec, { ...claim, root: key })).toBe(false)
      }
    }
  })

  it("proves absence by the two rows right beside the key, and by no others", () => {
    const law = (count: number, index: number, left: number, right: number) => {
      const tree = build(rowsOf(count))
      const { key } = rowOf(index % (2 * count + 1))
      const at = place(key)
      const before = tree.proofs.filter((proof) => compareBytes(place(proof.key), at) < 0).length
      const present = tree.proofs.some((proof) => equalBytes(proof.key, key))
      const judge = (from: number, to: number) => {
        const claim = { root: tree.root, key, proof: absenceBetween(tree, key, from, to) }
        return verifyNonMembership(tree.spec, claim)
      }
      expect(judge(before - 1, before)).toBe(!present)
      // -1 and `count` stand for no row: then there must be none on that side.
      const [from, to] = [(left % (count + 2)) - 1, (right % (count + 2)) - 1]
      const isRow = (at: number) => at >= 0 && at < count
      const leftFits = isRow(from) ? from === before - 1 : before === 0
      const rightFits = isRow(to) ? to === before : before === count
      expect(judge(from, to)).toBe(!present && leftFits && rightFits)
    }
    const count = fc.integer({ min: 1, max: 12 })
    fc.assert(fc.property(count, fc.nat(), fc.nat(), fc.nat(), law), { numRuns: runs(1_500) })
  })
})

describe("shapes", () => {
  it("keep a value from passing for a subtree: no step begins as a leaf does", () => {
    const hidden = rowOf(1)
    const carrier = { key: utf8("carrier"), value: mapLeaf(hidden) }
    const { root, proofs } = merkleMap([carrier, rowOf(2), rowOf(4)])
    const { path } = proofs.find((proof) => equalBytes(proof.key, carrier.key))!
    const head = concat(Uint8Array.of(0, carrier.key.length), carrier.key, Uint8Array.of(32))
    const step: InnerOp = { hash: 1, prefix: head, suffix: new Uint8Array() }
    const forged = { ...hidden, leaf: TENDERMINT_SPEC.leaf, path: [step, ...path] }
    const claim = { root, ...hidden, proof: existence(forged) }
    expect(verifyMembership(TENDERMINT_SPEC, claim)).toBe(false)
  })

  const iavlLeaf = { ...IAVL_SPEC.leaf, prefix: Uint8Array.of(0, 2, 2) }
  /** A step of an IAVL tree: height, size and version as zigzag varints, then a child's length. */
  const iavlStep = (height: number, ...rest: number[]): InnerOp => ({
    hash: 1,
    prefix: Uint8Array.of(height * 2, 4, 2, ...rest),
    suffix: new Uint8Array(33),
  })
  const iavl = (...path: InnerOp[]) => isProofOf(IAVL_SPEC, { ...rowOf(0), leaf: iavlLeaf, path })

  it("of IAVL steps: a height that reaches the layer, three integers, one child's length", () => {
    expect(iavl(iavlStep(1, 32))).toBe(true)
    expect(iavl(iavlStep(1, 32), iavlStep(2, 32))).toBe(true)
    expect(iavl(iavlStep(1, 32), iavlStep(1, 32))).toBe(false)
    expect(iavl(iavlStep(1, 32, 0))).toBe(false)
    expect(iavl({ ...iavlStep(1, 32), prefix: Uint8Array.of(2, 3, 2, 32) })).toBe(false)
    expect(iavl({ ...iavlStep(1, 32), prefix: Uint8Array.of(2, 4, 0x80, 0x80) })).toBe(false)
    expect(iavl({ ...iavlStep(1, 32), suffix: new Uint8Array(32) })).toBe(false)
    const wide = { ...rowOf(0), leaf: { ...iavlLeaf, prefix: Uint8Array.of(0, 2, 2, 0) }, path: [] }
    expect(isProofOf(IAVL_SPEC, wide)).toBe(false)
  })

  it("of depth: the specification's least and most, 128 where it names none", () => {
    const { proofs } = sparseTree([rowOf(0), rowOf(2)])
    const proof = proofs[0]!
    const step = proof.path[0]!
    const deep = (steps: number) => ({ ...proof, path: Array.from({ length: steps }, () => step) })
    expect(isProofOf({ ...SMT_SPEC, maxDepth: 0 }, deep(128))).toBe(true)
    expect(isProofOf({ ...SMT_SPEC, maxDepth: 0 }, deep(129))).toBe(false)
    expect(isProofOf({ ...SMT_SPEC, minDepth: 3 }, deep(2))).toBe(false)
    expect(isProofOf({ ...SMT_SPEC, inner: { ...SMT_SPEC.inner, childSize: 0 } }, proof)).toBe(
      false,
    )
  })
})
