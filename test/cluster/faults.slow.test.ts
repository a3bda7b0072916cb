/**
 * Faults on a running network of four, played by the verbs that an operator has, under load: what
 * the doctor says of each, and that the network goes on or halts as it must.
 */
import { copyFileSync, readdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { ensureKeys } from "@concordat/engines/cometbft"
import { SeededRandom } from "@concordat/engines/testing"
import { systemDisk, systemRandom } from "@concordat/node"
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest"
import { planIn } from "../../cli/network/plan.ts"
import { freePort, needed } from "../../engines/cometbft/machine.testing.ts"
import { runs } from "../runs.ts"
import { History } from "./history.ts"
import { Played } from "./played.ts"
import { noPrometheus, Prometheus } from "./prometheus.ts"
import { Stranger } from "./stranger.ts"
import { soon } from "./world.ts"

/** Nothing here waits for a time to pass; whoever reaches this hangs. */
const HANG_MS = 120_000

const MINUTE = 60_000
const AHEAD = 10 * MINUTE
const BEHIND = 8 * MINUTE
/** Age of the genesis: an engine whose clock is of before it waits for it, and shows nothing. */
const AGE = 9 * MINUTE
const SEED = Number(process.env["CONCORDAT_SEED"] ?? Date.now() % 2 ** 32)
const REPEAT = `CONCORDAT_SEED=${SEED}`
/** Where a node of a network may be killed while it works, the second time that it comes there. */
const CRASHES = [
  ...["flush.between-batches", "finalize.before", "finalize.after", "commit.before"],
  ...["commit.after", "flush.begin", "flush.end", "snapshot.chunk", "snapshot.rename"],
  ...["collector.header", "collector.commit"],
].map((point) => `${point}:2`)
/** Fail points of the engine in one height. */
const ENGINE_POINTS = 11

/** Both kinds in pairs: one drawn by the seed, or with more runs than usual all of them. */
function pairsOf(seed: number): (readonly [string, number])[] {
  const engine = Array.from({ length: ENGINE_POINTS }, (_, point) => point)
  if (runs(1) > 1) return CRASHES.flatMap((at) => engine.map((point) => [at, point] as const))
  const random = new SeededRandom(seed)
  return [[CRASHES[random.below(CRASHES.length)]!, random.below(ENGINE_POINTS)]]
}

/** Of the ten ports of a node, where operators ask. */
const ADMIN_OFFSET = 2
/** Strangers that keep a link: more than a node takes; and what it may hold for them. */
const SLOW = 200
const HELD_MAX = 60

const played = new Played()
let history: History
let stranger: Stranger | null = null
let looking: Prometheus | null = null

/** Files and links that the engine of a node holds. */
function open(name: string): number {
  const pid = readFileSync(join(played.places(name).engine, "engine.pid"), "utf8")
  return readdirSync(`/proc/${pid}/fd`).length
}

describe.skipIf(needed !== "")(`a network of four under load${needed}`, () => {
  beforeAll(async () => {
    await played.up(AGE)
    history = new History(played.urls)
  }, 2 * HANG_MS)
  afterAll(async () => {
    history?.abandon()
    stranger?.leave()
    await looking?.end()
    await played.remove()
  }, HANG_MS)

  afterEach(async ({ task }) => {
    if (task.result?.state !== "fail") return
    process.stderr.write(`${task.name}: ${played.said}\n${played.links}\n`)
    await played.mend()
  }, HANG_MS)

  const rowOf = async (name: string) => (await played.doctor(name))[0]!.cause?.row

  it(
    "is idle, and the doctor says so of each node",
    async () => {
      try {
        for (const name of ["n1", "n4"]) expect(await played.untilRow(name, 13)).toMatchObject({})
        // Two that have just started may dial each other a second time before they are linked.
        while ((await played.doctor("n2"))[0]!.checks.some(({ ok }) => !ok)) await soon()
      } finally {
        // All that follows needs the load.
        await history.begin(played.dir)
      }
      await history.grows()
    },
    HANG_MS,
  )

  it(
    "is looked at by Prometheus, which finds all four well",
    async ({ skip }) => {
      if (noPrometheus !== null) return skip(noPrometheus)
      const targets = planIn(played.dir).nodes.map(({ peers }) => {
        return `127.0.0.1:${Number(peers.split(":")[1]) + ADMIN_OFFSET}`
      })
      looking = new Prometheus(join(played.folder, "prometheus"), await freePort(), targets)
      await looking.holds('count(up{job="concordat"} == 1) == 4')
      await looking.holds("count(cometbft_consensus_height and on (instance) up) == 4")
      // A vote that came after its block was decided raises one until the next block.
      while ((await looking.raised()).length > 0) await soon()
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
      await looking?.untilRaised("ConcordatQuorumMargin")
      let started = false
      const starting = played.network("start", "n3").then(() => {
        started = true
      })
      const rows = new Set<number | undefined>()
      while (!started) rows.add(await rowOf("n3"))
      await starting
      expect([...rows]).toContain(12)
      await looking?.holds("min(concordat_quorum_margin) > 0")
      await looking?.end()
      looking = null
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

  it(
    "is dialled by strangers that send garbage, too much or nothing, and by a flood of them",
    async () => {
      const before = open("n1")
      stranger = new Stranger(Number(planIn(played.dir).nodes[0]!.peers.split(":")[1]))
      await stranger.garbage()
      await stranger.oversized()
      await stranger.flood(500)
      stranger.slow(SLOW)
      await history.grows(10)
      expect(open("n1") - before).toBeLessThan(HELD_MAX)
      expect(await played.network("status")).toMatchObject({ online: 4, missing: [] })
    },
    HANG_MS,
  )

  it(
    "has a node whose clock is minutes ahead, then behind: it is named, the others go on",
    async () => {
      await played.network("kill", "n4")
      played.startShifted("n4", AHEAD)
      expect((await played.untilRow("n4", 4)).cause!.sign).toContain("ahead of")
      await played.above("n4", await played.height("n1"))
      await history.grows()
      expect(Math.abs((await played.blockTime("n1")) - Date.now())).toBeLessThan(MINUTE)

      await played.network("kill", "n4")
      played.startShifted("n4", -BEHIND)
      const stopped = await played.untilRow("n4", 1)
      expect(stopped.cause!.sign).toContain("too far in the future")
      expect(stopped.cause!.command).toBe("timedatectl status")
      await history.grows()

      await played.network("kill", "n4").catch(() => {}) // It may have ended by itself.
      await played.network("start", "n4")
      await played.above("n4", await played.height("n1"))
    },
    HANG_MS,
  )

  it(
    "has ended the links of all strangers, and is linked with its peers",
    async () => {
      while (stranger!.open > 0) await soon()
      for (let peers = 0; peers < 3; await soon()) {
        peers = (await played.network("status")).nodes[0]!.peers ?? 0
      }
    },
    HANG_MS,
  )

  it.each(pairsOf(SEED))(
    `has a node end at %s, or before it its engine at fail point %i, and comes back (${REPEAT})`,
    async (at, point) => {
      await played.network("kill", "n3")
      process.env["CONCORDAT_CRASH"] = at
      process.env["FAIL_TEST_INDEX"] = String(point)
      await played.network("start", "n3").catch(() => {}) // It may have caught up before.
      await played.ended("n3")
      delete process.env["CONCORDAT_CRASH"]
      delete process.env["FAIL_TEST_INDEX"]
      await played.network("start", "n3")
      await played.above("n3", await played.height("n1"))
    },
    HANG_MS,
  )

  it(
    "has lost nothing that was acknowledged, and has it once",
    async () => {
      await history.end()
      expect(history.acknowledged.length).toBeGreaterThan(10)
      expect(await history.faults()).toEqual([])
    },
    HANG_MS,
  )
})
