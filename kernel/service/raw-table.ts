/**
 * Raw tables: plain bytes both ways, for rows that foreign verifiers read (ARCHITECTURE.md,
 * "State").
 */
import { bytes } from "../schema/bytes.ts"
import { assertFieldName } from "../schema/names.ts"
import { writeUnits, writing } from "./table-operations.ts"
import type { TableShape } from "./table-shape.ts"
import type { PruneRange, ScanRange, View, Writer } from "./view.ts"

/** One row of a scan. */
export type RawEntry = { readonly key: Uint8Array; readonly value: Uint8Array }

/** A table of byte strings: 1 to `raw.key` bytes to 1 to `raw.value` bytes. */
export interface RawTable extends TableShape {
  get(view: View, key: Uint8Array): Uint8Array | undefined
  has(view: View, key: Uint8Array): boolean
  put(tx: Writer, key: Uint8Array, value: Uint8Array): void
  delete(tx: Writer, key: Uint8Array): boolean
  scan(view: View, prefix: Uint8Array, range: ScanRange<Uint8Array>): readonly RawEntry[]
  /** Deletes up to `limit` rows under the prefix whose whole key is below `prefix ‖ below`. */
  prune(tx: Writer, prefix: Uint8Array, range: PruneRange<Uint8Array>): number
}

/** A raw table by name, with the largest sizes of key and value in bytes. */
export function rawTable(
  name: string,
  raw: { readonly key: number; readonly value: number },
): RawTable {
  assertFieldName(name)
  const shape: TableShape = {
    ...{ name, keyFields: [], row: bytes(raw.value, 1), columns: [], columnKinds: {}, indexes: [] },
    ...{ absent: null, raw, writeUnits: writeUnits(raw.value), binding: { service: null } },
    readRow: (bytes) => bytes,
  }
  const { get, has, put, scan, prune } = writing
  return Object.assign(shape, { get, has, put, delete: writing.delete, scan, prune }) as RawTable
}
