/** Commitments of documents: their fields, their secret, and what is refused. */
import { Invalid, type Party, sha256Hex, utf8 } from "@concordat/kernel"
import { describe, expect, test } from "vitest"
import { commitDocument, type DocumentDraft, fieldValue, fileDigest } from "./draft.ts"

const DRAFT: DocumentDraft = {
  organisation: "ministry" as Party,
  class: "diploma",
  secret: new Uint8Array(16).fill(9),
  file: sha256Hex(utf8("%PDF-1.7")),
  fields: { title: "Diploma", "holder.name": "Ada", credits: 180, honours: true, seal: null },
  until: null,
}

function faultOf(draft: unknown): string {
  try {
    commitDocument(draft as DocumentDraft)
  } catch (error) {
    if (error instanceof Invalid) return `${error.code} ${error.path}`
    throw error
  }
  return "committed"
}

describe("committing to a document", () => {
  test("puts all fields in order of path, the file's digest among them", () => {
    const { fields } = commitDocument(DRAFT)
    const paths = ["credits", "file", "holder.name", "honours", "seal", "title"]
    expect(fields.map(({ path }) => path)).toEqual(paths)
    expect(fields.map(fieldValue)).toEqual([
      180,
      expect.any(Uint8Array),
      "Ada",
      true,
      null,
      "Diploma",
    ])
  })

  test("gives the same for the same, another for another secret", () => {
    const one = commitDocument(DRAFT)
    expect(commitDocument(DRAFT)).toEqual(one)
    const other = commitDocument({ ...DRAFT, secret: new Uint8Array(16).fill(8) })
    expect(other.handle).not.toBe(one.handle)
    expect(other.commitment).not.toBe(one.commitment)
    expect(commitDocument({ ...DRAFT, until: 5 }).leafHash).not.toBe(one.leafHash)
  })

  test("a bare hash is no commitment: the salt is missing", () => {
    const { secret: _, ...bare } = DRAFT
    expect(faultOf(bare)).toBe("field_missing /salt")
    expect(faultOf({ ...DRAFT, secret: null })).toBe("field_missing /salt")
    expect(faultOf({ ...DRAFT, secret: new Uint8Array(15) })).toBe("too_long /secret")
  })

  test("refuses paths that are none, values that are too long, too many fields", () => {
    for (const path of ["", "Title", "a b", "file", "__proto__", "a".repeat(65)]) {
      const fields = Object.fromEntries([[path, "x"]])
      expect(faultOf({ ...DRAFT, fields })).toBe(`key_refused /fields/${path}`)
    }
    expect(faultOf({ ...DRAFT, fields: { a: "x".repeat(16_384) } })).toBe("too_long /fields/a")
    const fields = Object.fromEntries(Array.from({ length: 64 }, (_, i) => [`f${i}`, i]))
    expect(faultOf({ ...DRAFT, fields })).toBe("too_long /fields")
  })

  test("the file's digest is SHA-256", () => {
    expect(fileDigest(utf8("abc"))).toBe(sha256Hex(utf8("abc")))
  })
})
