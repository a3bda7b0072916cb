/**
 * What `npm run mutate` makes of verdicts; the mutants themselves are made and judged by the
 * command alone.
 */
import { expect, it } from "vitest"
import { command } from "./command.ts"
import { nameOf, report } from "./report.ts"
import { progressOf, verdictsOf } from "./verdicts.ts"
import type { Mutant } from "./workshop.ts"

const LINES = "process 7\ntrying 0 100\nkilled 0 a test\ntrying 1 250\n"

/** A change of the word `const` in the kernel's first constant. */
function mutant(id: string, replacement: string): Mutant {
  const place = { start: { line: 11, column: 7 }, end: { line: 11, column: 20 } }
  const fileName = "kernel/limits.ts"
  return { id, fileName, mutatorName: "Sample", replacement, location: place }
}

function told(verdicts: string, mutants: readonly Mutant[]) {
  const lines: string[] = []
  const status = report(mutants, verdictsOf(verdicts), (text) => void lines.push(text))
  return { status, text: lines.join("") }
}

it("the file between both processes tells verdicts and how far the judge is", () => {
  expect([...verdictsOf(`${LINES}hung 1\nsurvived 2\n`)]).toEqual([
    ["0", "killed"],
    ["1", "hung"],
    ["2", "survived"],
  ])
  expect(progressOf("")).toEqual({ pid: null, trying: null, ended: false })
  expect(progressOf(LINES)).toEqual({
    pid: 7,
    trying: { mutant: "1", patienceMs: 250 },
    ended: false,
  })
  expect(progressOf(`${LINES}end\n`)).toMatchObject({ pid: 7, trying: null, ended: true })
})

it("a mutant is named by its line, not by the line's number", () => {
  expect(nameOf(mutant("0", "other"))).toBe(
    "kernel/limits.ts: export const EXPIRY_AHEAD_MS_MAX = 900_000 | const EXPIRY_ => other",
  )
})

it("a survivor that nobody explained fails the run and is named", () => {
  const mutants = ["0", "1", "2", "3"].map((id) => mutant(id, `change ${id}`))
  const found = told("killed 0\nhung 1\nsurvived 2\nstatic 3\n", mutants)
  expect(found.status).toBe(1)
  expect(found.text).toContain(" 66.7 % kernel/limits.ts: killed 1, hung 1, survived 1, static 1")
  expect(found.text).toContain("survived 12 kernel/limits.ts: export const EXPIRY")
  expect(found.text).toContain("66.7 % of 3 mutants found")
  expect(told("killed 0\nhung 1\nkilled 2\n", mutants.slice(0, 3)).status).toBe(0)
})

it("the command wants a file of the kernel, and a number of minutes", async () => {
  await expect(command(["no-such-file"], () => {})).rejects.toThrow("named like no-such-file")
  await expect(command(["--minutes", "none"], () => {})).rejects.toThrow("above 0")
})
