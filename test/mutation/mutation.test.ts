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

it("what was not judged, and where nothing was, fails the run and is no share", () => {
  const mutants = ["0", "1"].map((id) => mutant(id, `change ${id}`))
  expect(told("killed 0\nstatic 1\n", mutants).status).toBe(0)
  expect(told("killed 0\n", mutants)).toMatchObject({
    status: 1,
    text: expect.stringContaining("100.0 % of 1 mutants found, 0 more explained, 1 not judged"),
  })
  for (const none of [told("", []), told("static 0\nstatic 1\n", mutants)]) {
    expect(none.status).toBe(1)
    expect(none.text).toContain("– of 0 mutants found")
    expect(none.text).not.toContain("NaN")
  }
})

it("an explanation fails the run where its change is found, or is not there any more", () => {
  const examine = { ...mutant("0", "true"), fileName: "kernel/execution/examine.ts" }
  const { status, text } = told("killed 0\n", [examine])
  expect(status).toBe(1)
  expect(text).toContain("no survivor kernel/execution/examine.ts: if (verdicts.signature(")
  expect(text).not.toContain("kernel/trie/verify.ts")
})

it("the command wants a file of the kernel, and a number of minutes", async () => {
  await expect(command(["no-such-file"], () => {})).rejects.toThrow("named like no-such-file")
  await expect(command(["--minutes", "none"], () => {})).rejects.toThrow("above 0")
})
