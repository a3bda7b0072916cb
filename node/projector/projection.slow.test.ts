/**
 * Rows of every kind against a plain map, in PGlite and in PostgreSQL: equal after every block,
 * with all that they were before; each height once, whatever fails when.
 */
import { onPerturb, type Point } from "@concordat/engines/perturb"
import { compareBytes, hashOf, type Kind, toHex } from "@concordat/kernel"
import fc from "fast-check"
import { CompiledQuery } from "kysely"
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest"
import { runs } from "../../test/runs.ts"
import { notesRuntime } from "../testing/notes.testing.ts"
import { compareRows } from "./compare.ts"
import type { Database } from "./database.ts"
import {
  pgliteInMemory,
  postgresInFolder,
  postgresMissing,
  type TestDatabase,
} from "./databases.testing.ts"
import type { FedBlock } from "./fed-block.ts"
import {
  blockOf,
  bytesOf,
  keyed,
  keyOf,
  kindsRuntime,
  type Row,
  single,
  valued,
} from "./kinds.testing.ts"
import { layoutOf } from "./layout.ts"
import { Projection, readMarker } from "./projection.ts"
import { applyRetention, type Keeping, planRetention, type Retention } from "./retention.ts"
import { RowStore } from "./row-store.testing.ts"
import type { StateRow } from "./sql-rows.ts"

const CHAIN = "kinds-1"
const layout = layoutOf(kindsRuntime)

afterEach(() => onPerturb(null))

const recordOf = (kinds: Readonly<Record<string, Kind<unknown>>>) =>
  fc.record(
    Object.fromEntries(
      Object.entries(kinds).map(([name, kind]) => [
        name,
        kind.arbitrary(fc) as fc.Arbitrary<unknown>,
      ]),
    ),
  )
const keyKinds = (table: typeof keyed | typeof valued) =>
  Object.fromEntries(table.keyFields.map(({ name, kind }) => [name, kind as Kind<unknown>]))

const someIds = fc.integer({ min: 0, max: 5 })
const row: fc.Arbitrary<Row> = fc.oneof(
  fc.record({
    table: fc.constant(keyed),
    key: recordOf(keyKinds(keyed)),
    value: fc.option(recordOf(keyed.columnKinds)),
  }),
  fc.record({
    table: fc.constant(valued),
    key: fc.record({ id: someIds }),
    value: fc.option(recordOf(valued.columnKinds)),
  }),
  fc.record({
    table: fc.constant(single),
    key: fc.constant({}),
    value: fc.option(recordOf(single.columnKinds)),
  }),
)
const block = fc.uniqueArray(row, { maxLength: 6, selector: (one) => toHex(keyOf(one)) })

type Model = Map<string, readonly [Uint8Array, Uint8Array]>

async function* inOrder(model: Model): AsyncGenerator<StateRow> {
  yield* [...model.values()].sort(([a], [b]) => compareBytes(a, b))
}

/** Writes of a block that the kernel could make: nothing is deleted that is not there. */
function possible(model: Model, rows: readonly Row[]): Row[] {
  return rows.filter((one) => one.value !== null || model.has(toHex(keyOf(one))))
}

function apply(model: Model, rows: readonly Row[]): void {
  for (const one of rows) {
    const [key, value] = [keyOf(one), bytesOf(one)]
    if (value === null) model.delete(toHex(key))
    else model.set(toHex(key), [key, value])
  }
}

async function counted(database: Database, table: string): Promise<number> {
  const text = `SELECT count(*)::int AS count FROM ${table}`
  const { rows } = await database.executeQuery<{ count: number }>(CompiledQuery.raw(text))
  return rows[0]!.count
}

