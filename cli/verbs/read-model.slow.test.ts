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
    const keeping = { ...flags(), keepDays: "365", drop: true }
    const retained = await readModelRetainVerb(environment, keeping)
    expect(retained.json).toMatchObject({ dropped: false, horizon: "0", partitions: [] })
    expect(retained.lines.join(" ")).toContain("The past is known from height 0 on.")
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
  }, 240_000)

  it("asks what is retained, in one way", async () => {
    const refused = (more: Partial<RetainFlags>) =>
      expect(readModelRetainVerb(environment, { ...flags(), ...more })).rejects
    await refused({}).toMatchObject({ code: "field_missing" })
    await refused({ keepDays: "1", beforeHeight: "1" }).toMatchObject({ code: "unknown_value" })
    await refused({ beforeHeight: "1.5" }).toMatchObject({ code: "integer_malformed" })
  })

  it("names a folder that is not there", async () => {
    const nowhere = { ...flags(), data: "/nowhere/at/all" }
    await expect(readModelStatusVerb(environment, nowhere)).rejects.toMatchObject({
      code: "configuration_invalid",
    })
  })
})
