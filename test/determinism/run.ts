/** Runs the replays: one process a circumstance, whose lines are compared with the reference's. */
import { execFile } from "node:child_process"
import { join } from "node:path"
import { promisify } from "node:util"
import type { SeededRandom } from "../../engines/testing/random.ts"
import { ROOT } from "../../scripts/sources.ts"
import { runTool } from "../../scripts/tool.ts"
import type { Circumstance, Heights } from "./circumstances.ts"

const RESTARTS = 20
const SOME = 3
const OUTPUT_BYTES_MAX = 64 * 1024 * 1024
/** Whoever replays longer hangs, also a night's record without a compiler. */
const HANG_MS = 3_600_000

/** Heights of a record of so many blocks, by chance. */
export function heightsOf(random: SeededRandom, blocks: number): Heights {
  const some = (count: number) => {
    const found = Array.from({ length: count }, () => 1 + random.below(blocks))
    return found.sort((left, right) => left - right)
  }
  return { restarts: some(RESTARTS), some: some(SOME) }
}

/** Compiles what compiled replays run; up to date after the compile step of `npm test`. */
export async function compiled(): Promise<void> {
  const code = await runTool("@typescript/native/bin/tsc", ["-b", "node/tsconfig.build.json"])
  if (code !== 0) throw new Error("kernel, services and node do not compile")
}

/** The lines that a process prints which replays a record under a circumstance. */
export async function replay(record: string, circumstance: Circumstance) {
  const { node, flags = [], env = {}, stored } = circumstance
  const [program, told] =
    stored === undefined ? ["replay.mjs", circumstance.replay ?? {}] : ["stored.ts", stored]
  const script = join(ROOT, "test/determinism", program)
  const { stdout } = await promisify(execFile)(
    node ?? process.execPath,
    [...flags, script, record, JSON.stringify(told)],
    {
      env: { ...process.env, NODE_OPTIONS: "", ...env },
      ...{ maxBuffer: OUTPUT_BYTES_MAX, timeout: HANG_MS, killSignal: "SIGKILL" },
    },
  )
  return stdout.trimEnd().split("\n")
}

/** The first line that is another; null where there is none. A node tells fewer words of a line. */
export function difference(lines: readonly string[], reference: readonly string[]) {
  const first = reference.findIndex((line, index) => {
    const found = lines[index]
    return found === undefined || (line !== found && !line.startsWith(`${found} `))
  })
  if (first === -1) return null
  return { height: first, found: lines[first], expected: reference[first] }
}