/** What the same blocks come to in the row store, which simulated worlds have instead. */
async function asRowStore(fed: readonly FedBlock[]) {
  const store = new RowStore()
  const database = store.open(layout, async (work) => work())
  const projection = await Projection.open(database, kindsRuntime, CHAIN)
  await projection.bring(fed)
  const { readModel } = await compareRows(database, layout, inOrder(new Map()))
  const kept = ["keyed", "valued", "single"].map((name) =>
    store.contents.get(`"kinds_history"."${name}"`),
  )
  return { readModel, ended: kept.reduce((sum, table) => sum + table!.size, 0) }
}

describe.each<[string, () => Promise<TestDatabase>, boolean]>([
  ["PGlite", pgliteInMemory, false],
  [`PostgreSQL${postgresMissing}`, postgresInFolder, postgresMissing !== ""],
])("the read model on %s", (_, start, missing) => {
  let test: TestDatabase
  let database: Database
  beforeAll(async () => {
    if (missing) return
    test = await start()
    database = await test.open()
  }, 120_000)
  afterAll(async () => {
    if (missing) return
    await database.destroy()
    await test.stop()
  })

  const fresh = async () => {
    const projection = await Projection.open(database, kindsRuntime, CHAIN)
    await projection.reset()
    return projection
  }

  it.skipIf(missing)(
    "holds the rows of the state, of every kind, after every step",
    async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(block, { minLength: 1, maxLength: 6 }), async (blocks) => {
          const projection = await fresh()
          const model: Model = new Map()
          let ended = 0
          const fed = blocks.map((rows, index) => {
            const written = possible(model, rows)
            ended += written.filter((one) => model.has(toHex(keyOf(one)))).length
            apply(model, written)
            return blockOf(BigInt(index + 1), written)
          })
          const middle = Math.floor(fed.length / 2)
          for (const step of [fed.slice(0, middle), fed.slice(middle)]) {
            if (step.length > 0) await projection.bring(step)
          }
          const compared = await compareRows(database, layout, inOrder(model))
          expect(compared.difference).toBeNull()
          expect(compared.readModel).toBe(compared.state)
          expect(compared.rows).toBe(model.size)
          const kept = ["keyed", "valued", "single"].map((name) =>
            counted(database, `"kinds_history"."${name}"`),
          )
          expect((await Promise.all(kept)).reduce((a, b) => a + b)).toBe(ended)
          expect(await asRowStore(fed)).toMatchObject({ readModel: compared.readModel, ended })
        }),
        { numRuns: runs(8) },
      )
    },
    120_000,
  )

  it.skipIf(missing)("names the first row that differs, with both values", async () => {
    const projection = await fresh()
    const rows = [1, 2, 3].map((id) => ({ table: single, key: {}, value: { count: BigInt(id) } }))
    const model: Model = new Map()
    for (const [index, one] of rows.entries()) {
      apply(model, [one])
      await projection.bring([blockOf(BigInt(index + 1), [one])])
    }
    await database.executeQuery(CompiledQuery.raw(`UPDATE "kinds"."single" SET "count" = 9`))
    const compared = await compareRows(database, layout, inOrder(model))
    expect(compared.readModel).not.toBe(compared.state)
    expect(compared.difference).toEqual({
      ...{ table: "kinds/single", key: {} },
      ...{ state: { count: "3" }, readModel: { count: "9" } },
    })
  })

  it.skipIf(missing).each<Point>(["projector.begin", "projector.rows", "projector.commit"])(
    "brings every height once, stopped at %s",
    async (point) => {
      let projection = await fresh()
      const blocks = [1, 2, 3].map((id) => {
        return blockOf(BigInt(id), [{ table: single, key: {}, value: { count: BigInt(id) } }])
      })
      await projection.bring([blocks[0]!])
      onPerturb((reached) => {
        if (reached === point) throw new Error(`stopped at ${point}`)
      })
      await expect(projection.bring(blocks.slice(1, 2))).rejects.toThrow("stopped")
      onPerturb(null)
      projection = await Projection.open(database, kindsRuntime, CHAIN)
      const { height } = projection.standing!
      expect(height).toBe(point === "projector.commit" ? 2n : 1n)
      await projection.bring(blocks.filter((one) => one.height > height))
      expect(await counted(database, `"ledger"."blocks"`)).toBe(3)
      expect(await counted(database, `"kinds_history"."single"`)).toBe(2)
      expect(await readMarker(database)).toMatchObject({
        ...{ height: 3n, begins: 1n, appHash: hashOf(blocks[2]!.appHash) },
      })
    },
  )

  it.skipIf(missing)(
    "refuses a height twice or too far, and another ledger's database",
    async () => {
      const projection = await fresh()
      await projection.bring([blockOf(1n, [])])
      await expect(projection.bring([blockOf(1n, [])])).rejects.toThrow("does not follow")
      await expect(projection.bring([blockOf(3n, [])])).rejects.toThrow("does not follow")
      await expect(Projection.open(database, kindsRuntime, "other-1")).rejects.toMatchObject({
        code: "genesis_mismatch",
      })
    },
  )

  it.skipIf(missing)("keeps what rows were in one partition after the other", async () => {
    const projection = await fresh()
    for (const height of [99_998n, 99_999n, 100_000n, 100_001n]) {
      await projection.bring([
        blockOf(height, [{ table: single, key: {}, value: { count: height } }]),
      ])
    }
    expect(await counted(database, `"kinds_history"."single_0"`)).toBe(1)
    expect(await counted(database, `"kinds_history"."single_100000"`)).toBe(2)
  })
  it.skipIf(missing)(
    "lets the past go by whole partitions, and says from where it is",
    async () => {
      const projection = await fresh()
      const model: Model = new Map()
      const write = async (height: bigint) => {
        const row = { table: single, key: {}, value: { count: height } }
        apply(model, [row])
        await projection.bring([blockOf(height, [row])])
      }
      for (const height of [99_998n, 99_999n, 100_000n, 100_001n]) await write(height)
      const plan = (keeping: Keeping) => planRetention(database, layout, keeping)
      // The kernel's own tables have a past as well.
      const names = ({ partitions }: Retention) =>
        partitions.map(({ name }) => name).filter((name) => name.startsWith('"kinds'))
      const whole = ["keyed", "valued", "single"].map((name) => `"kinds_history"."${name}_0"`)

      expect(names(await plan({ beforeHeight: 99_999n }))).toEqual([])
      expect(names(await plan({ keepDays: 1 }))).toEqual([])
      const due = await plan({ keepDays: 0 })
      expect(due).toMatchObject({ begins: 99_998n, horizon: 100_000n })
      expect(names(due).toSorted()).toEqual(whole.toSorted())
      expect(due.partitions[0]).toMatchObject({ first: 0n, last: 99_999n })
      expect(await counted(database, whole[2]!)).toBe(1) // A plan changes nothing.

      await applyRetention(database, due)
      expect(await counted(database, `"kinds_history"."single"`)).toBe(2)
      expect(await readMarker(database)).toMatchObject({ begins: 100_000n, height: 100_001n })
      expect(await counted(database, `"ledger"."blocks"`)).toBe(4)
      const again = await plan({ beforeHeight: 500_000n })
      expect(again).toMatchObject({ begins: 100_000n, horizon: 100_000n, partitions: [] })

      await write(100_002n)
      expect(projection.standing).toMatchObject({ begins: 100_000n, height: 100_002n })
      const compared = await compareRows(database, layout, inOrder(model))
      expect(compared.difference).toBeNull()
    },
  )

  it.skipIf(missing)("lets nothing go of a read model that is empty or another one's", async () => {
    await fresh()
    const keeping = { beforeHeight: 1n }
    const refused = { code: "read_model_behind" }
    await expect(planRetention(database, layout, keeping)).rejects.toMatchObject(refused)
    const projection = await fresh()
    await projection.bring([blockOf(1n, [])])
    const other = layoutOf(notesRuntime())
    await expect(planRetention(database, other, keeping)).rejects.toMatchObject(refused)
  })
})
