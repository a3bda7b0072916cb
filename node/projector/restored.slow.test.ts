/**
 * The read model of a node that took a real snapshot: its history begins there and says so, from
 * there on it follows the blocks, and what lies before is nowhere.
 */
import { openArchive } from "@concordat/engines/solo"
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest"
import { SoloArchive } from "../../engines/solo/archive.ts"
import { Reached } from "../ledger/reached.ts"
import type { Ledger } from "../ledger.ts"
import { Joiner, served } from "../snapshots/joiner.testing.ts"
import { ROWS } from "../store/layout.ts"
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
import { notesRuntime } from "../testing/notes.testing.ts"
import type { Database } from "./database.ts"
import { pgliteInMemory, rowsOf } from "./databases.testing.ts"
import { Feed } from "./feed.ts"
import { ProjectorCore } from "./projector-core.ts"
import type { StateRow } from "./sql-rows.ts"

let database: Database
beforeAll(async () => {
  database = await (await pgliteInMemory()).open()
}, 120_000)
afterAll(() => database.destroy())

let world: TestWorld
let ledger: Ledger
beforeEach(async () => {
  world = testWorld()
  ledger = await openNode(world)
})
afterEach(async () => {
  vi.restoreAllMocks()
  await ledger.close()
})

/** A joiner that took the newest snapshot of the node, and its height. */
async function joined() {
  for (let i = 0; i < 8; i++) await send(world, ledger, writeOf(`n${i % 3}`, `words ${i}`))
  await send(world, ledger, dropOf("n1"))
  await quiet(ledger)
  await ledger.makeSnapshot()
  const snapshot = await served(world, ledger)
  const store = new MemoryStore()
  const joiner = await new Joiner(world, { store }).start()
  await joiner.take(snapshot)
  return { joiner, store, height: snapshot.summary.height }
}

type Joined = Awaited<ReturnType<typeof joined>>

/** Feeds the joiner's read model. Its block log is the node's, from the snapshot on. */
async function feedOf({ joiner, store }: Joined, first: bigint): Promise<Feed> {
  const { executor } = joiner
  const archive = await openArchive(world.disk, "/data")
  vi.spyOn(SoloArchive.prototype, "first", "get").mockReturnValue(first)
  const stored = new Reached()
  stored.reach(executor.state.height)
  return new Feed({
    ...{ store, archive, stored, initialHeight: 1n, repeatable: true },
    journal: () => executor.journal,
    state: () => executor.state,
    flushed: () => executor.writes.flushed,
  })
}

async function* stateOf({ store }: Joined): AsyncGenerator<StateRow> {
  for await (const page of store.entries(...ROWS)) {
    for (const [key, value] of page) yield [key.subarray(1), value!]
  }
}

async function bringUp(core: ProjectorCore, feed: Feed, height: bigint): Promise<void> {
  while (core.want.loading || (core.want.marker?.height ?? -1n) < height) {
    await core.take(await feed.next(core.want))
  }
}

const open = () =>
  ProjectorCore.open(database, {
    ...{ runtime: notesRuntime(), chain: ledger.chain, genesis: world.genesis, fresh: true },
  })

describe("the read model of a restored node", () => {
  it("begins at the snapshot, says so, and follows the blocks from there", async () => {
    const node = await joined()
    const { joiner, height } = node
    const core = await open()
    await bringUp(core, await feedOf(node, height + 1n), height)
    expect(core.want.marker).toMatchObject({ begins: height, height })
    expect((await core.compare(stateOf(node))).difference).toBeNull()
    expect(await rowsOf(database, `SELECT * FROM "ledger"."blocks"`)).toEqual([])
    expect(await rowsOf(database, `SELECT * FROM "notes_history"."notes"`)).toEqual([])

    await send(world, ledger, writeOf("n0", "after"))
    await send(world, ledger, dropOf("n2"))
    await quiet(ledger)
    await joiner.follow(ledger)
    await joiner.executor.writes.drain()
    const tip = joiner.executor.state.height
    await bringUp(core, await feedOf(node, height + 1n), tip)
    expect((await core.query("SELECT 1 AS one", [])).marker).toMatchObject({
      ...{ begins: height, height: tip },
    })
    const compared = await core.compare(stateOf(node))
    expect(compared.difference).toBeNull()
    expect(compared.readModel).toBe(compared.state)
    const blocks = await rowsOf<{ height: unknown }>(
      database,
      `SELECT "height" FROM "ledger"."blocks" ORDER BY "height"`,
    )
    expect(BigInt(String(blocks[0]?.height))).toBe(height + 1n)
    const ended = await rowsOf<{ name: string; words: string }>(
      database,
      `SELECT "name", "words" FROM "notes_history"."notes" ORDER BY "name"`,
    )
    expect(ended).toEqual([
      { name: "n0", words: "words 6" },
      { name: "n2", words: "words 5" },
    ])
  })

  it("begins where the node stands when it is asked for later", async () => {
    const node = await joined()
    const { joiner, height } = node
    await send(world, ledger, writeOf("n0", "after"))
    await quiet(ledger)
    await joiner.follow(ledger)
    await joiner.executor.writes.drain()
    const tip = joiner.executor.state.height
    const core = await open()
    await bringUp(core, await feedOf(node, height + 1n), tip)
    expect(tip).toBeGreaterThan(height)
    expect(core.want.marker).toMatchObject({ begins: tip, height: tip })
    expect((await core.compare(stateOf(node))).difference).toBeNull()
  })

  it("is read from the state where executing its blocks again came to another", async () => {
    const node = await joined()
    const feed = await feedOf(node, 1n)
    const want = { marker: null, executed: null, loading: false }
    expect(await feed.next({ ...want, differs: false })).toMatchObject({ kind: "archived" })
    expect(await feed.next({ ...want, differs: true })).toMatchObject({ kind: "state" })
  })
})
