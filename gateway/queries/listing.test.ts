/** When an index gives the order that is asked for, and when rows are passed over one by one. */
import { table, text, time, u32 } from "@concordat/kernel"
import { describe, expect, it } from "vitest"
import { comparedColumns, isIndexed, type Listing } from "./listing.ts"
import { columnsOf } from "./table-columns.ts"

const visits = table("visits", {
  key: { office: text(20), day: time, number: u32 },
  value: { visitor: text(20), left: time, note: text(20) },
  indexes: ["visitor", "left"],
})
const { keys, values } = columnsOf(visits)
const columns = comparedColumns([...keys, ...values])
const listing: Listing = { columns, keys: comparedColumns(keys), indexed: visits.indexes }

const DAY = "2026-03-01"
const MOMENT = `${DAY}T08:00:00.000Z`

/** Rows found by these fields, in this order, as of this height. */
function indexed(led: Readonly<Record<string, string>>, query: { sort?: string; at?: string }) {
  const found = Object.keys(led).map((name) => columns.find(({ field }) => field === name)!)
  return isIndexed(listing, { ...led, ...query }, found)
}

describe("an order by an index", () => {
  it("is the key's, and that of what it has next", () => {
    expect(indexed({}, {})).toBe(true)
    expect(indexed({}, { sort: "office" })).toBe(true)
    expect(indexed({}, { sort: "day" })).toBe(false)
    expect(indexed({ office: "north" }, { sort: "day" })).toBe(true)
    expect(indexed({ office: "north" }, { sort: "number" })).toBe(false)
  })

  it("is that of an indexed field, or of the key under one value of it", () => {
    expect(indexed({}, { sort: "visitor" })).toBe(true)
    expect(indexed({}, { sort: "note" })).toBe(false)
    expect(indexed({ visitor: "ann" }, {})).toBe(true)
    expect(indexed({ visitor: "ann" }, { sort: "visitor" })).toBe(true)
    expect(indexed({ visitor: "ann" }, { sort: "left" })).toBe(false)
    expect(indexed({ visitor: "ann" }, { sort: "day" })).toBe(false)
  })

  it("is not the key's under a day, which is many values", () => {
    expect(indexed({ left: DAY }, {})).toBe(false)
    expect(indexed({ left: MOMENT }, {})).toBe(true)
    expect(indexed({ left: DAY }, { sort: "left" })).toBe(true)
    expect(indexed({ office: "north", day: DAY }, {})).toBe(true)
    expect(indexed({ office: "north", day: DAY }, { sort: "day" })).toBe(true)
    expect(indexed({ office: "north", day: DAY }, { sort: "number" })).toBe(false)
    expect(indexed({ office: "north", day: MOMENT }, { sort: "number" })).toBe(true)
  })

  it("as of a height is the key's alone: other fields index what ended by when it did", () => {
    const at = "7"
    expect(indexed({}, { at })).toBe(true)
    expect(indexed({ office: "north" }, { sort: "day", at })).toBe(true)
    expect(indexed({}, { sort: "visitor", at })).toBe(false)
    expect(indexed({ visitor: "ann" }, { at })).toBe(false)
    expect(indexed({ visitor: "ann" }, { sort: "visitor", at })).toBe(false)
  })
})
