/**
 * `npm test [-- path…] [--fast]`: lint, types, dependencies, the compiled build, every test. The
 * last line is `N passed, N failed, N skipped`; the exit code is 0 only when nothing failed. With
 * paths, only the tests below them run.
 */
import { chromium } from "./chromium.ts"
import { FlagError, type Flags, parseFlags, usage } from "./flags.ts"
import type { Counts } from "./test/count.ts"
import { begin, compiled, dependencies, lint, types } from "./test/steps.ts"
import { vitest } from "./test/vitest.ts"

const FLAGS: Flags = {
  fast: { about: "leave out the slow tests and run properties a tenth as often" },
  help: { about: "print this" },
}
const USAGE = usage(
  "npm test -- [path…] [--fast]",
  "Runs the tests; all of them by default.",
  FLAGS,
)

async function main(): Promise<number> {
  const { values, words } = parseFlags(FLAGS, process.argv.slice(2))
  if (values["help"]) {
    process.stdout.write(USAGE)
    return 0
  }
  const fast = values["fast"] === true
  const counts: Counts[] = []
  if (words.length === 0) {
    counts.push(await lint(), await types())
    if (!fast) counts.push(await dependencies(), await compiled(), await browser())
  }
  counts.push(await vitest(words, fast))
  const total = (key: keyof Counts) => counts.reduce((sum, each) => sum + each[key], 0)
  const failed = total("failed")
  process.stdout.write(`${total("passed")} passed, ${failed} failed, ${total("skipped")} skipped\n`)
  return failed === 0 ? 0 : 1
}

/** Brings the browser that the browser tests drive; without one they are skipped, and say so. */
async function browser(): Promise<Counts> {
  begin("browser")
  const found = await chromium()
  process.stdout.write(`${found.path ?? found.missing}\n`)
  return found.path === null
    ? { passed: 0, failed: 0, skipped: 1 }
    : { passed: 1, failed: 0, skipped: 0 }
}

try {
  process.exitCode = await main()
} catch (error) {
  if (!(error instanceof FlagError)) throw error
  process.stderr.write(`${error.message}\n`)
  process.exitCode = 2
}
