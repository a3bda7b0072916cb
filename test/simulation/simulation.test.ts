/**
 * Whole consortia in one thread, each from a seed: the real node on every machine, a model of the
 * engine between them, faults of every kind, and nothing that was promised is broken. Long runs:
 * `npm run simulate -- --seeds 1..2000`.
 */
import { describe, expect, it } from "vitest"
import { runs } from "../runs.ts"
import { command } from "./command.ts"
import { KEPT } from "./kept.ts"
import { EVERY_RUN, missed } from "./rare.ts"
import { told } from "./replayed-by.ts"
import { simulate } from "./simulate.ts"
import { Counters } from "./world/counters.ts"
import type { Given } from "./world/plan.ts"

/** Worlds of one run, and where a night's begin. */
const WORLDS = 4
const FIRST = BigInt(process.env["CONCORDAT_SEED"] ?? 16)
/** A long night is for long runs; so few worlds need more of some faults to come by all. */
const SHORT: Given = {
  ...{ nightMinutes: 1, clients: 3, byzantine: 80, lateVotes: 200, kills: 20, flushBlocks: 7 },
  ...{ joiner: true, deaf: 30, lostRounds: 300, upgrade: true, readModel: true, database: 30 },
}
const LONG_MS = 7_200_000

describe("worlds", () => {
  it(
    "keep what was promised, under faults of every kind, and visit what is rare",
    async () => {
      const counters = new Counters()
      for (let number = 0; number < runs(WORLDS); number++) {
        const given = number === 0 ? { ...SHORT, embedded: true, nodes: 1, joiner: false } : SHORT
        const result = await simulate({ seed: FIRST + BigInt(number), given })
        if (result.violation !== null) throw new Error(told(result, given))
        counters.take(result.counters)
      }
      expect(counters.of("full checks")).toBeGreaterThan(0)
      expect(missed(EVERY_RUN, (name) => counters.of(name))).toEqual([])
    },
    LONG_MS,
  )

  it.each(KEPT)("once found: $found", async ({ given, prepare, visits }) => {
    const result = await simulate({ seed: 16n, given, prepare })
    expect(result.violation, result.last.join("\n")).toBe(null)
    expect(result.counters.of(`sometimes: ${visits}`)).toBe(1)
  })

  it("are run by a command, which tells what they came to", async () => {
    const lines: string[] = []
    const args = ["--seeds", "7..8", "--nodes", "1", "--set", "blocks=10"]
    expect(await command(args, (text) => void lines.push(text))).toBe(0)
    expect(lines.join("")).toMatch(/2 worlds, 0 failed; \d+ blocks/)
    await expect(command(["--seeds", "one"], () => {})).rejects.toThrow("whole numbers")
    await expect(command(["--seeds", "9..8"], () => {})).rejects.toThrow("no seeds from 9 to 8")
    expect(await command(["--minutes", "0.0001"], () => {})).toBe(1)
    await expect(command(["--set", "wind=3"], () => {})).rejects.toThrow("wind=3")
    await expect(command(["--twice", "0"], () => {})).rejects.toThrow("--twice takes")
  })

  it("are the same for the same seed", async () => {
    const given = { nodes: 2, blocks: 12, readModel: true, database: 60 }
    const [one, two] = [await simulate({ seed: 7n, given }), await simulate({ seed: 7n, given })]
    expect(two.digest).toBe(one.digest)
    expect(two.last).toEqual(one.last)
    const other = await simulate({ seed: 8n, given })
    expect(other.digest).not.toBe(one.digest)
  })
})
