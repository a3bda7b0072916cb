/**
 * Snapshots of a node: written beside its work, kept, served, and taken by a joiner that goes on
 * with equal roots; whatever is wrong has its answer, and a stop at any point leaves nothing half.
 */
import { onPerturb, type Point } from "@concordat/engines/perturb"
import { SeededRandom, type TestDisk } from "@concordat/engines/testing"
import { defineRuntime, service, toHex } from "@concordat/kernel"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import type { Ledger } from "../ledger.ts"
import { silentLog } from "../log/log.ts"
import { MemoryStore } from "../store/memory-store.ts"
import {
  dropOf,
  openNode,
  quiet,
  send,
  type TestWorld,
  testWorld,
  writeOf,
} from "../testing/node.testing.ts"
import { services } from "../testing/notes.testing.ts"
import { Joiner, type Served, served } from "./joiner.testing.ts"
import { Shelf } from "./shelf.ts"

const FOLDER = "/data/snapshots"

let world: TestWorld
let ledger: Ledger
beforeEach(async () => {
  world = testWorld()
  ledger = await openNode(world)
})
afterEach(async () => {
  onPerturb(null)
  await ledger.close()
})

/** The power goes when a point is reached. */
function stopAt(point: Point): void {
  onPerturb((reached) => {
    if (reached === point) throw new Error(`power cut at ${point}`)
  })
}

/** Some rows, some gone again, some ids; then a snapshot of it. */
async function snapshotOf(count = 12): Promise<Served> {
  for (let i = 0; i < count; i++) await send(world, ledger, writeOf(`note-${i}`, "w".repeat(i)))
  await send(world, ledger, dropOf("note-1"))
  await quiet(ledger)
  await ledger.makeSnapshot()
  return served(world, ledger)
}

describe("a snapshot", () => {
  it("S9: taken by a joiner gives the same root, and the blocks that follow do", async () => {
    const snapshot = await snapshotOf()
    const joiner = await new Joiner(world).start()
    expect(await joiner.take(snapshot)).toEqual(["accept", "accept"])
    expect(toHex((await joiner.executor.info()).appHash)).toBe(ledger.status().appHash)
    for (let i = 0; i < 5; i++) await send(world, ledger, writeOf("later"), writeOf(`note-${i}`))
    await quiet(ledger)
    await joiner.follow(ledger)
    expect(joiner.executor.state.appHash).toBe(ledger.status().appHash)
    expect(joiner.executor.eventLog.root()).toHaveLength(32)
  })

  it("is the same bytes on a joiner, which has none of the blocks before", async () => {
    const snapshot = await snapshotOf()
    const joiner = await new Joiner(world).start()
    await joiner.take(snapshot)
    const begun = await joiner.snapshots.begin()
    expect(await begun!.made).toEqual(snapshot.summary)
  })

  it("of a joiner opened again is the same state, also after more blocks", async () => {
    const snapshot = await snapshotOf()
    const joiner = await new Joiner(world).start()
    await joiner.take(snapshot)
    await send(world, ledger, writeOf("later"))
    await quiet(ledger)
    await joiner.follow(ledger)
    await joiner.executor.writes.drain()
    await joiner.start()
    expect(joiner.executor.state.appHash).toBe(ledger.status().appHash)
    expect(joiner.executor.origin?.height).toBe(snapshot.summary.height)
    await send(world, ledger, writeOf("later"))
    await quiet(ledger)
    await joiner.follow(ledger)
    expect(joiner.executor.state.appHash).toBe(ledger.status().appHash)
  })

  it("is written every so many blocks, the newest two are kept, and found again", async () => {
    await ledger.close()
    ledger = await openNode(world, { snapshotEvery: 10 })
    for (let i = 0; i < 18; i++) await send(world, ledger, writeOf("again"))
    await quiet(ledger)
    await ledger.close()
    ledger = await openNode(world)
    const heights = (await ledger.snapshots()).map(({ height }) => height)
    const tip = ledger.status().height
    const last = tip - (tip % 10n)
    expect(heights).toEqual([last, last - 10n])
    expect(await world.disk.list(FOLDER)).toHaveLength(2)
  })

  it("asked for twice at one height is one; node_busy while another is written", async () => {
    await snapshotOf(3)
    const again = ledger.makeSnapshot()
    await expect(ledger.makeSnapshot()).rejects.toMatchObject({ code: "node_busy" })
    const [only] = await ledger.snapshots()
    expect(await again).toEqual(only)
  })
})

