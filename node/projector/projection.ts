/**
 * The read model itself: a database whose rows are those of the state at the marker's height.
 * Blocks come in order; what they bring and the marker that says so are one SQL transaction, so
 * every height is there exactly once, whatever is killed when.
 */
import { perturb } from "@concordat/engines/perturb"
import { assert, ConcordatError, type Hash, hashOf, type Runtime } from "@concordat/kernel"
import { CompiledQuery } from "kysely"
import { type Batches, BatchReader } from "./batches.ts"
import type { Database } from "./database.ts"
import {
  crossesPartition,
  definitionOf,
  layoutDigest,
  partitionsAt,
  placed,
  removalOf,
} from "./definition.ts"
import type { FedBlock } from "./fed-block.ts"
import { type Layout, layoutOf } from "./layout.ts"
import { LEDGER_SCHEMA, LEDGER_TABLES } from "./ledger-tables.ts"
import { type StatePage, unpack } from "./messages.ts"
import { appendStatement, deleteStatement, eventStatement, putStatement } from "./statements.ts"

const MARKER = placed(LEDGER_SCHEMA, "marker")

/** How far the read model is. */
export type Marker = {
  /**
   * Lowest height as of which rows are known. Where the past was let go since (`retention.ts`),
   * blocks, transactions and events of before are still here.
   */
  readonly begins: bigint
  /** Rows are those of the state after this block. */
  readonly height: bigint
  readonly time: number
  readonly appHash: Hash
}

type Executor = Pick<Database, "executeQuery">

type MarkerRow = {
  readonly chain: string
  readonly layout: Uint8Array
  readonly begins: unknown
  readonly height: unknown
  readonly time: Date
  readonly app_hash: Uint8Array
}

async function run<Row>(
  on: Executor,
  text: string,
  parameters: readonly unknown[] = [],
): Promise<readonly Row[]> {
  const { rows } = await on.executeQuery<Row>(CompiledQuery.raw(text, [...parameters]))
  return rows
}

const markerOf = ({ begins, height, time, app_hash }: MarkerRow): Marker => ({
  begins: BigInt(String(begins)),
  height: BigInt(String(height)),
  time: time.getTime(),
  appHash: hashOf(new Uint8Array(app_hash)),
})

/** The marker as it stands in the database; null before anything is there. */
export async function readMarker(on: Executor): Promise<Marker | null> {
  const [row] = await run<MarkerRow>(on, `SELECT * FROM ${MARKER}`)
  return row === undefined ? null : markerOf(row)
}

/** The statements of a layout, made once. */
function statementsOf(layout: Layout) {
  const tables = [...layout.tables.values()]
  return {
    put: new Map(tables.map((table) => [table, putStatement(table)])),
    gone: new Map(tables.map((table) => [table, deleteStatement(table)])),
    kind: new Map([...layout.events.values()].map((kind) => [kind, eventStatement(kind)])),
    blocks: appendStatement(LEDGER_TABLES.blocks),
    transactions: appendStatement(LEDGER_TABLES.transactions),
    operations: appendStatement(LEDGER_TABLES.operations),
    events: appendStatement(LEDGER_TABLES.events),
  }
}

/** The read model of one ledger in a database. */
export class Projection {
  readonly layout: Layout
  private readonly database: Database
  private readonly chain: string
  private readonly reader: BatchReader
  private readonly statements: ReturnType<typeof statementsOf>
  private marker: Marker | null = null
  /** Rows brought since the start. */
  rows = 0

  private constructor(database: Database, runtime: Runtime, chain: string) {
    this.database = database
    this.chain = chain
    this.layout = layoutOf(runtime)
    this.reader = new BatchReader(runtime, this.layout)
    this.statements = statementsOf(this.layout)
  }

  /**
   * Opens what is there, or makes it. A read model of other definitions is made anew. Throws
   * `genesis_mismatch` where the database holds another ledger's.
   */
  static async open(database: Database, runtime: Runtime, chain: string): Promise<Projection> {
    const projection = new Projection(database, runtime, chain)
    const [known] = await run<{ found: string | null }>(
      database,
      `SELECT to_regclass('${MARKER}')::text AS found`,
    )
    if (known?.found === null || known === undefined) await projection.reset()
    else await projection.resume()
    return projection
  }

  private async resume(): Promise<void> {
    const [row] = await run<MarkerRow>(this.database, `SELECT * FROM ${MARKER}`)
    if (row !== undefined && row.chain !== this.chain) {
      const message = `The database holds the read model of ${row.chain}, not of ${this.chain}.`
      throw new ConcordatError("genesis_mismatch", message, {
        hint: "Give each ledger a database of its own.",
      })
    }
    const same = row !== undefined && hashOf(new Uint8Array(row.layout)) === this.digest
    if (same) this.marker = markerOf(row)
    else await this.reset()
  }

