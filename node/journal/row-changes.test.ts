/** Journal records: what goes in comes out, whatever the rows are. */
import { hashOf, type Party, sha256, type Write } from "@concordat/kernel"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { runs } from "../../test/runs.ts"
import { keyText } from "../store/key-index.ts"
import { decodeChanges, encodeChanges } from "./row-changes.ts"

const index = fc.option(fc.integer({ min: 0, max: 1_000_000 }))
const some = (max: number) => fc.uint8Array({ maxLength: max })

const row = fc.record({
  key: some(200),
  value: fc.option(some(300)),
  old: fc.option(some(300)),
  transaction: index,
  operation: index,
})

describe("a journal record", () => {
  it("gives back every row, with the digest of what was before", () => {
    const rows = fc.uniqueArray(row, { selector: ({ key }) => keyText(key), maxLength: 8 })
    const who = fc.constantFrom(null, "mint/ada" as Party, "hall" as Party)
    const property = fc.property(rows, fc.array(who, { maxLength: 5 }), (given, callers) => {
      const writes = given.map(({ old: _, ...write }): Write => {
        return { ...write, keyHash: sha256(write.key), service: "test" }
      })
      const undo = new Map(given.map(({ key, old }) => [keyText(key), old]))
      const changes = given.map(({ old, ...change }) => {
        return { ...change, before: old === null ? null : hashOf(sha256(old)) }
      })
      const record = encodeChanges(callers, writes, undo)
      expect(decodeChanges(record)).toEqual({ callers, changes })
    })
    fc.assert(property, { numRuns: runs(500) })
  })

  it("that is not there says nothing", () => {
    expect(decodeChanges(new Uint8Array())).toEqual({ callers: [], changes: [] })
  })
})
