/** Invariants: what must hold after every block. A broken one is a `Bug`: nothing is committed. */
import type { Fields, KeyFields, Values } from "./fields.ts"
import type { Reader } from "./table.ts"
import type { TableShape } from "./table-shape.ts"
import type { View } from "./view.ts"

/** A statement about single rows, or about the whole state where `rows` is null. */
export interface Invariant {
  /** A sentence. */
  readonly text: string
  readonly rows: TableShape | null
  holds(view: View, key: unknown, row: unknown): boolean
}

/** Holds for every row of `rows`: judged for touched rows after every block. */
export function invariant<K extends KeyFields, V extends Fields>(
  text: string,
  definition: {
    readonly rows: Reader<K, V>
    holds(view: View, key: Values<NoInfer<K>>, row: Values<NoInfer<V>>): boolean
  },
): Invariant
/** Holds for the whole state: judged by `concordat verify state` and in tests. */
export function invariant(
  text: string,
  definition: { readonly rows?: never; holds(view: View): boolean },
): Invariant
export function invariant(
  text: string,
  definition: { readonly rows?: TableShape; holds(...facts: never[]): boolean },
): Invariant {
  return { text, rows: definition.rows ?? null, holds: definition.holds as Invariant["holds"] }
}
