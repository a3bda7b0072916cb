/**
 * Judges mutants in the process in which all tests ran: each is switched on, and the tests that
 * reach its place run again, the quickest first, until one fails. Every step is a line of a file,
 * so that whoever waits can end a mutant that never comes back and go on behind it.
 */
import { appendFileSync, existsSync, readFileSync } from "node:fs"
import { type Noted, stryker, tests } from "./noted.ts"
import { verdictsOf } from "./verdicts.ts"

/** Where mutants are told, and where verdicts go; set by `command.ts`. */
export type Work = {
  readonly mutants: readonly string[]
  readonly verdicts: string
  /** Milliseconds of CPU of tests, as they took unaltered, that a mutant is worth. */
  readonly budgetMs: number
}

type Tell = (...words: readonly unknown[]) => void

/** More visits than so many times those of the unaltered test are an endless loop. */
const HITS_TIMES = 20
const HITS_MORE = 10_000
/** After so long without an answer a mutant hangs. */
const PATIENCE_MS = 20_000
const PATIENCE_TIMES = 20

/** Judges what no earlier process of this piece has judged; the verdicts are in the file. */
export async function judge(): Promise<void> {
  const work = JSON.parse(readFileSync(process.env["CONCORDAT_MUTANTS"]!, "utf8")) as Work
  const tell: Tell = (...words) => appendFileSync(work.verdicts, `${words.join(" ")}\n`)
  const done = verdictsOf(existsSync(work.verdicts) ? readFileSync(work.verdicts, "utf8") : "")
  tell("process", process.pid)
  const byMutant = reaching()
  for (const mutant of work.mutants) {
    if (done.has(mutant)) continue
    const able = byMutant.get(mutant) ?? []
    if (able.length === 0) {
      const seen = stryker.mutantCoverage?.static[mutant] !== undefined
      tell(seen ? "static" : "uncovered", mutant)
      continue
    }
    if ((await judged(mutant, able, work.budgetMs, tell)) === "poisoned") return
  }
  tell("end")
}

/** Every mutant's tests, the quickest first. */
function reaching(): ReadonlyMap<string, readonly Noted[]> {
  const byMutant = new Map<string, Noted[]>()
  for (const test of tests.toSorted((a, b) => a.ms - b.ms)) {
    for (const mutant of test.hits.keys()) {
      const known = byMutant.get(mutant)
      if (known === undefined) byMutant.set(mutant, [test])
      else known.push(test)
    }
  }
  return byMutant
}

async function passes({ run }: Noted): Promise<boolean> {
  try {
    await run()
    return true
  } catch {
    return false
  }
}

const known = new Map<Noted, boolean>()

/** Whether a test passes a second time too: others would kill by themselves. */
async function repeats(test: Noted): Promise<boolean> {
  const before = known.get(test)
  if (before !== undefined) return before
  const able = await passes(test)
  known.set(test, able)
  return able
}

async function judged(
  mutant: string,
  able: readonly Noted[],
  budgetMs: number,
  tell: Tell,
): Promise<"judged" | "poisoned"> {
  let spent = 0
  for (const test of able) {
    if (spent > 0 && spent + test.ms > budgetMs) break
    if (!(await repeats(test))) continue
    spent += test.ms
    tell("trying", mutant, Math.ceil(PATIENCE_MS + PATIENCE_TIMES * test.ms))
    Object.assign(stryker, {
      activeMutant: mutant,
      hitCount: 0,
      hitLimit: HITS_MORE + HITS_TIMES * test.hits.get(mutant)!,
    })
    const passed = await passes(test)
    stryker.activeMutant = undefined
    if (passed) continue
    tell("killed", mutant, test.name)
    // What a mutant left behind in the process must not kill for others: another one goes on.
    return (await passes(test)) ? "judged" : "poisoned"
  }
  tell(spent === 0 ? "uncovered" : "survived", mutant)
  return "judged"
}
