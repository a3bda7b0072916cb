/** The flat state as bytes, and the decoded rows that an execution reads. */
import type { TableShape } from "../service/table-shape.ts"
import type { StoredKey, StoredRow } from "../service/view.ts"
import { freezeDeep } from "./freeze.ts"
import { Generations } from "./generations.ts"
import { isKey, placeOf, readStateKey, stateKey } from "./state-key.ts"

/** Which rows a scan of bytes returns. */
export type KeyRange = {
  /** Only keys beyond this one in the direction of the scan. */
  readonly after?: Uint8Array
  readonly reverse?: boolean
  readonly limit: number
}

/** The committed state, synchronous: bytes by state key, and in key order under a prefix. */
export interface StateReader {
  get(key: Uint8Array): Uint8Array | undefined
  scan(prefix: Uint8Array, range: KeyRange): readonly (readonly [Uint8Array, Uint8Array])[]
}

/** One changed row of a block. */
export type Write = {
  readonly key: Uint8Array
  /** Null: deleted. */
  readonly value: Uint8Array | null
  /** SHA-256(key), where the row lies in the trie. */
  readonly keyHash: Uint8Array
  readonly service: string
  /** Index of the transaction that wrote last; null: a hook, or the kernel. */
  readonly transaction: number | null
  /** Index of its operation. */
  readonly operation: number | null
}

/** A state that can be moved on by a block. */
export interface StateRows extends StateReader {
  apply(writes: readonly Write[]): void
}

/** Decoded rows of one table kept in memory, in each of two generations. */
const CACHED_ROWS_MAX = 65_536

/** Decoded rows of the committed state. Rows are shared: nobody changes one. */
export class DecodedRows {
  private readonly reader: StateReader
  private readonly tables = new Map<object, Generations<StoredRow | null>>()
  /** Whether rows are frozen, so that a service that changes one fails. */
  readonly freeze: boolean

  constructor(reader: StateReader, freeze: boolean) {
    this.reader = reader
    this.freeze = freeze
  }

  /** The row at `place` (see `placeOf`), which `key` names. */
  get(table: TableShape, place: string, key: StoredKey): StoredRow | undefined {
    const known = this.known(table)
    const cached = known.get(place)
    if (cached !== undefined) return cached ?? undefined
    // A key outside its kinds names no row: its bytes could be those of another key.
    if (!isKey(table, key)) return undefined
    const bytes = this.reader.get(stateKey(table, key))
    const row = bytes === undefined ? null : this.decode(table, bytes)
    known.set(place, row)
    return row ?? undefined
  }

  /** One page of a scan: decoded, in the order of the range. */
  scan(table: TableShape, prefix: Uint8Array, range: KeyRange): readonly DecodedEntry[] {
    const known = this.known(table)
    return this.reader.scan(prefix, range).map(([bytes, value]) => {
      const key = readStateKey(table, bytes)
      const place = placeOf(table, key)
      let row = known.get(place)
      if (row === undefined || row === null) {
        row = this.decode(table, value)
        known.set(place, row)
      }
      return { bytes, key, row }
    })
  }

  /** What a commit wrote. */
  replace(table: TableShape, place: string, row: StoredRow | undefined): void {
    this.known(table).set(place, row ?? null)
  }

  private known(table: TableShape): Generations<StoredRow | null> {
    let known = this.tables.get(table.binding)
    if (known === undefined) {
      known = new Generations(CACHED_ROWS_MAX)
      this.tables.set(table.binding, known)
    }
    return known
  }

  private decode(table: TableShape, bytes: Uint8Array): StoredRow {
    const row = table.readRow(bytes) as StoredRow
    return this.freeze ? freezeDeep(row) : row
  }
}

/** A row of the committed state with its key in both forms. */
export type DecodedEntry = {
  readonly bytes: Uint8Array
  readonly key: StoredKey
  readonly row: StoredRow
}
