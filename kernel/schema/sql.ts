/**
 * A SQL column as data: the read model is built from it, and values go both ways without loss.
 * Order of text is that of its bytes (`COLLATE "C"`), as in the state.
 */
import { Bug } from "../failures.ts"

/** What is handed to a driver as a parameter. JSON columns take JSON text. */
export type SqlValue = null | boolean | number | string | Uint8Array

/** A column, and how values go into it and come out. */
export interface SqlColumn<T> {
  /** PostgreSQL type, as `numeric(20)`. */
  readonly type: string
  readonly nullable: boolean
  /** Whether people look for words in it: free text, and no name or number. */
  readonly words: boolean
  /** A condition on `column`, already quoted, or null: `column IN ('a', 'b')`. */
  check(column: string): string | null
  to(value: T): SqlValue
  /**
   * The value of a column as drivers give it: numerics as string, number or bigint; `timestamptz`
   * as RFC 3339 text or an object with `getTime`; JSON as text or parsed. Throws `Bug` for
   * anything else: the read model is ours.
   */
  from(column: unknown): T
}

const NO_CHECK = () => null

/** A column that is never null and has no condition of its own, unless `parts` says so. */
export function sqlColumn<T>(
  parts: Pick<SqlColumn<T>, "type" | "to" | "from"> & Partial<SqlColumn<T>>,
): SqlColumn<T> {
  const { type, nullable = false, words = false, check = NO_CHECK, to, from } = parts
  return { type, nullable, words, check, to, from }
}

/** `adminThreshold` as a column or table name: `admin_threshold`. */
export function sqlName(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => "_" + letter.toLowerCase()).replaceAll("-", "_")
}

/** The schemas of a service's tables: of its rows, of what they were before, of its events. */
export function sqlSchemas(service: string) {
  const rows = sqlName(service)
  return { rows, history: `${rows}_history`, events: `${rows}_events` } as const
}

/** What words are looked for in, of these columns; an index has the same expression. */
export function sqlWords(columns: readonly string[]): string {
  const text = columns.map((column) => `coalesce("${column}", '')`).join(" || ' ' || ")
  return `to_tsvector('simple', ${text})`
}

/** A driver's value of a column, if it is what the column holds. */
export function columnBug(type: string, column: unknown): Bug {
  return new Bug(`A ${type} column gave a ${column === null ? "null" : typeof column}.`)
}
