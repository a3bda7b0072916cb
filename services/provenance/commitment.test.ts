/** Handles, salts and commitments, against a naive tree by node:crypto. */
import { createHash, hkdfSync } from "node:crypto"
import { encodeValue, type Party, utf8 } from "@concordat/kernel"
import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { runs } from "../../test/runs.ts"
import { commit, type DocumentField, fieldEntry, handleOf, leafOf, saltOf } from "./commitment.ts"

const OFFICE = "ministry" as Party
const SECRET = Uint8Array.from({ length: 16 }, (_, i) => i)

/** The same by node:crypto and a recursive tree, after the text of RFC 9162 section 2.1.1. */
const digest = (...parts: Uint8Array[]) =>
  new Uint8Array(createHash("sha256").update(Buffer.concat(parts)).digest())
const framed = (parts: Uint8Array[]) =>
  parts.flatMap((part) => {
    const length = Buffer.alloc(4)
    length.writeUInt32BE(part.length)
    return [length, part]
  })
function naiveRoot(entries: Uint8Array[]): Uint8Array {
  if (entries.length === 1) return digest(Uint8Array.of(0), entries[0]!)
  let half = 1
  while (half * 2 < entries.length) half *= 2
  const [left, right] = [entries.slice(0, half), entries.slice(half)]
  return digest(Uint8Array.of(1), naiveRoot(left), naiveRoot(right))
}
function naiveCommit(of: string, secret: Uint8Array, fields: readonly DocumentField[]): string {
  const entries = [...fields]
    .sort((a, b) => Buffer.compare(Buffer.from(a.path), Buffer.from(b.path)))
    .map(({ path, value }) => {
      const salt = new Uint8Array(hkdfSync("sha256", secret, "", path, 32))
      return digest(...framed([utf8("cdat/commit/v1"), utf8(of), utf8(path), salt, value]))
    })
  return Buffer.from(naiveRoot(entries)).toString("hex")
}

const field = (path: string, value: string): DocumentField => ({ path, value: encodeValue(value) })

describe("a document's commitment", () => {
  test("the handle binds organisation and secret, each part after its length", () => {
    const parts = framed([utf8("cdat/handle/v1"), utf8(OFFICE), SECRET])
    expect(handleOf(OFFICE, SECRET)).toBe(Buffer.from(digest(...parts)).toString("hex"))
    expect(handleOf("ministry-b" as Party, SECRET)).not.toBe(handleOf(OFFICE, SECRET))
  })

  test("is the naive one, for any fields in any order", () => {
    const path = fc.stringMatching(/^[a-z][a-z0-9.]{0,8}$/)
    const fields = fc.uniqueArray(fc.record({ path, value: fc.uint8Array({ maxLength: 40 }) }), {
      minLength: 1,
      maxLength: 12,
      selector: (item) => item.path,
    })
    const secret = fc.uint8Array({ minLength: 16, maxLength: 16 })
    fc.assert(
      fc.property(fields, secret, (given, salt) => {
        const committed = commit("diploma", salt, given)
        expect(committed).toBe(naiveCommit("diploma", salt, given))
        expect(commit("diploma", salt, given.toReversed())).toBe(committed)
      }),
      { numRuns: runs(200) },
    )
  })

  test("changes with class, secret, path, value and order of the bytes inside", () => {
    const fields = [field("grade", "A"), field("name", "Ada")]
    const other = Uint8Array.from(SECRET, (byte) => byte ^ 1)
    const all = [
      commit("diploma", SECRET, fields),
      commit("degree", SECRET, fields),
      commit("diploma", other, fields),
      commit("diploma", SECRET, [field("grade", "B"), field("name", "Ada")]),
      commit("diploma", SECRET, [field("grades", "A"), field("name", "Ada")]),
      commit("diploma", SECRET, [field("grade", "A")]),
    ]
    expect(new Set(all).size).toBe(all.length)
  })

  test("a salt serves one path, so a shown field tells nothing of another", () => {
    expect(saltOf(SECRET, "grade")).not.toEqual(saltOf(SECRET, "name"))
    const shown = fieldEntry("diploma", field("grade", "A"), saltOf(SECRET, "grade"))
    const guess = fieldEntry("diploma", field("grade", "A"), saltOf(SECRET, "name"))
    expect(shown).not.toEqual(guess)
  })

  test("guesses of a field of ten values confirm nothing without the secret", () => {
    const target = commit("diploma", SECRET, [field("grade", "7")])
    for (let guess = 0; guess < runs(1_000); guess++) {
      const wrong = digest(utf8(String(guess))).slice(0, 16)
      expect(commit("diploma", wrong, [field("grade", String(guess % 10))])).not.toBe(target)
    }
  })

  test("a secret of another length is a bug of the caller's", () => {
    expect(() => handleOf(OFFICE, SECRET.slice(1))).toThrow("16 bytes")
    expect(() => commit("diploma", SECRET, [])).toThrow("at least one field")
  })

  test("the leaf is RFC 9162's hash of its canonical record", () => {
    const handle = handleOf(OFFICE, SECRET)
    const commitment = commit("diploma", SECRET, [field("grade", "A")])
    const hex = (text: string) => Buffer.from(text, "hex")
    const record = encodeValue({ handle: hex(handle), commitment: hex(commitment), until: null })
    const expected = digest(Uint8Array.of(0), record)
    expect(leafOf({ handle, commitment, until: null })).toBe(Buffer.from(expected).toString("hex"))
    expect(leafOf({ handle, commitment, until: 1 })).not.toBe(Buffer.from(expected).toString("hex"))
  })
})
