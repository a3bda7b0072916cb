/**
 * kill -9 of a node with its read model, at the projector's points and at random moments, again and
 * again over one folder: every height is in the read model exactly once, and its rows are the
 * state's. `CONCORDAT_CRASH=<point>:<visit> node test/crash/victim.ts <folder> 0 read-model`
 * replays one life.
 */
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { type Database, openDatabase } from "../../node/projector/database.ts"
import { rowsOf } from "../../node/projector/databases.testing.ts"
import { OfflineReadModel } from "../../node/projector/offline.ts"
import { systemDisk } from "../../node/seams/disk.ts"
import { openLevelStore } from "../../node/store/level-store.ts"
import { notesRuntime } from "../../node/testing/notes.testing.ts"
import { liveAndDie } from "./life.ts"

let data: string
beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), "concordat-crash-"))
})
afterEach(() => rmSync(data, { recursive: true, force: true }))

const LIVES = [
  "projector.begin:2",
  "projector.rows:3",
  "projector.commit:3",
  "outbox.append:60",
  "projector.rows:1",
  "",
]

async function heights(database: Database): Promise<{ count: number; last: string }> {
  const text = `SELECT count(*)::int AS count, max("height")::text AS last FROM "ledger"."blocks"`
  return (await rowsOf<{ count: number; last: string }>(database, text))[0]!
}

describe("kill -9 of a node with its read model", () => {
  it("leaves every height exactly once, whenever it comes", async () => {
    const all: string[] = []
    for (const [life, crash] of LIVES.entries()) {
      const killAfter = crash === "" ? 200 : null
      const lived = await liveAndDie({ data, life, crash, killAfter, besides: "read-model" })
      all.push(...lived.map(({ name }) => name))
    }
    const store = await openLevelStore(join(data, "state"))
    const database = await openDatabase({ kind: "pglite", folder: join(data, "readmodel") })
    const runtime = notesRuntime()
    const model = await OfflineReadModel.open({
      ...{ store, disk: systemDisk, data, runtime, database, fresh: false },
    })
    const before = model.marker!.height
    expect(await heights(database)).toEqual({ count: Number(before), last: String(before) })
    await model.bringUp()
    const { difference, rows } = await model.compare()
    expect(difference).toBeNull()
    expect(rows).toBeGreaterThan(all.length / 2)
    const { height } = model.head
    expect(await heights(database)).toEqual({ count: Number(height), last: String(height) })
    await model.close()
    await database.destroy()
    await store.close()
  }, 120_000)
})
