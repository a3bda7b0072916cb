/**
 * Where our verifier is stricter than stock ICS-23 code: everything that a proof says beside key,
 * value and siblings is fixed, and one number or byte more of it proves nothing, though the root
 * that it leads to is the same.
 */
import { describe, expect, it } from "vitest"
import { concat, utf8 } from "../bytes.ts"
import {
  decodeCommitmentProof,
  type ExistenceProof,
  encodeCommitmentProof,
  type LeafOp,
} from "./commitment-proof.ts"
import { PATH_BITS } from "./hashes.ts"
import { absenceProof, existenceProof } from "./prove.ts"
import { sampleRow, sampleTree, treeOf } from "./sample-tree.testing.ts"
import { judgeAbsence, judgeExistence, parseProof } from "./verify.ts"

const { view, root, rows, rowAt } = sampleTree(40)
const row = rows[7]!

function honest(): ExistenceProof {
  const parsed = decodeCommitmentProof(existenceProof(view, row.key, row.value)!)
  if (parsed.kind !== "existence") throw new Error("not a proof of existence")
  return parsed.proof
}

const judged = (proof: ExistenceProof) =>
  judgeExistence({ root, ...row, proof: encodeCommitmentProof({ kind: "existence", proof }) })

describe("a proof of existence", () => {
  it("is accepted as it is", () => {
    expect(judged(honest())).toBe("ok")
  })

  it.each(["hash", "prehashKey", "prehashValue", "length"] as const)(
    "has our leaf's %s and no other",
    (field) => {
      const proof = honest()
      const leaf: LeafOp = { ...proof.leaf!, [field]: proof.leaf![field] + 1 }
      expect(judged({ ...proof, leaf })).toBe("proof_root_mismatch")
    },
  )

  it("has our leaf's prefix and no other, and has a leaf", () => {
    const proof = honest()
    const leaf = { ...proof.leaf!, prefix: concat(proof.leaf!.prefix, Uint8Array.of(0)) }
    expect(judged({ ...proof, leaf })).toBe("proof_root_mismatch")
    expect(judged({ ...proof, leaf: null })).not.toBe("ok")
  })

  it("has steps of SHA-256 with one sibling on one side", () => {
    const proof = honest()
    const [first, ...rest] = proof.path
    const isLeft = first!.prefix.length === 0
    const longer = (bytes: Uint8Array) => concat(bytes, Uint8Array.of(0))
    const altered = [
      { ...first!, hash: first!.hash + 1 },
      isLeft ? { ...first!, prefix: utf8("x") } : { ...first!, suffix: utf8("x") },
      isLeft
        ? { ...first!, suffix: longer(first!.suffix) }
        : { ...first!, prefix: longer(first!.prefix) },
    ]
    for (const step of altered) expect(judged({ ...proof, path: [step, ...rest] })).not.toBe("ok")
  })

  it("has a key and a value, and at most as many steps as a path has bits", () => {
    const proof = honest()
    const step = proof.path[0]!
    const long = Array.from({ length: PATH_BITS + 1 }, () => step)
    const none = new Uint8Array()
    for (const path of [long, long.slice(1)]) expect(judged({ ...proof, path })).not.toBe("ok")
    for (const [key, value] of [
      [none, row.value],
      [row.key, none],
      [none, none],
    ] as const) {
      const claim = encodeCommitmentProof({ kind: "existence", proof: { ...proof, key, value } })
      expect(judgeExistence({ root, key, value, proof: claim })).not.toBe("ok")
    }
  })
})

it("nothing without a key or a value is proved, not even where a tree holds it", () => {
  const none = new Uint8Array()
  for (const empty of [
    { key: none, value: row.value },
    { key: row.key, value: none },
  ]) {
    const tree = treeOf([empty, rows[1]!])
    const proof = existenceProof(tree.view, empty.key, empty.value)!
    expect(judgeExistence({ root: tree.root, ...empty, proof })).toBe("proof_root_mismatch")
  }
  const proof = absenceProof(view, none, rowAt)!
  expect(judgeAbsence({ root, key: none, proof })).toBe("proof_key_mismatch")
})

describe("a proof of absence", () => {
  const absent = sampleRow("nobody's").key
  const parsed = decodeCommitmentProof(absenceProof(view, absent, rowAt)!)
  if (parsed.kind !== "absence") throw new Error("not a proof of absence")
  const { proof } = parsed
  const told = (altered: Partial<typeof proof>, key = absent) =>
    judgeAbsence({
      ...{ root, key },
      proof: encodeCommitmentProof({ kind: "absence", proof: { ...proof, ...altered } }),
    })

  it("is accepted as it is, for its own key alone", () => {
    expect(told({})).toBe("ok")
    expect(told({}, sampleRow("another").key)).toBe("proof_key_mismatch")
    expect(told({ key: new Uint8Array() }, new Uint8Array())).toBe("proof_key_mismatch")
  })

  it("needs both neighbours whole: one that proves nothing is not one that is missing", () => {
    const broken = (side: ExistenceProof) => ({ ...side, value: utf8("another value") })
    expect(told({ left: broken(proof.left!) })).toBe("proof_root_mismatch")
    expect(told({ right: broken(proof.right!) })).toBe("proof_root_mismatch")
    expect(told({ left: null })).toBe("proof_key_mismatch")
    expect(told({ right: null })).toBe("proof_key_mismatch")
    expect(told({ left: proof.right, right: proof.left })).toBe("proof_key_mismatch")
  })
})

it("bytes that are no proof are none, and nothing is thrown", () => {
  expect(parseProof(Uint8Array.of(0xff))).toBeNull()
  expect(judgeExistence({ root, ...row, proof: new Uint8Array() })).toBe("proof_malformed")
  expect(judgeAbsence({ root, key: row.key, proof: new Uint8Array() })).toBe("proof_malformed")
})
