/** Cells that spreadsheets read as what they are, and files that parse to what was written. */
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { csvCell, csvLine } from "./csv.ts"

/** A naive reader of RFC 4180. */
function read(text: string): readonly (readonly string[])[] {
  const rows: string[][] = []
  let [row, cell, quoted] = [[] as string[], "", false]
  for (let at = 0; at < text.length; at++) {
    const mark = text[at]!
    if (quoted && mark === '"' && text[at + 1] === '"') {
      cell += '"'
      at++
    } else if (mark === '"') quoted = !quoted
    else if (!quoted && mark === ",") {
      row.push(cell)
      cell = ""
    } else if (!quoted && text.startsWith("\r\n", at)) {
      rows.push([...row, cell])
      row = []
      cell = ""
      at++
    } else cell += mark
  }
  return rows
}

describe("a cell", () => {
  it.each([
    ["plain", "plain"],
    ["", ""],
    ["-12.50", "-12.50"],
    ["+43", "+43"],
    ["=1+1", "'=1+1"],
    ["-1+cmd|' /C calc'!A0", "'-1+cmd|' /C calc'!A0"],
    ["+sum(A1)", "'+sum(A1)"],
    ["@here", "'@here"],
    ["\tx", "'\tx"],
    ['say "yes", or no', '"say ""yes"", or no"'],
    ["two\r\nlines", '"two\r\nlines"'],
    ["=a,b", `"'=a,b"`],
  ])("%j becomes %j", (text, expected) => {
    expect(csvCell(text)).toBe(expected)
  })
})

it("rows are read back as they were written, and none begins a formula", () => {
  const text = fc.string({ unit: fc.constantFrom(..."ab=+-@\"',\r\n\t5.٣") })
  const rows = fc.array(fc.array(text, { minLength: 1, maxLength: 4 }), { maxLength: 5 })
  fc.assert(
    fc.property(rows, (all) => {
      const found = read(all.map(csvLine).join(""))
      expect(found.map((row) => row.map((cell) => cell.replace(/^'(?=[=+\-@\t\r])/, "")))).toEqual(
        all.map((row) => row.map((cell) => cell.replace(/^'(?=[=+\-@\t\r])/, ""))),
      )
      const formulas = found.flat().filter((cell) => /^[=@\t\r]|^[+-](?!\d+(\.\d+)?$)/.test(cell))
      expect(formulas).toEqual([])
    }),
  )
})
