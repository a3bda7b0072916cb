/** No forged proof is accepted, whatever it is made of. */
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { runs } from "../../test/runs.ts"
import { utf8 } from "../bytes.ts"
import { sha256 } from "../crypto/hash.ts"
import { encodeCommitmentProof } from "./commitment-proof.ts"
import {
  type Forgery,
  forgedAbsence,
  forgedExistence,
  shiftedAbsence,
} from "./forgeries.testing.ts"
import { innerHash, keyPath, leafHash, pathBit } from "./hashes.ts"
import { verifyMembership } from "./ics23.ts"
import { absenceProof } from "./prove.ts"
import { sampleTree } from "./sample-tree.testing.ts"
import { CONCORDAT_SPEC } from "./specs.ts"
import { verifyAbsence, verifyExistence } from "./verify.ts"

const accepted = (root: Uint8Array, { key, value, proof }: Forgery) =>
  value === null
    ? verifyAbsence({ root, key, proof })
    : verifyExistence({ root, key, value, proof })

describe("forged proofs", () => {
  it("are all refused", () => {
    const law = (count: number, seed: number, pick: number) => {
      const tree = sampleTree(count, seed)
      const row = tree.rows[pick % count]!
      const none = utf8(`none of ${seed}`)
      const forgeries = [
        ...forgedExistence(tree, row, none),
        ...forgedAbsence(tree, row),
        ...shiftedAbsence(tree, none),
      ]
      expect(forgeries.length).toBeGreaterThan(20)
      const passed = forgeries.filter((forgery) => accepted(tree.view.root, forgery))
      expect(passed.map(({ name }) => name)).toEqual([])
    }
    const counts = fc.constantFrom(3, 4, 5, 9, 33, 200)
    fc.assert(fc.property(counts, fc.nat(), fc.nat(), law), { numRuns: runs(300) })
  })

  it("of one tree do not serve for another", () => {
    const [tree, other] = [sampleTree(20, 1), sampleTree(20, 2)]
    const key = utf8("none")
    const proof = absenceProof(tree.view, key, tree.rowAt)!
    expect(verifyAbsence({ root: tree.view.root, key, proof })).toBe(true)
    expect(verifyAbsence({ root: other.view.root, key, proof })).toBe(false)
  })
})

describe("a root that no honest ledger makes", () => {
  /** A tree of two leaves, the first put on the side where its path does not lead. */
  const [first, second] = [utf8("first"), utf8("second")]
  const value = utf8("value")
  const leaf = leafHash(keyPath(first), sha256(value))
  const sibling = leafHash(keyPath(second), sha256(value))
  const wrongSide = 1 - pathBit(keyPath(first), 0)
  const root = wrongSide === 0 ? innerHash(leaf, sibling) : innerHash(sibling, leaf)
  const none = new Uint8Array()
  const step =
    wrongSide === 0
      ? { hash: 1, prefix: none, suffix: sibling }
      : { hash: 1, prefix: sibling, suffix: none }
  const proof = encodeCommitmentProof({
    kind: "existence",
    proof: { key: first, value, leaf: CONCORDAT_SPEC.leaf, path: [step] },
  })

  it("is accepted by the published rules, refused by ours: the side is not the key's bit", () => {
    const claim = { root, key: first, value, proof }
    const published = { ...CONCORDAT_SPEC, maxDepth: 255 }
    expect(verifyMembership(published, claim)).toBe(true)
    expect(verifyExistence(claim)).toBe(false)
    expect(verifyMembership(CONCORDAT_SPEC, claim)).toBe(false)
  })
})
