/**
 * `npm test [-- path…] [--fast]`: lint, types, dependencies, the compiled build, every test. The
 * last line is `N passed, N failed, N skipped`; the exit code is 0 only when nothing failed. With
 * paths, only the tests below them run.
 */
import { chromium } from "./chromium.ts"
import { cometbft } from "./cometbft.ts"
import { commandOf, runHere } from "./command.ts"
import type { Flags } from "./flags.ts"
import type { Found } from "./found.ts"
import { postgres } from "./postgres.ts"
import { prometheus } from "./prometheus.ts"
import { replayNodes } from "./replay-nodes.ts"
import { type Counts, sum } from "./test/count.ts"
import { begin, compiled, dependencies, lint, types } from "./test/steps.ts"
import { vitest } from "./test/vitest.ts"

const FLAGS: Flags = {
  fast: { about: "leave out the slow tests and run properties a tenth as often" },
}
const DESCRIBED = {
  line: "npm test -- [path…] [--fast]",
  about: "Runs the tests; all of them by default.",
  ...{ flags: FLAGS, words: true },
}

const test = commandOf(DESCRIBED, async ({ values, words }, write) => {
  const fast = values["fast"] === true
  const counts: Counts[] = []
  if (words.length === 0) {
    // Go takes a minute to build the engine on a new machine: it does so beside the steps before.
    const engine = fast ? null : cometbft()
    counts.push(await lint(), await types())
    if (engine !== null) {
      counts.push(await dependencies(), await compiled())
      counts.push(await needed("browser", chromium))
      counts.push(await needed("PostgreSQL", postgres))
      counts.push(await needed("Prometheus", prometheus))
      counts.push(await needed("Nodes of the replays", replayNodes))
      counts.push(await needed("CometBFT", () => engine))
    }
  }
  counts.push(await vitest(words, fast))
  const { passed, failed, skipped } = sum(counts)
  write(`${passed} passed, ${failed} failed, ${skipped} skipped\n`)
  return failed === 0 ? 0 : 1
})

/** Brings what some tests need; where it cannot come they are skipped, and say so. */
async function needed(name: string, bring: () => Found | Promise<Found>): Promise<Counts> {
  begin(name)
  const { path, missing } = await bring()
  process.stdout.write(`${path ?? missing}\n`)
  return { passed: path === null ? 0 : 1, failed: 0, skipped: path === null ? 1 : 0 }
}

await runHere(test)
