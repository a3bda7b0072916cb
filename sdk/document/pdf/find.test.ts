/** Evidence found in bytes, whatever stands around it. */
import { concat, utf8 } from "@concordat/kernel"
import { describe, expect, test } from "vitest"
import { findEvidence } from "./find.ts"

function embedded(evidence: Uint8Array, { size = evidence.length, type = "evidence" } = {}) {
  const subtype = `/application#2Fvnd.concordat.${type}+cbor`
  const head = `7 0 obj\n<<\n/Type /EmbeddedFile\n/Subtype ${subtype}\n`
  const params = `/Params <<\n/Size ${size}\n>>\n/Length ${evidence.length}\n>>\nstream\n`
  return concat(utf8(head + params), evidence, utf8("\nendstream\nendobj\n"))
}

describe("finding evidence in bytes", () => {
  test("none in none", () => {
    expect(findEvidence(new Uint8Array(0))).toEqual([])
    expect(findEvidence(utf8("%PDF-1.7 /Type /EmbeddedFile"))).toEqual([])
  })

  test("all, in order, with their places, whatever stands around and inside them", () => {
    const one = utf8("endstream endobj /Type /EmbeddedFile")
    const two = Uint8Array.from({ length: 300 }, (_, i) => i & 0xff)
    const file = concat(utf8("%PDF-1.7\n/Type /Type /Embedd"), embedded(one), embedded(two))
    const found = findEvidence(file)
    expect(found.map(({ evidence }) => evidence)).toEqual([one, two])
    for (const { evidence, at } of found) {
      expect(file.subarray(at, at + evidence.length)).toEqual(evidence)
    }
  })

  test("not: cut short, another type, two lengths that differ", () => {
    const evidence = utf8("evidence")
    const whole = embedded(evidence)
    const end = whole.length - utf8("\nendstream\nendobj\n").length
    expect(findEvidence(whole.slice(0, end))).toHaveLength(1)
    expect(findEvidence(whole.slice(0, end - 1))).toEqual([])
    expect(findEvidence(embedded(evidence, { type: "another" }))).toEqual([])
    expect(findEvidence(embedded(evidence, { size: 9 }))).toEqual([])
  })
})
