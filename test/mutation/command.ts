/**
 * What `npm run mutate -- [FILES]` does: alters the kernel in every way that StrykerJS's
 * instrumenter knows, and tells which alterations no test of the inner loop notices. Those that
 * nobody could notice are kept with their reason in `survivors.ts`; any other makes the command
 * fail.
 */
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { commandOf } from "../../scripts/command.ts"
import { FlagError, type Flags, positiveNumber } from "../../scripts/flags.ts"
import { judgeAll } from "./process.ts"
import { report } from "./report.ts"
import { kernelFiles, openWorkshop } from "./workshop.ts"

const FLAGS: Flags = {
  seconds: { about: "tests that one mutant is worth, default 3", value: "N" },
  minutes: { about: "stops judging after so long, default 60", value: "N" },
}
const DESCRIBED = {
  line: "npm run mutate -- [FILES] [--seconds N] [--minutes N]",
  about: "Alters the kernel's files whose path contains one of FILES; lists what no test notices.",
  ...{ flags: FLAGS, words: true },
}
const MS_A_SECOND = 1_000
const MS_A_MINUTE = 60_000

/** Judges the files that `args` name; the process's exit status. Throws `FlagError`. */
export const command = commandOf(DESCRIBED, async ({ values, words }, write) => {
  const budgetMs = positiveNumber(values, "seconds", 3) * MS_A_SECOND
  const limitMs = positiveNumber(values, "minutes", 60) * MS_A_MINUTE
  const all = kernelFiles()
  const paths = words.length === 0 ? all : all.filter((path) => words.some((w) => path.includes(w)))
  if (paths.length === 0) throw new FlagError(`No file of the kernel is named like ${words}.`)
  const home = mkdtempSync(join(tmpdir(), "concordat-mutation-"))
  try {
    const workshop = await openWorkshop(home, paths)
    write(`${workshop.mutants.length} mutants of ${paths.length} files\n`)
    const verdicts = await judgeAll(workshop, budgetMs, limitMs, write)
    return report(workshop.mutants, verdicts, write)
  } finally {
    rmSync(home, { recursive: true, force: true })
  }
})
