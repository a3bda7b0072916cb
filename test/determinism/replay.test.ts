/**
 * One recorded chain, executed under many circumstances: every height gives the same app hash, log,
 * results and events. The record itself must reach every command and event of the services.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { SeededRandom } from "../../engines/testing/random.ts"
import { BLOCKS, circumstances, REFERENCE } from "./circumstances.ts"
import { quickly } from "./quickly.ts"
import { type Reached, recordChain, SERVICES } from "./record.ts"
import { compiled, difference, heightsOf, replay } from "./run.ts"

const SEED = Number(process.env["CONCORDAT_SEED"] ?? 2)
/** A record, a replay and three rooms to compile: minutes where other work shares the machine. */
const PREPARING_MS = 600_000

const all = circumstances(heightsOf(new SeededRandom(SEED), BLOCKS))
const folder = mkdtempSync(join(tmpdir(), "concordat-replay-"))
/** The record of so many of its blocks. */
const recordOf = (blocks: number) => join(folder, `${blocks}.json`)
let reached: Reached
let reference: readonly string[]

beforeAll(async () => {
  await quickly()
  const recorded = recordChain(SEED, BLOCKS)
  const { genesis, blocks } = recorded.chain
  for (const count of new Set([BLOCKS, ...all.map((each) => each.blocks ?? BLOCKS)])) {
    writeFileSync(recordOf(count), JSON.stringify({ genesis, blocks: blocks.slice(0, count) }))
  }
  reached = recorded.reached
  reference = await replay(recordOf(BLOCKS), REFERENCE)
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
  for (const circumstance of all) {
    const { name, node, blocks = BLOCKS } = circumstance
    it.skipIf(node === null)(`${name}: ${blocks} blocks`, async () => {
      const lines = await replay(recordOf(blocks), circumstance)
      expect(lines).toHaveLength(blocks + 1)
      expect(difference(lines, reference.slice(0, blocks + 1))).toBe(null)
    })
  }
})