describe("a program that cannot run the state", () => {
  it("takes nothing of it: the next start finds an empty store", async () => {
    const snapshot = await snapshotOf()
    const joiner = new Joiner(world)
    const newcomer = service({ name: "newcomer", version: 1, about: "New with an upgrade" })
    joiner.program = defineRuntime([...services, newcomer])
    await joiner.start()
    expect(await joiner.take(snapshot)).toEqual(["accept", "abort"])
    expect(await joiner.load()).toBeNull()
  })
})

describe("what was damaged", () => {
  it.each(["chunks", "summary"])(
    "in the file of %s is served to nobody, and named",
    async (file) => {
      const { summary } = await snapshotOf(3)
      const [name] = await world.disk.list(FOLDER)
      const path = `${FOLDER}/${name}/${file}`
      ;(world.disk as TestDisk).flip(path, 999)
      const named: unknown[] = []
      const log = { ...silentLog, error: (code: string) => void named.push(code) }
      const shelf = await Shelf.open(world.disk, FOLDER, log)
      expect(await shelf.load(summary.height, 1, 0)).toBeNull()
      expect(shelf.list()).toEqual([])
      expect(named).toEqual(["snapshot_damaged"])
    },
  )

  it("is not looked for where there is nothing of the kind", async () => {
    const { summary } = await snapshotOf(3)
    const shelf = await Shelf.open(world.disk, FOLDER, silentLog)
    expect(await shelf.load(summary.height, 2, 0)).toBeNull()
    expect(await shelf.load(summary.height, 1, 99)).toBeNull()
    expect(await shelf.load(1n, 1, 0)).toBeNull()
  })
})

describe("an offer", () => {
  it("of another form, or of digests that fit nothing, is refused by kind", async () => {
    const { offer } = await snapshotOf(3)
    const { snapshot } = offer
    const joiner = await new Joiner(world).start()
    const said = (says: object) =>
      joiner.snapshots.offer({ ...offer, snapshot: { ...snapshot, ...says } })
    expect(await said({ format: 2 })).toBe("reject_format")
    expect(await said({ chunks: 1_000_000 })).toBe("reject_sender")
    expect(await said({ hash: new Uint8Array(32) })).toBe("reject_sender")
    expect(await joiner.snapshots.apply(0, new Uint8Array())).toBe("retry_snapshot")
  })

  it("is taken anew in the middle, and after it was finished", async () => {
    const snapshot = await snapshotOf()
    const joiner = await new Joiner(world).start()
    await joiner.snapshots.offer(snapshot.offer)
    expect(await joiner.take(snapshot)).toEqual(["accept", "accept"])
    expect(await joiner.take(snapshot)).toEqual(["accept", "accept"])
    expect((await joiner.load())?.head.appHash).toBe(ledger.status().appHash)
  })

  it("makes away with what was there, so that nothing of it is used again", async () => {
    const first = await snapshotOf(3)
    const joiner = await new Joiner(world).start()
    await joiner.take(first)
    await joiner.snapshots.offer(first.offer)
    expect((await joiner.executor.info()).height).toBe(0n)
    expect(await joiner.load()).toBeNull()
  })
})

