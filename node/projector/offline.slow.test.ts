/**
 * The read model of a stopped node: from its journal, from its blocks executed again, from its
 * state alone; equal to the state in each case, and it says where its history begins.
 */
import { defineRuntime, service } from "@concordat/kernel"
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest"
import { SoloArchive } from "../../engines/solo/archive.ts"
import { openJournal } from "../journal/journal.ts"
import {
  dropOf,
  openNode,
  quiet,
  send,
  type TestWorld,
  testWorld,
  writeOf,
} from "../testing/node.testing.ts"
import { services as notes, notesRuntime } from "../testing/notes.testing.ts"
import type { Database } from "./database.ts"
import { rowsOf as allRowsOf, pgliteInMemory } from "./databases.testing.ts"
import { OfflineReadModel } from "./offline.ts"

let database: Database
beforeAll(async () => {
  database = await (await pgliteInMemory()).open()
}, 120_000)
afterAll(() => database.destroy())

/** A node that wrote and dropped notes, and stopped. */
async function stopped(): Promise<TestWorld> {
  const world = testWorld()
  const ledger = await openNode(world)
  for (let i = 0; i < 12; i++) await send(world, ledger, writeOf(`n${i % 4}`, `words ${i}`))
  await send(world, ledger, dropOf("n1"))
  await quiet(ledger)
  await ledger.close()
  return world
}

function openedOf(world: TestWorld, fresh = true, runtime = notesRuntime()) {
  const { place, disk } = world
  return OfflineReadModel.open({
    store: place.store,
    disk,
    data: "/data",
    runtime,
    database,
    fresh,
  })
}

const rowsOf = <Row>(text: string) => allRowsOf<Row>(database, text)

/** Takes the journal away, as it is after many more blocks. */
async function forget(world: TestWorld): Promise<void> {
  const { store } = world.place
  const keys: Uint8Array[] = []
  for await (const page of store.keys(Uint8Array.of(0x6a), Uint8Array.of(0x6b))) keys.push(...page)
  for (const key of keys) store.rot(key, null)
}

async function expectEqual(model: OfflineReadModel): Promise<void> {
  await model.bringUp()
  const compared = await model.compare()
  expect(compared.difference).toBeNull()
  expect(compared.readModel).toBe(compared.state)
  expect(compared.rows).toBeGreaterThan(4)
}

const HISTORY = `SELECT "name", "words", "_height", "_until", "_ended_by"
  FROM "notes_history"."notes" ORDER BY "name", "_until"`

describe("a stopped node's read model", () => {
  it("is brought up from the journal, and goes on where it was", async () => {
    const world = await stopped()
    const model = await openedOf(world)
    await expectEqual(model)
    expect(model.marker).toMatchObject({ begins: 0n, height: model.head.height })
    const ended = await rowsOf<{ name: string; words: string }>(HISTORY)
    expect(ended.map(({ name, words }) => `${name}: ${words}`)).toEqual([
      ...["n0: words 0", "n0: words 4", "n1: words 1", "n1: words 5", "n1: words 9"],
      ...["n2: words 2", "n2: words 6", "n3: words 3", "n3: words 7"],
    ])
    const ledger = await openNode(world)
    await send(world, ledger, writeOf("later"))
    await ledger.close()
    const again = await openedOf(world, false)
    expect(again.marker?.height).toBe(model.head.height)
    await expectEqual(again)
    expect(again.rows).toBeLessThan(30)
    for (const one of [model, again]) await one.close()
    expect(world.disk).toMatchObject({ held: 0 })
  })

  it("is the same when the blocks are executed again, callers and history included", async () => {
    const world = await stopped()
    const dump = async () => [
      await rowsOf(HISTORY),
      await rowsOf(`SELECT * FROM "notes"."notes" ORDER BY "name"`),
      await rowsOf(`SELECT * FROM "ledger"."transactions" ORDER BY "height", "index"`),
      await rowsOf(`SELECT * FROM "ledger"."operations" ORDER BY "height", "index", "operation"`),
      await rowsOf(`SELECT * FROM "notes_events"."noted" ORDER BY "_position"`),
      await rowsOf(`SELECT * FROM "ledger"."blocks" ORDER BY "height"`),
    ]
    await expectEqual(await openedOf(world))
    const expected = await dump()
    await forget(world)
    // Half a read model of before, then nothing but blocks.
    const model = await openedOf(world)
    const lowest = (await openJournal(world.place.store, model.head.height)).from
    expect(lowest).toBe(model.head.height + 1n)
    await expectEqual(model)
    expect(model.marker?.begins).toBe(0n)
    expect(await dump()).toEqual(expected)
  })

  it("begins at the state where the blocks before it are not here, and says so", async () => {
    const world = await stopped()
    await forget(world)
    const { height } = (await openedOf(world)).head
    // A block log that begins later, as that of a restored node does.
    vi.spyOn(SoloArchive.prototype, "first", "get").mockReturnValue(height)
    const model = await openedOf(world)
    await expectEqual(model)
    expect(model.marker).toMatchObject({ begins: height, height })
    expect(await rowsOf(HISTORY)).toEqual([])
    vi.restoreAllMocks()
  })

  it("begins at the state where older services began the ledger", async () => {
    const world = await stopped()
    await forget(world)
    const services = [...notes, service({ name: "newer", about: "New since" })]
    const model = await openedOf(world, true, defineRuntime(services))
    await expectEqual(model)
    expect(model.marker).toMatchObject({ begins: model.head.height, height: model.head.height })
  })

  it("is found to differ where a row was altered", async () => {
    const world = await stopped()
    const model = await openedOf(world)
    await model.bringUp()
    await rowsOf(`UPDATE "notes"."notes" SET "words" = 'altered' WHERE "name" = 'n2'`)
    const { difference, state, readModel } = await model.compare()
    expect(readModel).not.toBe(state)
    expect(difference).toMatchObject({
      ...{ table: "notes/notes", key: { name: "n2" } },
      ...{ state: { words: "words 10" }, readModel: { words: "altered" } },
    })
  })

  it("is not compared with a state of another height", async () => {
    const model = await openedOf(await stopped())
    await expect(model.compare()).rejects.toMatchObject({ code: "read_model_behind" })
  })

  it("has nothing to tell of a store that is empty", async () => {
    await expect(openedOf(testWorld())).rejects.toMatchObject({ code: "node_starting" })
  })
})
