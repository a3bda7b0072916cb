/** Stored rows: what differs from a sound row is checked, and nothing else. */
import { describe, expect, it } from "vitest"
import { Bug } from "../failures.ts"
import { encode } from "../schema/codec.ts"
import { fixed } from "../schema/fixed.ts"
import { list } from "../schema/list.ts"
import { text } from "../schema/text.ts"
import { u8 } from "../schema/unsigned.ts"
import { table } from "../service/table.ts"
import { checkRow, rowBytes } from "./row-bytes.ts"

const value = { amount: u8, name: text(3), marks: list(u8, 2) }
const things = table("things", { key: { id: fixed(2) }, value })
things.binding.service = "test"

const sound = { amount: 1, name: "one", marks: [] }

describe("the bytes of a row", () => {
  it("are the same whether a sound row is known or not", () => {
    const row = { ...sound, amount: 2 }
    expect(rowBytes(things, row, sound)).toEqual(encode(things.row, row))
    expect(rowBytes(things, row)).toEqual(rowBytes(things, row, sound))
  })

  it.each([
    ["amount", { ...sound, amount: 256 }],
    ["name", { ...sound, name: "four" }],
  ])("are none where %s is outside its kind, with the name of table and column", (column, row) => {
    for (const known of [undefined, sound]) {
      const wrong = () => rowBytes(things, row, known)
      expect(wrong).toThrow(Bug)
      expect(wrong).toThrow(`a row of test/things is outside its schema at /${column}`)
    }
  })

  it("are not asked for a second time of what a sound row has already", () => {
    const asked: unknown[] = []
    const name = { ...text(3), check: (value: unknown) => void asked.push(value) as never }
    const watched = { ...things, columnKinds: { ...things.columnKinds, name } }
    checkRow(watched, { ...sound, amount: 2 }, sound)
    expect(asked).toEqual([])
    checkRow(watched, { ...sound, name: "two" }, sound)
    expect(asked).toEqual(["two"])
  })

  it("are none for what equals a sound value and is another", () => {
    const none = { ...sound, amount: 0 }
    expect(() => rowBytes(things, { ...none, amount: -0 }, none)).toThrow("at /amount")
    const marks: number[] = []
    const known = { ...sound, marks }
    marks.push(256)
    expect(() => rowBytes(things, { ...known, amount: 2 }, known)).toThrow("at /marks/0")
  })
})
