/**
 * One recorded chain, executed under many circumstances: every height gives the same app hash, log,
 * results and events. The record itself must reach every command and event of the services.
 */
import { execFile } from "node:child_process"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { promisify } from "node:util"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { SeededRandom } from "../../engines/testing/random.ts"
import { ROOT } from "../../scripts/sources.ts"
import { runTool } from "../../scripts/tool.ts"
import { type Circumstance, circumstances, REFERENCE } from "./circumstances.ts"
import { type Reached, recordChain, SERVICES } from "./record.ts"

const SEED = Number(process.env["CONCORDAT_SEED"] ?? 1)
const BLOCKS = 600
const RESTARTS = 20
/** A record, a replay and three rooms to compile: minutes where other work shares the machine. */
const PREPARING_MS = 600_000
const OUTPUT_BYTES_MAX = 64 * 1024 * 1024

const random = new SeededRandom(SEED)
const restarts = Array.from({ length: RESTARTS }, () => 1 + random.below(BLOCKS))
const folder = mkdtempSync(join(tmpdir(), "concordat-replay-"))
const record = join(folder, "record.json")
let reached: Reached
let reference: readonly string[]

beforeAll(async () => {
  const recorded = recordChain(SEED, BLOCKS)
  writeFileSync(record, JSON.stringify(recorded.chain))
  reached = recorded.reached
  reference = await replay(REFERENCE)
  // Up to date after the compile step of `npm test`; alone, this test compiles what it needs.
  const code = await runTool("@typescript/native/bin/tsc", ["-b", "node/tsconfig.build.json"])
  if (code !== 0) throw new Error("kernel, services and node do not compile")
}, PREPARING_MS)

afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe(`the record of seed ${SEED} (CONCORDAT_SEED)`, () => {
  it("reaches every command and every event of the services", () => {
    const commands = SERVICES.flatMap((one) => Object.keys(one.commands).map((n) => [one.name, n]))
    const events = SERVICES.flatMap((one) =>
      Object.values(one.events).map((event) => [one.name, event.name]),
    )
    // It takes a proposal, and governance has no part in this record.
    reached.events.add("organisations.organisation_removed")
    const missing = (all: readonly (readonly string[])[], found: ReadonlySet<string>) =>
      all.map((parts) => parts.join(".")).filter((name) => !found.has(name))
    expect(missing(commands, reached.commands)).toEqual([])
    expect(missing(events, reached.events)).toEqual([])
    expect(reached.codes.size).toBeGreaterThan(40)
  })

  it("has a line a height, most of them with another app hash", () => {
    expect(reference).toHaveLength(BLOCKS + 1)
    const hashes = new Set(reference.map((line) => line.split(" ")[1]))
    expect(hashes.size).toBeGreaterThan(BLOCKS / 2)
  })
})

describe("the same lines", () => {
  for (const circumstance of circumstances(restarts.sort((left, right) => left - right))) {
    it.skipIf(circumstance.node === null)(circumstance.name, async () => {
      const lines = await replay(circumstance)
      const first = lines.findIndex((line, index) => line !== reference[index])
      expect(first === -1 ? null : { found: lines[first], expected: reference[first] }).toBe(null)
      expect(lines).toHaveLength(reference.length)
    })
  }
})

/** The lines that a process prints which replays the record under a circumstance. */
async function replay({ node, flags = [], env = {}, replay = {} }: Circumstance) {
  const script = join(ROOT, "test/determinism/replay.mjs")
  const { stdout } = await promisify(execFile)(
    node ?? process.execPath,
    [...flags, script, record, JSON.stringify(replay)],
    { env: { ...process.env, NODE_OPTIONS: "", ...env }, maxBuffer: OUTPUT_BYTES_MAX },
  )
  return stdout.trimEnd().split("\n")
}
