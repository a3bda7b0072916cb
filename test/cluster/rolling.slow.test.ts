/**
 * A rolling restart of a network of four under load: clients that go round all gateways notice
 * nothing, and what they were told is in the blocks of every node, at its height and once.
 */
import { readFileSync } from "node:fs"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { needed } from "../../engines/cometbft/machine.testing.ts"
import { runHistory } from "../history/run.ts"
import { History } from "./history.ts"
import { Played } from "./played.ts"

/** Nothing here waits for a time to pass; whoever reaches this hangs. */
const HANG_MS = 180_000
/** Transactions and readings of the outsiders. */
const OPERATIONS = 1_500

const played = new Played()
let history: History

const processes = async () => {
  const { nodes } = await played.network("status")
  return nodes.map((node) => node.process)
}

describe.skipIf(needed !== "")(`a network of four${needed}`, () => {
  beforeAll(async () => {
    await played.up()
    history = new History(played.urls)
    await history.begin(played.dir)
    await history.grows()
  }, HANG_MS)
  afterAll(async () => {
    history?.abandon()
    await played.remove()
  }, HANG_MS)

  it.each(["n1", "n2", "n3", "n4"])(
    "goes on while %s ends in good order and starts again",
    async (name) => {
      const before = await processes()
      const told = history.acknowledged.length
      expect(await played.network("restart", name)).toMatchObject({ online: 4, margin: 1 })
      expect(history.acknowledged.length).toBeGreaterThan(told)
      const changed = (await processes()).map((pid, index) => pid !== before[index])
      expect(changed).toEqual(before.map((_, index) => `n${index + 1}` === name))
      const lines = readFileSync(played.places(name).log, "utf8")
      expect(lines).toContain('"signal":"SIGTERM"')
      expect(lines).not.toContain('"level":"error"')
    },
    HANG_MS,
  )

  it(
    "ends no node without which nothing would be decided, and starts the one that is missing",
    async () => {
      await played.network("kill", "n3")
      const before = await processes()
      for (const one of [[], ["n1"]]) {
        await expect(played.network("restart", ...one)).rejects.toThrow(/engine_stalled.*interior/)
      }
      expect(await processes()).toEqual(before)
      expect(await played.network("restart", "n3")).toMatchObject({ online: 4, missing: [] })
    },
    HANG_MS,
  )

  it(
    "failed no request; what was told is on every node, at its height and once",
    async () => {
      await history.end()
      expect(history.failures).toEqual([])
      const tip = await played.height("n1")
      for (const name of ["n2", "n3", "n4"]) await played.above(name, tip - 1n)
      expect(await history.faults(played.urls)).toEqual([])
    },
    HANG_MS,
  )

  it(
    "loses a node to kill -9 while outsiders pay, hold and read at all four: linearizable",
    async () => {
      let killed: Promise<unknown> | null = null
      const { faults, counts } = await runHistory({
        ...{ seed: 1, operations: OPERATIONS, nodes: played.urls.map((url) => () => url) },
        onProgress(left) {
          if (left > OPERATIONS / 2) return
          killed ??= played.network("kill", "n3").then(() => played.network("start", "n3"))
        },
      })
      await killed
      expect(faults.slice(0, 5)).toEqual([])
      for (const what of ["placed", "read", "sent twice at once"]) {
        expect(counts.get(what), what).toBeGreaterThan(0)
      }
    },
    HANG_MS,
  )
})