describe("the oracle of call orders", () => {
  it("tells a chunk without an offer, a block before the last chunk or before info", async () => {
    const snapshot = await snapshotOf(3)
    await send(world, ledger, writeOf("more"))
    const joiner = await new Joiner(world).start()
    const { life } = joiner
    await expect(life.snapshots.apply(0, snapshot.chunks[0]!)).rejects.toThrow("without an offer")
    await life.snapshots.offer(snapshot.offer)
    await expect(joiner.follow(ledger)).rejects.toThrow()
    const block = { height: snapshot.summary.height + 1n, time: 0, transactions: [] }
    const named = { ...block, hash: new Uint8Array(32), proposer: new Uint8Array(20) }
    const early = () => life.finalizeBlock({ ...named, misbehaviour: [] })
    await expect(early()).rejects.toThrow("while a snapshot is taken")
    expect(await life.snapshots.apply(0, snapshot.chunks[0]!)).toBe("accept")
    await expect(early()).rejects.toThrow("before info")
    await quiet(ledger)
    await joiner.follow(ledger)
    expect(life.calls.slice(-2)).toEqual(["finalizeBlock", "commit"])
  })
})

describe("a chunk", () => {
  it("chunk_mismatch: is asked for again, and the right one goes on", async () => {
    const { offer, chunks } = await snapshotOf(3)
    const joiner = await new Joiner(world).start()
    await joiner.snapshots.offer(offer)
    expect(await joiner.snapshots.apply(0, new Uint8Array(9))).toBe("retry")
    expect(await joiner.snapshots.apply(1, chunks[0]!)).toBe("retry_snapshot")
    expect(await joiner.snapshots.apply(0, chunks[0]!)).toBe("accept")
  })

  it("root_mismatch: of a state that the header does not have is another snapshot's", async () => {
    const { offer, chunks } = await snapshotOf(3)
    const joiner = await new Joiner(world).start()
    await joiner.snapshots.offer({ ...offer, appHash: new Uint8Array(32) })
    expect(await joiner.snapshots.apply(0, chunks[0]!)).toBe("reject_snapshot")
    expect((await joiner.executor.info()).height).toBe(0n)
  })
})

describe("a stop", () => {
  it.each<Point>(["snapshot.chunk", "snapshot.rename"])(
    "at %s leaves the older ones",
    async (point) => {
      const { summary } = await snapshotOf(3)
      await send(world, ledger, writeOf("more"))
      stopAt(point)
      await expect(ledger.makeSnapshot()).rejects.toThrow("power cut")
      onPerturb(null)
      ;(world.disk as TestDisk).cutPower(new SeededRandom(5))
      const shelf = await Shelf.open(world.disk, FOLDER, silentLog)
      expect(shelf.list().map(({ height }) => height)).toEqual([summary.height])
      expect(await world.disk.list(FOLDER)).toHaveLength(1)
      expect(await shelf.load(summary.height, 1, 0)).not.toBeNull()
    },
  )

  it.each<Point>(["restore.chunk", "restore.last"])(
    "at %s leaves nothing that is used",
    async (point) => {
      const snapshot = await snapshotOf()
      const joiner = await new Joiner(world).start()
      await joiner.snapshots.offer(snapshot.offer)
      stopAt(point)
      await expect(joiner.snapshots.apply(0, snapshot.chunks[0]!)).rejects.toThrow("power cut")
      onPerturb(null)
      await joiner.start()
      expect((await joiner.executor.info()).height).toBe(0n)
      expect(await joiner.take(snapshot)).toEqual(["accept", "accept"])
      expect((await joiner.load())?.head.appHash).toBe(ledger.status().appHash)
    },
  )

  it("after any batch of a restore leaves nothing, or all of it", async () => {
    const snapshot = await snapshotOf()
    for (let stop = 0; stop < 6; stop++) {
      const store = new MemoryStore()
      const joiner = await new Joiner(world, { store }).start()
      store.onWrite = (batch) => {
        if (batch === stop) throw new Error("power cut")
      }
      const end = await joiner.take(snapshot).catch(() => null)
      store.onWrite = () => {}
      const loaded = await joiner.load()
      expect(loaded === null).toBe(end === null)
    }
  })
})
