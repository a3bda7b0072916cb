/**
 * A question that a service offers by name over the SQL read model. It is no consensus code: it
 * reads what blocks left behind, and answers a page of rows. The builder is the caller's, so the
 * kernel knows no SQL library; names of tables and columns are checked by the types below.
 */
import type { Kind } from "../schema/kind.ts"
import type { SqlValue } from "../schema/sql.ts"
import type { Event } from "./event.ts"
import type { Fields, Values } from "./fields.ts"
import type { Key, Row } from "./table.ts"

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
