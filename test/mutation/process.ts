/** Runs the judging processes one after another: a new one goes on behind a mutant that hung. */
import { type ChildProcess, spawn } from "node:child_process"
import { appendFileSync, existsSync, readFileSync, statSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { setTimeout } from "node:timers/promises"
import { ROOT } from "../../scripts/sources.ts"
import type { Work } from "./judge.ts"
import { progressOf, type Verdict, verdictsOf } from "./verdicts.ts"
import type { Workshop } from "./workshop.ts"

const LOOK_MS = 500
/** Processes that may end without one verdict more. */
const FRUITLESS_MAX = 2

/** All verdicts that came within `limitMs`. */
export async function judgeAll(
  { folder, mutants }: Workshop,
  budgetMs: number,
  limitMs: number,
  write: (text: string) => void,
): Promise<ReadonlyMap<string, Verdict>> {
  const [mutantsFile, verdicts] = [join(folder, "mutants.json"), join(folder, "verdicts")]
  const work: Work = { mutants: mutants.map(({ id }) => id), verdicts, budgetMs }
  writeFileSync(mutantsFile, JSON.stringify(work))
  writeFileSync(verdicts, "")
  const until = performance.now() + limitMs
  const read = () => readFileSync(verdicts, "utf8")
  let fruitless = 0
  while (!progressOf(read()).ended && performance.now() < until) {
    const before = verdictsOf(read()).size
    const output = await oneProcess(folder, mutantsFile, verdicts, until)
    const judged = verdictsOf(read()).size
    write(`  ${judged} of ${mutants.length} judged\n`)
    fruitless = judged === before ? fruitless + 1 : 0
    if (fruitless > FRUITLESS_MAX) throw new Error(`no verdicts come: ${output.slice(-2_000)}`)
  }
  return verdictsOf(read())
}

/** Lives until it has judged all, a mutant hangs, or time is up; what it said. */
async function oneProcess(folder: string, mutants: string, verdicts: string, until: number) {
  const vitest = join(ROOT, "node_modules/vitest/vitest.mjs")
  const config = join(ROOT, "test/mutation/vitest.config.ts")
  const args = ["--conditions=source", vitest, "run", "--root", folder, "--config", config]
  const child = spawn(process.execPath, args, {
    cwd: folder,
    env: { ...process.env, CONCORDAT_FAST: "1", CONCORDAT_MUTANTS: mutants },
    stdio: ["ignore", "pipe", "pipe"],
  })
  let output = ""
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk) => {
      output += chunk
    })
  }
  const ended = new Promise<"ended">((resolve) => child.once("close", () => resolve("ended")))
  while ((await Promise.race([ended, setTimeout(LOOK_MS, "looking")])) !== "ended") {
    if (performance.now() > until) end(child, verdicts)
    else endIfHung(child, verdicts)
  }
  return output
}

function endIfHung(child: ChildProcess, verdicts: string): void {
  if (!existsSync(verdicts)) return
  const { trying } = progressOf(readFileSync(verdicts, "utf8"))
  const quietMs = Date.now() - statSync(verdicts).mtimeMs
  if (trying === null || quietMs < trying.patienceMs) return
  appendFileSync(verdicts, `hung ${trying.mutant}\n`)
  end(child, verdicts)
}

function end(child: ChildProcess, verdicts: string): void {
  const { pid } = progressOf(readFileSync(verdicts, "utf8"))
  child.kill("SIGKILL")
  try {
    if (pid !== null) process.kill(pid, "SIGKILL")
  } catch {
    // It was gone already.
  }
}
