/** From `npm start` to a ledger that answers: a first start with its story, and a second one. */
import { spawn } from "node:child_process"
import { once } from "node:events"
import { join } from "node:path"
import { createInterface } from "node:readline"
import type { Bench, Measurement } from "../../scripts/bench/harness.ts"
import { ROOT } from "../../scripts/sources.ts"
import { inFolder } from "./folder.ts"

const MS_PER_SECOND = 1_000

/** Seconds by the clock until the ledger says that it is ready; then it is told to stop. */
async function untilReady(data: string): Promise<number> {
  const started = performance.now()
  const script = join(ROOT, "scripts/start.ts")
  const child = spawn(
    process.execPath,
    ["--conditions=source", script, "--port", "0", "--data", data],
    { cwd: ROOT, stdio: ["ignore", "pipe", "inherit"] },
  )
  const ended = once(child, "exit")
  for await (const line of createInterface({ input: child.stdout })) {
    if (line.startsWith("ready ")) break
  }
  const seconds = (performance.now() - started) / MS_PER_SECOND
  child.kill("SIGTERM")
  const [code] = await ended
  if (code !== 0) throw new Error(`it ended with exit code ${code}`)
  return seconds
}

const seconds = async (data: string): Promise<Measurement> => {
  const value = await untilReady(data)
  return { value, unit: "s", note: "by the clock, console built before" }
}

export const benches: readonly Bench[] = [
  {
    name: "start.first",
    about: "npm start on a clone that is installed: keys, genesis and a seeded story.",
    target: { value: 20, unit: "s", better: "less" },
    async run() {
      return inFolder(async (data) => {
        // The console is built once a clone, and is not what is asked here.
        await untilReady(join(data, "before"))
        return seconds(join(data, "first"))
      })
    },
  },
  {
    name: "start.again",
    about: "npm start on a ledger that is there.",
    async run() {
      return inFolder(async (data) => {
        await untilReady(data)
        return seconds(data)
      })
    },
  },
]
