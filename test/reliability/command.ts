/**
 * What `npm run reliability:report` does: keeps a long run where one is told, and writes the table
 * of levels into RELIABILITY.md.
 */
import { appendFileSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { commandOf } from "../../scripts/command.ts"
import { FlagError, type Flags, type Parsed } from "../../scripts/flags.ts"
import { ROOT } from "../../scripts/sources.ts"
import { LEVELS, type LongRun } from "./levels.ts"
import { withTable } from "./report.ts"

const FLAGS: Flags = {
  level: { about: "of a run to keep", value: "LEVEL" },
  command: { about: "how it was run, with its seed", value: "TEXT" },
  figure: { about: "what it came to", value: "TEXT" },
}
const DESCRIBED = {
  line: "npm run reliability:report -- [--level LEVEL --command TEXT --figure TEXT]",
  about: "Writes the table of levels into RELIABILITY.md; with flags it keeps a long run first.",
  flags: FLAGS,
}
const PAGE = join(ROOT, "RELIABILITY.md")
const RUNS = join(ROOT, "test/reliability/runs.jsonl")
const DAY_LENGTH = "2026-01-01".length

/** The runs that are kept, the oldest first. */
export function keptRuns(): readonly LongRun[] {
  const lines = readFileSync(RUNS, "utf8").trim().split("\n")
  return lines.map((line) => JSON.parse(line) as LongRun)
}

/** The run that the flags tell; null where they tell none. Throws `FlagError`. */
function told(values: Parsed["values"]): LongRun | null {
  const { level, command: how, figure } = values
  if (level === undefined) return null
  if (!LEVELS.some((each) => each.level === level)) throw new FlagError(`No level ${level}.`)
  if (how === undefined || figure === undefined) {
    throw new FlagError("A run has a --command and a --figure.")
  }
  const date = new Date().toISOString().slice(0, DAY_LENGTH)
  const node = process.versions.node
  return { level: String(level), date, command: String(how), figure: String(figure), node }
}

/** Writes the table; the process's exit status. Throws `FlagError`. */
export const command = commandOf(DESCRIBED, async ({ values }, write) => {
  const run = told(values)
  if (run !== null) appendFileSync(RUNS, `${JSON.stringify(run)}\n`)
  writeFileSync(PAGE, withTable(readFileSync(PAGE, "utf8"), keptRuns()))
  write(`${PAGE} tells ${LEVELS.length} levels and ${keptRuns().length} long runs.\n`)
  return 0
})
