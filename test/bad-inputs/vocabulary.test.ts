/**
 * The catalogue against the table of codes: a code has one status, and each has a row or a reason
 * why nothing answers with it; that nothing does is a rule of the house (`test/tidy/codes.ts`).
 */
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { type Code, codeRow, codes } from "@concordat/kernel"
import { services } from "@concordat/node"
import { describe, expect, it } from "vitest"
import type { Environment } from "../../cli/environment.ts"
import { createProgram } from "../../cli/program.ts"
import { ROOT } from "../../scripts/sources.ts"
import { CATALOGUE } from "./catalogue.ts"
import { RESERVED } from "./reserved.ts"
import { sample } from "./sample.ts"

const rows = CATALOGUE
const platform = codes.map(({ code }) => code as string)
const statusOfService = (code: string) =>
  [...services, sample].find(({ refusals }) => code in refusals)?.refusals[code]?.status

describe("rows", () => {
  it("have a number of their own", () => {
    const numbers = rows.map(({ row }) => row)
    expect(numbers.filter((one, i) => numbers.indexOf(one) !== i)).toEqual([])
    for (const number of numbers) expect(number).toMatch(/^[A-Z]\d\d[a-z]?$/)
  })

  it.each(rows.filter(({ code }) => code !== null))("$row has the status of $code", (row) => {
    const known = codeRow(row.code as Code) as ReturnType<typeof codeRow> | undefined
    const status = known === undefined ? statusOfService(row.code!) : known.status
    expect(status).toBeDefined()
    if (row.status !== null) expect(row.status).toBe(status)
    // A verdict ends with 1, whatever the code is elsewhere.
    if ("exit" in row && !row.row.startsWith("P")) expect(row.exit).toBe(known?.exit)
  })

  it.each(rows.filter((row) => "tested" in row))("$row is in $tested", ({ row, code, tested }) => {
    const text = readFileSync(join(ROOT, tested), "utf8")
    const number = new RegExp(`\\b${row.slice(0, 3)}\\b`)
    expect((code !== null && text.includes(code)) || number.test(text)).toBe(true)
  })
})

describe("codes", () => {
  const shown = new Set(rows.filter((row) => !("later" in row)).map(({ code }) => code))
  const later = new Set(rows.filter((row) => "later" in row).map(({ code }) => code))

  it("have a row, or a reason why nothing answers with them yet", () => {
    const known = (code: string) => [shown, RESERVED, later].some((codes) => codes.has(code))
    expect(platform.filter((code) => !known(code))).toEqual([])
  })

  it("of the reserved have no row, and each is of the table", () => {
    const wrong = (code: string) => shown.has(code) || !platform.includes(code)
    expect([...RESERVED.keys()].filter(wrong)).toEqual([])
  })

  it("advise no command that there is not", () => {
    const program = createProgram({} as Environment, () => {}, "0")
    const known = ["help", ...program.commands.map((command) => command.name())]
    for (const { hint } of codes) {
      for (const [, verb] of hint.matchAll(/concordat ([a-z-]+)/g)) expect(known).toContain(verb)
    }
  })
})
