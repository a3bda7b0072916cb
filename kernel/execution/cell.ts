/** One row of the overlay: what it is now, and who wrote it last. */
import type { TableShape } from "../service/table-shape.ts"
import type { StoredKey, StoredRow } from "../service/view.ts"
import { latin1 } from "./state-key.ts"

/** A cell that says nothing: the committed state's row holds. */
export const UNTOUCHED: unique symbol = Symbol("untouched")

/** One row that was written at least once, maybe undone since. */
export class Cell {
  readonly table: TableShape
  readonly place: string
  /** Only the key's fields, each of its kind. */
  readonly key: StoredKey
  /** The state key. */
  readonly bytes: Uint8Array
  /** The row now; undefined: deleted. */
  row: StoredRow | undefined | typeof UNTOUCHED = UNTOUCHED
  /** Who wrote last: index of the transaction and of its operation; null for hooks. */
  transaction: number | null = null
  operation: number | null = null
  private keyOrder: string | null = null

  constructor(table: TableShape, place: string, key: StoredKey, bytes: Uint8Array) {
    this.table = table
    this.place = place
    this.key = key
    this.bytes = bytes
  }

  get order(): string {
    this.keyOrder ??= latin1(this.bytes)
    return this.keyOrder
  }
}

/** A cell that says something. */
export type Written = Cell & { readonly row: StoredRow | undefined }
