/**
 * The past let go while others ask and write, on a PostgreSQL: PGlite serves one at a time. Who
 * waits for whom is settled by locks that the test holds.
 */
import { CompiledQuery } from "kysely"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { Database } from "./database.ts"
import {
  postgresInFolder,
  postgresMissing,
  rowsOf,
  type TestDatabase,
} from "./databases.testing.ts"
import { blockOf, kindsRuntime, single } from "./kinds.testing.ts"
import { layoutOf } from "./layout.ts"
import { Projection } from "./projection.ts"
import { ProjectorCore } from "./projector-core.ts"
import { applyRetention, planRetention } from "./retention.ts"

const CHAIN = "kinds-1"
const HISTORY = `"kinds_history"."single"`
const missing = postgresMissing !== ""

describe(`the past of a read model on PostgreSQL${postgresMissing}`, () => {
  let test: TestDatabase
  let database: Database
  let projection: Projection
  beforeAll(async () => {
    if (missing) return
    test = await postgresInFolder()
    database = await test.open()
  }, 120_000)
  afterAll(async () => {
    if (missing) return
    await database.destroy()
    await test.stop()
  })

  const write = (count: bigint) =>
    projection.bring([blockOf(count, [{ table: single, key: {}, value: { count } }])])
  /** A read model of four blocks, two of them in the first partition. */
  const begun = async () => {
    projection = await Projection.open(database, kindsRuntime, CHAIN)
    await projection.reset()
    for (const height of [99_998n, 99_999n, 100_000n, 100_001n]) await write(height)
    return planRetention(database, layoutOf(kindsRuntime), { beforeHeight: 100_000n })
  }
  /** Returns once so many wait for a lock. */
  const waiting = async (count: number) => {
    const text = `SELECT DISTINCT pid FROM pg_locks WHERE NOT granted`
    while ((await rowsOf(database, text)).length < count);
  }
  /** Holds the table of what `single` was until all that `begin` begins has begun. */
  const whileHeld = async <Begun extends readonly Promise<unknown>[]>(
    mode: string,
    begin: () => Promise<Begun>,
  ) => {
    const held = await database.startTransaction().execute()
    try {
      await held.executeQuery(CompiledQuery.raw(`LOCK TABLE ${HISTORY} IN ${mode} MODE`))
      return await begin()
    } finally {
      await held.rollback().execute()
    }
  }

  it.skipIf(missing)("is not told as whole where a part goes during the question", async () => {
    const due = await begun()
    const options = { runtime: kindsRuntime, chain: CHAIN, genesis: "", fresh: false }
    const core = await ProjectorCore.open(database, options)
    const text = `SELECT "count" FROM ${HISTORY} WHERE "_height" <= 99998 AND "_until" > 99998`
    const before = await core.query(text, [])
    expect(before).toMatchObject({ marker: { begins: 99_998n }, rows: [{ count: "99998" }] })
    const [dropping, asking] = await whileHeld("ACCESS SHARE", async () => {
      const dropping = applyRetention(database, due)
      await waiting(1)
      const asking = core.query(text, [])
      await waiting(2)
      return [dropping, asking] as const
    })
    await dropping
    const marker = { begins: 100_000n, height: 100_001n }
    expect(await asking).toMatchObject({ marker, rows: [] })
  })

  it.skipIf(missing)("goes beside a batch that begins a partition", async () => {
    const due = await begun()
    await rowsOf(database, `UPDATE "ledger"."marker" SET "height" = 199999`)
    projection = await Projection.open(database, kindsRuntime, CHAIN)
    const both = await whileHeld("ACCESS EXCLUSIVE", async () => {
      const bringing = write(200_000n)
      await waiting(1)
      const dropping = applyRetention(database, due)
      await waiting(2)
      return [bringing, dropping] as const
    })
    const failures = (await Promise.allSettled(both)).filter(({ status }) => status !== "fulfilled")
    expect(failures).toEqual([])
    await write(200_001n)
    expect(projection.standing).toMatchObject({ begins: 100_000n, height: 200_001n })
  })

  it.skipIf(missing)("goes range by range, and what was cut short is true", async () => {
    const { partitions, ...plan } = await begun()
    const next = { name: `"kinds_history"."none"`, first: 100_000n, last: 199_999n, bytes: 0 }
    const cut = applyRetention(database, { ...plan, partitions: [...partitions, next] })
    await expect(cut).rejects.toThrow("does not exist")
    await write(100_002n)
    expect(projection.standing).toMatchObject({ begins: 100_000n, height: 100_002n })
    expect(await rowsOf(database, `SELECT FROM ${HISTORY}`)).toHaveLength(3)
  })
})
