/**
 * Faults on a running network of four, played by the verbs that an operator has, under load: what
 * the doctor says of each, and that the network goes on or halts as it must.
 */
import { copyFileSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { ensureKeys } from "@concordat/engines/cometbft"
import { systemDisk, systemRandom } from "@concordat/node"
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest"
import { needed } from "../../engines/cometbft/machine.testing.ts"
import { History } from "./history.ts"
import { Played } from "./played.ts"

/** Nothing here waits for a time to pass; whoever reaches this hangs. */
const HANG_MS = 120_000

const played = new Played()
let history: History

describe.skipIf(needed !== "")(`a network of four under load${needed}`, () => {
  beforeAll(async () => {
    await played.up()
    history = new History(played.urls)
  }, 2 * HANG_MS)
  afterAll(async () => {
    history?.abandon()
    await played.remove()
  }, HANG_MS)

  afterEach(async ({ task }) => {
    if (task.result?.state === "fail") await played.mend()
  }, HANG_MS)

  const rowOf = async (name: string) => (await played.doctor(name))[0]!.cause?.row

  it(
    "is idle, and the doctor says so of each node",
    async () => {
      for (const name of ["n1", "n4"]) expect(await played.untilRow(name, 13)).toMatchObject({})
      const [diagnosis] = await played.doctor("n2")
      expect(diagnosis!.checks.filter(({ ok }) => !ok)).toEqual([])
      await history.begin(played.dir)
      await history.grows()
    },
    HANG_MS,
  )

  it(
    "loses a node to kill -9: it goes on, and the doctor tells gone from starting",
    async () => {
      expect(await played.network("kill", "n3")).toMatchObject({ margin: 0, missing: ["interior"] })
      expect(await played.doctor("n3")).toMatchObject([
        { well: false, cause: { row: 2, command: "concordat network start n3" } },
      ])
      const [beside] = await played.doctor("n1")
      const peers = beside!.checks.find(({ name }) => name === "peers")
      expect(peers).toMatchObject({ ok: false, sentence: expect.stringContaining("interior (n3)") })
      await history.grows(10)
      let started = false
      const starting = played.network("start", "n3").then(() => {
        started = true
      })
      const rows = new Set<number | undefined>()
      while (!started) rows.add(await rowOf("n3"))
      await starting
      expect([...rows]).toContain(12)
    },
    HANG_MS,
  )

  it(
    "has a node paused: it goes on, and the node catches up when it is resumed",
    async () => {
      expect(await played.network("pause", "n4")).toMatchObject({ online: 3 })
      expect(await rowOf("n4")).toBe(2)
      await history.grows(10)
      expect(await played.network("resume", "n4")).toMatchObject({ online: 4 })
      await played.above("n4", await played.height("n1"))
    },
    HANG_MS,
  )

  it(
    "in two halves decides nothing, says who is missing, and goes on when healed",
    async () => {
      const cut = await played.network("partition", "n1,n2|n3,n4")
      expect(cut).toMatchObject({ online: 2, margin: -1, missing: ["interior", "health"] })
      expect(Object.keys(cut.faults)).toHaveLength(8)
      const [left, right] = await Promise.all([played.untilRow("n1", 5), played.untilRow("n3", 5)])
      expect(left.cause!.sign).toContain("20 of 40")
      expect(left.cause!.sign).toContain("Missing: health (n4), interior (n3).")
      expect(right.cause!.sign).toContain("Missing: education (n1), justice (n2).")
      const stands = await played.height("n1")
      await played.doctor("n2")
      expect(await played.height("n1")).toBe(stands)
      expect(await played.network("heal")).toMatchObject({ online: 4, faults: {} })
      await history.grows()
    },
    HANG_MS,
  )

  it(
    "goes on while nobody hears one of them",
    async () => {
      const { margin } = await played.network("partition", "n1|n2,n3,n4", "--one-way")
      expect(margin).toBe(0)
      await history.grows()
      await played.network("heal")
      await history.grows()
    },
    HANG_MS,
  )

  it(
    "has a node whose cable is pulled; plugged in, it is dialled and catches up",
    async () => {
      expect(await played.network("disconnect", "n2")).toMatchObject({ missing: ["justice"] })
      await history.grows()
      const stands = await played.height("n2")
      expect(await played.network("reconnect", "n2")).toMatchObject({ online: 4, faults: {} })
      await played.above("n2", stands)
    },
    HANG_MS,
  )

  it(
    "goes on over a slow and lossy line",
    async () => {
      await played.network("slow", "n4", "--delay", "100", "--drop", "5")
      await history.grows()
      expect(await played.network("heal")).toMatchObject({ faults: {} })
    },
    HANG_MS,
  )

  it(
    "turns a node with another node key away, and the doctor names its id",
    async () => {
      const key = join(played.places("n4").engine, "config", "node_key.json")
      const kept = readFileSync(key)
      const other = join(played.folder, "other")
      await ensureKeys(systemDisk, other, systemRandom)
      await played.network("kill", "n4")
      copyFileSync(join(other, "config", "node_key.json"), key)
      const starting = played.network("start", "n4").catch(() => {}) // It never catches up.
      const { cause } = await played.untilRow("n1", 6)
      expect(cause!.sign).toContain("health (n4)")
      await played.network("kill", "n4")
      await starting
      writeFileSync(key, kept)
      await played.network("start", "n4")
    },
    HANG_MS,
  )

  it(
    "does without a signer whose memory is of a later height, and the doctor names it",
    async () => {
      const state = join(played.places("n4").engine, "data", "priv_validator_state.json")
      await played.network("kill", "n4")
      const kept = readFileSync(state, "utf8")
      writeFileSync(state, JSON.stringify({ height: "1000000", round: 0, step: 0 }))
      await played.network("start", "n4")
      expect((await played.untilRow("n4", 10)).cause!.sign).toContain("1000000")
      await history.grows()
      await played.network("kill", "n4")
      writeFileSync(state, kept) // It signed nothing since.
      await played.network("start", "n4")
    },
    HANG_MS,
  )

  it.each(["flush.between-batches:2"])(
    "has a node end at %s, and comes back",
    async (at) => {
      await played.network("kill", "n3")
      process.env["CONCORDAT_CRASH"] = at
      await played.network("start", "n3").catch(() => {}) // It may have caught up before.
      await played.ended("n3")
      delete process.env["CONCORDAT_CRASH"]
      await played.network("start", "n3")
      await played.above("n3", await played.height("n1"))
    },
    HANG_MS,
  )
})
