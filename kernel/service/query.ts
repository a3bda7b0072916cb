/**
 * A question that a service offers by name over the SQL read model. It is no consensus code: it
 * reads what blocks left behind, and answers a page of rows. The builder is the caller's, so the
 * kernel knows no SQL library; names of tables and columns are checked by the types below.
 */
import { KEY_BYTES_MAX } from "../limits.ts"
import type { FormField } from "../schema/field.ts"
import type { Kind } from "../schema/kind.ts"
import type { SqlValue } from "../schema/sql.ts"
import type { Event } from "./event.ts"
import type { Fields, Values } from "./fields.ts"
import type { Key, Row } from "./table.ts"
import type { TableShape } from "./table-shape.ts"

/** What a builder gives: a statement that only reads, without order and limit. */
export type BuiltQuery = {
  compile(): { readonly sql: string; readonly parameters: readonly unknown[] }
}

/** A named query as whoever serves it sees it. */
export interface NamedQuery {
  readonly about: string
  /** Parameters; those of kind `option` may be left out. */
  readonly input: Fields
  /** Columns of the answer by field. */
  readonly output: Fields
  /** Output fields that order the rows and tell each from all others. */
  readonly order: readonly string[]
  readonly descending: boolean
  build(db: never, input: never): BuiltQuery
}

/**
 * A named query.
 * @example
 * export const mine = query({
 *   about: "Tickets of a holder, the newest first",
 *   input: { holder: party },
 *   output: { id: u64, title: text(80) },
 *   ...{ order: ["id"], descending: true },
 *   build: (db: Kysely<Tables>, { holder }) =>
 *     db.selectFrom("tickets.tickets").select(["id", "title"]).where("holder", "=", holder),
 * })
 */
export function query<I extends Fields, O extends Fields, B>(definition: {
  readonly about: string
  readonly input: I
  readonly output: O
  readonly order: readonly (keyof O & string)[]
  readonly descending: boolean
  build(db: B, input: Values<I>): BuiltQuery
}): NamedQuery {
  return definition as unknown as NamedQuery
}

/** A value as a parameter of SQL: hashes as bytes, times and wide numbers as text. */
export function sqlParameter<T>(kind: Kind<T>, value: T): SqlValue {
  return kind.sql.to(value)
}

type Snake<S extends string> = S extends `${infer H}${infer T}`
  ? H extends Lowercase<H>
    ? `${H}${Snake<T>}`
    : `_${Lowercase<H>}${Snake<T>}`
  : S

type Named<R> = { [N in keyof R & string as Snake<N>]: SqlValue }

/** Columns of a table in SQL. */
export type SqlTable<T> = Named<Key<T>> &
  Named<Row<T>> & { _height: SqlValue; _transaction: SqlValue; _operation: SqlValue }

/** Columns of an event in SQL. */
export type SqlEvent<E> =
  E extends Event<infer F>
    ? Named<F> & { _position: SqlValue; _height: SqlValue; _time: SqlValue }
    : never

/** Columns of what a table's rows were before. */
export type SqlHistory<T> = SqlTable<T> & { _until: SqlValue }

/** Columns of the ledger's own tables, as far as questions need them. */
export type SqlLedger = {
  "ledger.blocks": { height: SqlValue; time: SqlValue; first_event: SqlValue }
  "ledger.marker": { height: SqlValue; time: SqlValue }
}

const refersTo = (field: FormField): string | undefined =>
  field.control === "optional" ? refersTo(field.of) : field.refersTo

/**
 * Fields of an event by which it is found in SQL: those by which tables of its service are keyed or
 * indexed, and those that refer to a row; never what is longer than a key.
 */
export function indexedFields(event: Event, tables: Iterable<TableShape>): readonly string[] {
  const known = new Set<string>()
  for (const { keyFields, indexes } of tables) {
    for (const { name } of keyFields) known.add(name)
    for (const name of indexes) known.add(name)
  }
  return event.names.filter((name) => {
    const { field, sql, sizeMax } = event.fields[name]!
    const isShort = sql.type !== "jsonb" && sizeMax <= KEY_BYTES_MAX
    return isShort && (known.has(name) || refersTo(field) !== undefined)
  })
}
