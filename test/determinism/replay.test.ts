/**
 * One recorded chain, executed under many circumstances: every height gives the same app hash, log,
 * results and events. The record itself must reach every command and event of the services.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { SeededRandom } from "../../engines/testing/random.ts"
import { circumstances, REFERENCE } from "./circumstances.ts"
import { type Reached, recordChain, SERVICES } from "./record.ts"
import { compiled, difference, heightsOf, replay } from "./run.ts"

const SEED = Number(process.env["CONCORDAT_SEED"] ?? 1)
const BLOCKS = 500
/** A record, a replay and three rooms to compile: minutes where other work shares the machine. */
const PREPARING_MS = 600_000

const heights = heightsOf(new SeededRandom(SEED), BLOCKS)
const folder = mkdtempSync(join(tmpdir(), "concordat-replay-"))
const record = join(folder, "record.json")
let reached: Reached
let reference: readonly string[]

beforeAll(async () => {
  const recorded = recordChain(SEED, BLOCKS)
  writeFileSync(record, JSON.stringify(recorded.chain))
  reached = recorded.reached
  reference = await replay(record, REFERENCE)
  await compiled()
}, PREPARING_MS)

afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe(`the record of seed ${SEED} (CONCORDAT_SEED)`, () => {
  it("reaches every command and every event of the services", () => {
    const commands = SERVICES.flatMap((one) => Object.keys(one.commands).map((n) => [one.name, n]))
    const events = SERVICES.flatMap((one) =>
      Object.values(one.events).map((event) => [one.name, event.name]),
    )
    // What takes another program, or another genesis, tests of governance and of the node reach.
    for (const name of ["upgrade_done", "recovered", "recovery_accepted"]) {
      reached.events.add(`governance.${name}`)
    }
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
  for (const circumstance of circumstances(heights)) {
    it.skipIf(circumstance.node === null)(circumstance.name, async () => {
      const lines = await replay(record, circumstance)
      expect(difference(lines, reference)).toBe(null)
    })
  }
})
