/**
 * What blocks bring to the read model, as rows of JSON by table. Everything is decoded here, by the
 * kinds, so that the database gets values and no bytes that it would have to understand.
 */
import {
  decodeTransaction,
  type Json,
  type JsonObject,
  type Runtime,
  readEvent,
  readStateKey,
  time,
  toHex,
} from "@concordat/kernel"
import { type Callers, decodeChanges } from "../journal/row-changes.ts"
import { operationsOf } from "../ledger/receipts.ts"
import type { RowChange } from "../ledger.ts"
import { type BlockFacts, decodeBlockFacts, type StoredResult } from "../store/block-facts.ts"
import { keyText } from "../store/key-index.ts"
import type { FedBlock } from "./fed-block.ts"
import {
  batchValue,
  type Column,
  type EventLayout,
  type Layout,
  type TableLayout,
} from "./layout.ts"

/** Rows of one table that one block put, and keys that it deleted. */
export type RowBatch = {
  readonly table: TableLayout
  readonly height: bigint
  readonly put: JsonObject[]
  readonly gone: JsonObject[]
}

/** All that some blocks bring. Rows stand in block order; the rest only grows. */
export type Batches = {
  readonly blocks: JsonObject[]
  readonly transactions: JsonObject[]
  readonly operations: JsonObject[]
  readonly events: JsonObject[]
  readonly kinds: Map<EventLayout, JsonObject[]>
  readonly rows: RowBatch[]
  /** Of the last block. */
  time: number
}

function empty(): Batches {
  return {
    ...{ blocks: [], transactions: [], operations: [], events: [] },
    ...{ kinds: new Map(), rows: [], time: 0 },
  }
}

const hex = (bytes: Uint8Array) => `\\x${toHex(bytes)}`

type Values = Readonly<Record<string, unknown>>

function fieldsOf(columns: readonly Column[], values: unknown): JsonObject {
  // The one column of a raw table is the bytes themselves.
  if (values instanceof Uint8Array) return { [columns[0]!.name]: hex(values) }
  return Object.fromEntries(
    columns.map(({ name, field, kind }) => [name, batchValue(kind, (values as Values)[field])]),
  )
}

/** `service/table` at the beginning of a state key. */
function placeOf(key: Uint8Array): string {
  const text = keyText(key)
  return text.slice(0, text.indexOf("/", text.indexOf("/") + 1))
}

/** Reads blocks into batches. */
export class BatchReader {
  private readonly runtime: Runtime
  private readonly layout: Layout

  constructor(runtime: Runtime, layout: Layout) {
    this.runtime = runtime
    this.layout = layout
  }

  /** Rows of a state that came whole: nobody knows who wrote them. */
  rows(height: bigint, keysAndValues: readonly Uint8Array[]): Batches {
    const batches = empty()
    const changes: RowChange[] = []
    for (let at = 0; at < keysAndValues.length; at += 2) {
      const [key, value] = [keysAndValues[at]!, keysAndValues[at + 1]!]
      changes.push({ key, value, before: null, transaction: null, operation: null })
    }
    this.addRows(batches, height, changes)
    return batches
  }

  read(fed: readonly FedBlock[]): Batches {
    const batches = empty()
    for (const block of fed) this.add(batches, block)
    return batches
  }

  private add(batches: Batches, block: FedBlock): void {
    const facts = decodeBlockFacts(block.facts)
    const { callers, changes } = decodeChanges(block.record)
    batches.time = facts.time
    if (block.header !== null) batches.blocks.push(blockRow(block, facts))
    for (const [index, result] of facts.results.entries()) {
      this.addTransaction(batches, block, facts, { index, result, callers })
    }
    for (const [index, leaf] of facts.leaves.entries()) {
      this.addEvent(batches, leaf, facts.first + BigInt(index))
    }
    this.addRows(batches, block.height, changes)
  }

  private addTransaction(
    { transactions, operations }: Batches,
    { height, transactions: all }: FedBlock,
    facts: BlockFacts,
    of: { readonly index: number; readonly result: StoredResult; readonly callers: Callers },
  ): void {
    const { index, result, callers } = of
    const bytes = all[index]!
    const { code, id, cost, refusals, events } = result
    const decoded = id === null ? null : decodeTransaction(bytes, this.runtime)
    const place = { height: String(height), index }
    transactions.push({
      ...{ ...place, code, cost: String(cost), bytes: bytes.length },
      id: id === null ? null : `\\x${id}`,
      time: time.toJson(facts.time),
      caller: callers[index] ?? null,
      mode: decoded?.payload.mode ?? null,
      memo: decoded?.payload.memo ?? null,
      signers: decoded?.signatures.length ?? 0,
      operations: decoded?.payload.operations.length ?? 0,
      first_event: String(facts.first + BigInt(events.first)),
      events: events.count,
    })
    const outcomes = operationsOf(decoded, code, refusals)
    for (const [operation, { command, outcome }] of outcomes.entries()) {
      const refusal = refusals.find((one) => one.operation === operation)
      const { code: said = null, service = null } = refusal ?? {}
      operations.push({ ...place, operation, command, outcome, refusal: said, service })
    }
  }

  private addEvent({ events, kinds }: Batches, leaf: Uint8Array, position: bigint): void {
    const read = readEvent(this.runtime, leaf)
    const { service, event, height, index, operation, transaction, fields } = read
    const place = { position: String(position), height: String(height), index, service, event }
    const id = transaction === null ? null : `\\x${transaction}`
    events.push({ ...place, transaction: id, operation })
    const layout = this.layout.events.get(`${service}/${event}`)!
    const rows = kinds.get(layout) ?? []
    rows.push({
      ...{ _position: place.position, _height: place.height },
      _time: time.toJson(read.time),
      ...fieldsOf(layout.fields, fields),
    })
    kinds.set(layout, rows)
  }

  private addRows({ rows }: Batches, height: bigint, changes: readonly RowChange[]): void {
    const byTable = new Map<TableLayout, RowBatch>()
    for (const { key, value, transaction, operation } of changes) {
      const table = this.layout.tables.get(placeOf(key))!
      let batch = byTable.get(table)
      if (batch === undefined) {
        batch = { table, height, put: [], gone: [] }
        byTable.set(table, batch)
        rows.push(batch)
      }
      const keys = fieldsOf(table.keys, readStateKey(table.shape, key))
      const found = { ...keys, _transaction: transaction }
      if (value === null) batch.gone.push(found)
      else {
        const values = fieldsOf(table.values, table.shape.readRow(value))
        batch.put.push({ ...found, ...values, _operation: operation })
      }
    }
  }
}

function blockRow({ height, header, appHash }: FedBlock, facts: BlockFacts): JsonObject {
  const { hash, proposer } = header!
  const row: Record<string, Json> = {
    height: String(height),
    time: time.toJson(facts.time),
    hash: hex(hash),
    app_hash: hex(appHash),
    proposer: hex(proposer),
    transactions: facts.transactions,
    operations: facts.operations,
    first_event: String(facts.first),
    events: facts.events,
    bytes: facts.bytes,
  }
  return row
}