  private get digest(): Hash {
    return layoutDigest(this.layout)
  }

  /** Null while it is empty. */
  get standing(): Marker | null {
    return this.marker
  }

  /** Removes all of it and makes it again, empty. */
  async reset(): Promise<void> {
    await this.database.transaction().execute(async (on) => {
      for (const text of removalOf(this.layout)) await run(on, text)
      for (const text of definitionOf(this.layout)) await run(on, text)
    })
    this.marker = null
  }

  /** Brings blocks, the next after the marker first. All of them or none. */
  async bring(blocks: readonly FedBlock[]): Promise<void> {
    const first = blocks[0]!
    const next = this.marker === null ? first.height : this.marker.height + 1n
    assert(first.height === next, `block ${first.height} does not follow the read model`)
    const batches = this.reader.read(blocks)
    const last = blocks.at(-1)!
    const { appHash, height } = last
    const marker: Marker = {
      begins: first.height,
      ...{ height, time: batches.time, appHash: hashOf(appHash) },
    }
    perturb("projector.begin")
    const marked = await this.database.transaction().execute(async (on) => {
      await this.partition(on, first.height, height)
      await this.write(on, batches)
      perturb("projector.rows")
      return this.mark(on, marker)
    })
    perturb("projector.commit")
    this.marker = marked
  }

  /**
   * Takes a page of a state into an empty read model; the last page sets the marker, and history
   * begins there.
   */
  async load(page: StatePage): Promise<void> {
    const { height, time, appHash, isLast } = page
    const batches = this.reader.rows(height, unpack(page.rows))
    const marker = { begins: height, height, time, appHash: hashOf(appHash) }
    await this.database.transaction().execute(async (on) => {
      await this.write(on, batches)
      if (!isLast) return
      for (const text of partitionsAt(this.layout, height)) await run(on, text)
      await this.mark(on, marker)
    })
    if (isLast) this.marker = marker
  }

  private async partition(on: Executor, first: bigint, last: bigint): Promise<void> {
    const from = this.marker?.height ?? null
    const due = from === null || crossesPartition(from, last)
    if (!due) return
    // As rows of `blocks` do in every other batch: whoever drops partitions waits for the whole.
    await run(on, `LOCK TABLE ${placed(LEDGER_SCHEMA, "blocks")} IN ROW EXCLUSIVE MODE`)
    const texts = new Set([...partitionsAt(this.layout, first), ...partitionsAt(this.layout, last)])
    for (const text of texts) await run(on, text)
  }

  private async write(on: Executor, batches: Batches): Promise<void> {
    const { statements } = this
    const append = async (text: string, rows: readonly unknown[]) => {
      if (rows.length > 0) await run(on, text, [JSON.stringify(rows)])
      this.rows += rows.length
    }
    await append(statements.blocks, batches.blocks)
    await append(statements.transactions, batches.transactions)
    await append(statements.operations, batches.operations)
    await append(statements.events, batches.events)
    for (const [kind, rows] of batches.kinds) await append(statements.kind.get(kind)!, rows)
    for (const { table, height, put, gone } of batches.rows) {
      const at = String(height)
      if (put.length > 0) await run(on, statements.put.get(table)!, [JSON.stringify(put), at])
      if (gone.length > 0) await run(on, statements.gone.get(table)!, [JSON.stringify(gone), at])
      this.rows += put.length + gone.length
    }
  }

  /** Answers the marker as it stands then: others may have raised where the past begins. */
  private async mark(on: Executor, marker: Marker): Promise<Marker> {
    const { begins, height, time, appHash } = marker
    const values = [String(height), new Date(time), Buffer.from(appHash, "hex")]
    if (this.marker === null) {
      const columns = `"height", "time", "app_hash", "chain", "layout", "begins"`
      await run(on, `INSERT INTO ${MARKER} (${columns}) VALUES ($1, $2, $3, $4, $5, $6)`, [
        ...values,
        this.chain,
        Buffer.from(this.digest, "hex"),
        String(begins),
      ])
      return marker
    }
    const before = String(this.marker.height)
    const text = `UPDATE ${MARKER} SET "height" = $1, "time" = $2, "app_hash" = $3
      WHERE "height" = $4 RETURNING *`
    const [moved] = await run<MarkerRow>(on, text, [...values, before])
    // Somebody else writes here too: nothing of this transaction stays.
    assert(moved !== undefined, `the read model's marker is no longer at ${before}`)
    return markerOf(moved)
  }
}
