/** What the handles of tables do: they ask the access to rows that their view or tx carries. */
import type { TableShape } from "./table-shape.ts"
import {
  type PruneRange,
  rows,
  type ScanRange,
  type StoredKey,
  type StoredRow,
  type View,
  type Writer,
} from "./view.ts"

/** What every handle of a table can do. */
export const reading = {
  get(this: TableShape, view: View, key: StoredKey): StoredRow | undefined {
    return view[rows].get(this, key)
  },
  has(this: TableShape, view: View, key: StoredKey): boolean {
    return view[rows].get(this, key) !== undefined
  },
  scan(this: TableShape, view: View, prefix: StoredKey, range: ScanRange<StoredKey>) {
    return view[rows].scan(this, prefix, range)
  },
}

/** What the owner's handle can do. */
export const writing = {
  ...reading,
  put(this: TableShape, tx: Writer, key: StoredKey, row: StoredRow): void {
    tx[rows].put(this, key, row)
  },
  patch(this: TableShape, tx: Writer, key: StoredKey, some: Readonly<Record<string, unknown>>) {
    tx[rows].patch(this, key, some)
  },
  delete(this: TableShape, tx: Writer, key: StoredKey): boolean {
    return tx[rows].delete(this, key)
  },
  prune(this: TableShape, tx: Writer, prefix: StoredKey, range: PruneRange<StoredKey>): number {
    return tx[rows].prune(this, prefix, range)
  },
}

/** Cost of a put, patch or delete of rows of up to `sizeMax` bytes (ARCHITECTURE.md, "Cost"). */
export function writeUnits(sizeMax: number): number {
  return 10 + (sizeMax >>> 10)
}
