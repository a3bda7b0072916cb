/** Statements as files: every line with its balance, and nothing that a spreadsheet would run. */
import { expect, test } from "vitest"
import type { Found } from "./ask.ts"
import { statementCsv } from "./statement-file.ts"

const unit = { asset: "eur", decimals: 2, code: "EUR" }
const id = (last: string) => last.padStart(32, "0")

const line = (more: object) =>
  ({
    ...{ position: 1n, at: Date.UTC(2026, 10, 28, 9), entry: id("e"), line: 0, asset: "eur" },
    ...{ amount: 480n, code: 100, uetr: null, memo: null, side: "credit", other: id("a") },
    ...{ otherOwner: { party: "ann" }, otherKind: "wallet", debited: 0n, credited: 480n },
    ...more,
  }) as Found<"movements">

test("each line has its side, its amount with decimals, and the balance after it", () => {
  const paid = { side: "debit", amount: 1_500n, debited: 1_500n, uetr: id("f") }
  const text = statementCsv([line({}), line(paid)], unit, 1_000n)
  const [head, first, second, end] = text.split("\r\n")
  expect(head).toBe(
    "time,entry,line,other_account,other_owner,line_code,debit,credit,balance,currency,uetr",
  )
  const begin = `2026-11-28T09:00:00.000Z,${id("e")},0,${id("a")},ann,100`
  expect(first).toBe(`${begin},,4.80,14.80,EUR,`)
  expect(second).toBe(`${begin},15.00,,-0.20,EUR,${id("f")}`)
  expect(end).toBe("")
})

test.each([
  ["=1+1", "'=1+1"],
  ["@cmd", "'@cmd"],
  ['a,"b"', '"a,""b"""'],
])("a text %s stands in its cell as %s", (party, cell) => {
  const text = statementCsv([line({ otherOwner: { party } })], unit, 0n)
  expect(text.split("\r\n")[1]).toContain(`,${cell},100,`)
})
