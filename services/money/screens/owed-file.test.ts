/** Tables of debts as files: who owes, separators, quotes, and what is not understood. */
import fc from "fast-check"
import { expect, test } from "vitest"
import { amountOf } from "./amount.ts"
import { readOwed } from "./owed-file.ts"

const unit = { asset: "eur-demo", decimals: 2, code: "EUR" }
const asked = { from: "north-bank", creditors: new Set(["south-bank", "east-bank"]), unit }

test("lines of the debtor are added up by creditor, those of others are counted", () => {
  const text =
    "\ufefffrom,to,amount\r\nnorth-bank,south-bank,12.50\r\nsouth-bank,north-bank,1.00\r\n" +
    'north-bank,"east-bank",7\r\nnorth-bank,south-bank,0.50\r\n\r\n'
  const { owed, others, faults } = readOwed(text, asked)
  expect([...owed]).toEqual([
    ["south-bank", 1_300n],
    ["east-bank", 700n],
  ])
  expect(others).toBe(1)
  expect(faults).toEqual([])
})

test("without a debtor all lines are of who asks; semicolons and tabs separate as well", () => {
  const { owed } = readOwed("south-bank;3.00\neast-bank\t4", asked)
  expect([...owed]).toEqual([
    ["south-bank", 300n],
    ["east-bank", 400n],
  ])
})

test("what is not understood is named by its line, and nothing of it is taken", () => {
  const text =
    "south-bank,1.005\nwest-bank,1.00\nsouth-bank\nnorth-bank,south-bank,1.00,x\nsouth-bank,1e3"
  const { owed, faults } = readOwed(text, asked)
  expect(owed.size).toBe(0)
  expect(faults).toEqual([
    { line: 1, why: "amount" },
    { line: 2, why: "stranger" },
    { line: 3, why: "form" },
    { line: 4, why: "form" },
    { line: 5, why: "amount" },
  ])
})

test("any table that is written is read back", () => {
  const line = fc.record({
    to: fc.constantFrom("south-bank", "east-bank"),
    units: fc.bigInt({ min: 0n, max: 10n ** 15n }),
    cell: fc.constantFrom(",", ";", "\t"),
    quoted: fc.boolean(),
  })
  fc.assert(
    fc.property(fc.array(line, { maxLength: 30 }), (lines) => {
      const sums = new Map<string, bigint>()
      for (const { to, units } of lines) sums.set(to, (sums.get(to) ?? 0n) + units)
      const text = lines.map(({ to, units, cell, quoted }) => {
        const name = quoted ? `"${to}"` : to
        return ["north-bank", name, amountOf(unit).plain(units)].join(cell)
      })
      const { owed, others, faults } = readOwed(text.join("\n"), asked)
      expect(new Map(owed)).toEqual(sums)
      expect([others, faults]).toEqual([0, []])
    }),
  )
})
