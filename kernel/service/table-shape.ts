/** What the executor, the projector and the documentation know of a table, whatever its types. */
import type { KeyKind, Kind } from "../schema/kind.ts"

/** One field of a key. */
export type KeyField = { readonly name: string; readonly kind: KeyKind<unknown> }

/** Shape of a table, and the service that declared it. */
export interface TableShape {
  readonly name: string
  /** Key fields in declared order; empty for a table of one row and for raw tables. */
  readonly keyFields: readonly KeyField[]
  /** Kind of a row: a record, or bytes for a raw table. */
  readonly row: Kind<unknown>
  /** A stored row: an option field that a later version added may be absent, and reads as null. */
  readRow(bytes: Uint8Array): unknown
  /** Column names in declared order; empty for raw tables. */
  readonly columns: readonly string[]
  /** Kinds of the columns by name. */
  readonly columnKinds: Readonly<Record<string, Kind<unknown>>>
  /** Columns that SQL indexes. */
  readonly indexes: readonly string[]
  /**
   * The service's refusal, by its code, that answers a question for a row that is not there; null:
   * `unknown_record`. A code and not the refusal, so that a verifier needs the tables alone.
   */
  readonly absent: string | null
  /** Bounds of a raw table's key and value in bytes, else null. */
  readonly raw: { readonly key: number; readonly value: number } | null
  /** Cost of a put, patch or delete: 10 + largest row ÷ 1,024. */
  readonly writeUnits: number
  readonly binding: Binding
}

/** Set once, by `service()`: whose code may write. Null: not declared by any service. */
export type Binding = { service: string | null }
