/**
 * Whether the rows of the read model are those of the state: both are gone through in key order,
 * each is hashed, row by row, and the first difference is named.
 */
import {
  compareBytes,
  concat,
  encode,
  equalBytes,
  type Hash,
  hashOf,
  type Json,
  readStateKey,
  sha256,
  type TableShape,
} from "@concordat/kernel"
import { keyText } from "../store/key-index.ts"
import type { Database } from "./database.ts"
import type { Layout, TableLayout } from "./layout.ts"
import { rowsInOrder, type StateRow } from "./sql-rows.ts"

/** The first row that differs; null stands for no such row. */
export type Difference = {
  /** `service/table`. */
  readonly table: string
  readonly key: Json
  readonly state: Json
  readonly readModel: Json
}

/** What comparing came to. */
export type Comparison = {
  /** Rows of the state. */
  readonly rows: number
  /** SHA-256 over all rows, of either side. */
  readonly state: Hash
  readonly readModel: Hash
  readonly difference: Difference | null
}

/** A hash over rows: each step hashes the one before, the key's length, key and value. */
class RowDigest {
  private digest: Uint8Array = new Uint8Array(32)
  count = 0

  add([key, value]: StateRow): void {
    const length = new Uint8Array(2)
    new DataView(length.buffer).setUint16(0, key.length)
    this.digest = sha256(concat(this.digest, length, key, value))
    this.count++
  }

  get hash(): Hash {
    return hashOf(this.digest)
  }
}

const placeOf = (key: Uint8Array) => keyText(key).split("/", 2).join("/")

function jsonOf(shape: TableShape, value: Uint8Array | null): Json {
  return value === null ? null : shape.row.toJson(shape.readRow(value))
}

function keyJson(shape: TableShape, key: Uint8Array): Json {
  const read = readStateKey(shape, key)
  if (read instanceof Uint8Array) return keyText(read)
  const fields = read as Readonly<Record<string, unknown>>
  return Object.fromEntries(
    shape.keyFields.map(({ name, kind }) => [name, kind.toJson(fields[name])]),
  )
}

/** Both sides by key, null where one of them has no row. */
async function* besides(
  state: AsyncIterator<StateRow>,
  sql: AsyncIterator<StateRow>,
): AsyncGenerator<readonly [StateRow | null, StateRow | null]> {
  const next = async (rows: AsyncIterator<StateRow>) => {
    const { value, done } = await rows.next()
    return done ? null : (value as StateRow)
  }
  let [left, right] = [await next(state), await next(sql)]
  while (left !== null || right !== null) {
    const order = left === null ? 1 : right === null ? -1 : compareBytes(left[0], right[0])
    yield [order > 0 ? null : left, order < 0 ? null : right]
    if (order <= 0) left = await next(state)
    if (order >= 0) right = await next(sql)
  }
}

async function* sqlRows(
  on: Pick<Database, "executeQuery">,
  layout: Layout,
): AsyncGenerator<StateRow> {
  const ordered = [...layout.tables].sort(([a], [b]) => (`${a}/` < `${b}/` ? -1 : 1))
  for (const [, table] of ordered) yield* rowsInOrder(on, table)
}

/** The value's present form: a stored one may lack an option that a later version brought. */
function present({ shape }: TableLayout, value: Uint8Array): Uint8Array {
  return shape.raw === null ? encode(shape.row, shape.readRow(value)) : value
}

/** Compares everything; `state` gives all rows of one height in key order. */
export async function compareRows(
  on: Pick<Database, "executeQuery">,
  layout: Layout,
  state: AsyncIterable<StateRow>,
  tell: (rows: number) => void = () => {},
): Promise<Comparison> {
  const [ours, theirs] = [new RowDigest(), new RowDigest()]
  let difference: Difference | null = null
  const sides = besides(state[Symbol.asyncIterator](), sqlRows(on, layout))
  for await (const [left, right] of sides) {
    const key = (left ?? right)![0]
    const table = layout.tables.get(placeOf(key))!
    const expected = left === null ? null : present(table, left[1])
    const found = right?.[1] ?? null
    if (expected !== null) ours.add([key, expected])
    if (found !== null) theirs.add([key, found])
    tell(ours.count)
    const same = expected !== null && found !== null && equalBytes(expected, found)
    if (same || difference !== null) continue
    const { shape } = table
    difference = {
      ...{ table: placeOf(key), key: keyJson(shape, key) },
      ...{ state: jsonOf(shape, expected), readModel: jsonOf(shape, found) },
    }
  }
  return { rows: ours.count, state: ours.hash, readModel: theirs.hash, difference }
}
