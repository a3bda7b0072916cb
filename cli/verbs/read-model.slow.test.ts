/** The verbs of the read model over the folder of a development ledger that was stopped. */
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { openDatabase } from "../../node/projector/database.ts"
import { rowsOf } from "../../node/projector/databases.testing.ts"
import { startDevelopment } from "../development/start.ts"
import type { Environment } from "../environment.ts"
import {
  type ReadModelFlags,
  type RetainFlags,
  readModelRebuildVerb,
  readModelRetainVerb,
  readModelStatusVerb,
  readModelVerifyVerb,
} from "./read-model.ts"

let folder: string
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "concordat-read-model-"))
  const exit = await startDevelopment({
    ...{ port: 0, data: folder, fresh: false, assets: null },
    ...{ until: async () => {}, tell: () => {} },
  })
  expect(exit).toBe(0)
}, 120_000)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const progress = { terminal: false, elapsed: () => 0, err: () => {} }
const environment = { cwd: "/", ...progress } as unknown as Environment
const flags = () => ({ data: join(folder, "ledger") }) as ReadModelFlags

describe("concordat read-model", () => {
  it("rebuilds, compares and tells; one altered row is found and named", async () => {
    expect((await readModelStatusVerb(environment, flags())).json).toMatchObject({ height: null })
    const rebuilt = await readModelRebuildVerb(environment, flags())
    expect(rebuilt.exit ?? 0).toBe(0)
    expect(rebuilt.json).toMatchObject({ difference: null, begins: "0" })
    const { json } = await readModelVerifyVerb(environment, flags())
    expect(json).toEqual(rebuilt.json)
    const database = await openDatabase({
      kind: "pglite",
      folder: join(folder, "ledger/readmodel"),
    })
    await rowsOf(database, `UPDATE "provenance"."classes" SET "title" = 'altered'`)
    await database.destroy()
    const differs = await readModelVerifyVerb(environment, flags())
    expect(differs.exit).toBe(1)
    expect(differs.json).toMatchObject({ difference: { table: "provenance/classes" } })
    expect(differs.lines.join(" ")).toContain("altered")
  }, 120_000)

  it("retains: says what would go, and asks what is kept", async () => {
    const retained = (more: Partial<RetainFlags>) =>
      readModelRetainVerb(environment, { ...flags(), ...more })
    const { lines, json } = await retained({ keepDays: "365", drop: true })
    expect(json).toMatchObject({ dropped: false, begins: "0", horizon: "0", partitions: [] })
    expect(lines.join(" ")).toContain("The past is known from height 0 on.")
    await expect(retained({})).rejects.toMatchObject({ code: "field_missing" })
    await expect(retained({ keepDays: "1", beforeHeight: "1" })).rejects.toMatchObject({
      code: "unknown_value",
    })
    await expect(retained({ beforeHeight: "1.5" })).rejects.toMatchObject({
      code: "integer_malformed",
    })
  }, 60_000)

  it("names a folder that is not there", async () => {
    const nowhere = { ...flags(), data: "/nowhere/at/all" }
    await expect(readModelStatusVerb(environment, nowhere)).rejects.toMatchObject({
      code: "configuration_invalid",
    })
  })
})
