/** What a text may be, from its form. */
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { services } from "../../services.ts"
import { classify } from "./classify.ts"
import { guessPath } from "./look-up.ts"

const digest = "0123456789abcdef".repeat(4)
const kinds = (text: string) => classify(text, services).map(({ kind }) => kind)
const paths = (text: string) => classify(text, services).map(guessPath)

describe("figures", () => {
  it.each(["12", " 12 ", "#12", "1,204,117", "1 204 117", "1.204.117"])("%s is a block", (text) => {
    const height = text.replaceAll(/\D/g, "")
    expect(paths(text)).toEqual([`/blocks/${height}`, `/events/${height}`])
  })

  it("are none where they are longer than any height", () => {
    expect(classify("9".repeat(25), services)).toEqual([])
  })
})

describe("digests", () => {
  it("may be a transaction, or the row of any table that is keyed by one", () => {
    const found = paths(digest)
    expect(found[0]).toBe(`/transactions/${digest}`)
    expect(found).toContain(`/services/provenance/tables/statements/${digest}`)
    expect(found).toContain(`/services/organisations/tables/keys/${digest}`)
  })

  it("may be one field of a key that has an index", () => {
    expect(paths(digest)).toContain(`/services/provenance/tables/items?handle=${digest}`)
  })

  it("of 16 bytes are identifiers of money, also as UUIDs are written", () => {
    const entry = "01890a5d-ac96-774b-bcce-b302099a8057"
    const plain = entry.replaceAll("-", "")
    expect(paths(entry)).toEqual(paths(plain))
    expect(paths(plain)).toContain(`/services/money/tables/entries/${plain}`)
    expect(kinds(plain)).not.toContain("transaction")
  })

  it("are read in any case, in groups of four, with 0x", () => {
    const groups = digest.replaceAll(/(.{4})/g, "$1 ").trim()
    for (const text of [digest.toUpperCase(), groups, `0x${digest}`]) {
      expect(paths(text)).toEqual(paths(digest))
    }
  })

  it("are nothing else when a character is missing", () => {
    expect(kinds(digest.slice(1))).not.toContain("transaction")
  })
})

describe("names", () => {
  it.each([
    ["education", "/organisations/education"],
    ["education/registrar", "/organisations/education/registrar"],
    ["set class", "/services/provenance/commands/setClass"],
    ["provenance.setClass", "/services/provenance/commands/setClass"],
    ["grants", "/services/organisations/tables/grants"],
    ["provenance", "/services/provenance"],
    ["permission_missing", "/codes/permission_missing"],
    ["already_registered", "/codes/already_registered"],
  ])("%s leads to %s", (text, path) => {
    expect(paths(text)).toContain(path)
  })

  it("say nothing when they are too short or unknown", () => {
    expect(classify("", services)).toEqual([])
    expect(classify("?!", services)).toEqual([])
    expect(kinds("zzzz-zzzz")).toEqual(["organisation"])
  })
})

it("answers any text, each guess with a path of its own", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      const found = paths(text)
      expect(new Set(found).size).toBe(found.length)
      expect(found.every((path) => path.startsWith("/"))).toBe(true)
    }),
  )
})
