/** One row of the overlay: what it is now, and who wrote it last. */
import type { TableShape } from "../service/table-shape.ts"
import type { StoredKey, StoredRow } from "../service/view.ts"
import { checkKey, latin1, stateKey } from "./state-key.ts"

/** A cell that says nothing: the committed state's row holds. */
export const UNTOUCHED: unique symbol = Symbol("untouched")

/** One row that was written at least once, maybe undone since. */
export class Cell {
  readonly table: TableShape
  readonly place: string
  /** Only the key's fields. */
  readonly key: StoredKey
  /** The row now; undefined: deleted. */
  row: StoredRow | undefined | typeof UNTOUCHED = UNTOUCHED
  /** Who wrote last: index of the transaction and of its operation; null for hooks. */
  transaction: number | null = null
  operation: number | null = null
  private keyBytes: Uint8Array | null = null
  private keyOrder: string | null = null

  constructor(table: TableShape, place: string, key: StoredKey) {
    this.table = table
    this.place = place
    this.key = key
  }

  /** The state key. A key outside its kinds throws `Invalid`. */
  get bytes(): Uint8Array {
    if (this.keyBytes !== null) return this.keyBytes
    checkKey(this.table, this.key)
    this.keyBytes = stateKey(this.table, this.key)
    return this.keyBytes
  }

  get order(): string {
    this.keyOrder ??= latin1(this.bytes)
    return this.keyOrder
  }
}
