/**
 * A question to the read model as SQL text with its parameters. Conditions are on key prefixes and
 * indexes, and pages end by their order, so that no question grows with the ledger; what else may
 * be asked is bounded (`listing.ts`).
 */
import type { Ledger, ReadModelAnswer } from "@concordat/node"
import { cursorText, type Place } from "./cursor.ts"

/** What a driver takes. */
export type Parameter = string | number | boolean | Uint8Array | null

/** SQL text that is put together, with what stands in it as `$1`, `$2`… */
export class Question {
  private readonly conditions: string[] = []
  readonly parameters: Parameter[] = []

  /** A parameter's name in the text, with the type it is compared as. */
  add(value: Parameter, type: string): string {
    this.parameters.push(value)
    return `$${this.parameters.length}::${type}`
  }

  /** Demands something of every row. */
  where(condition: string): void {
    this.conditions.push(condition)
  }

  /** `WHERE …`, or nothing. */
  get filter(): string {
    return this.conditions.length === 0 ? "" : `WHERE ${this.conditions.join(" AND ")}`
  }
}

/** A column of an order: its name in the answer, its value in SQL; only the first may be null. */
export type Ordered = {
  readonly name: string
  readonly expression: string
  readonly type: string
  readonly nullable: boolean
}

/** What a page is ordered by: columns with their types, in one direction. */
export type Order = { readonly columns: readonly Ordered[]; readonly descending: boolean }

/** A column of an order under its own name. */
export function orderedBy(name: string, type: string): Ordered {
  return { name, expression: `"${name}"`, type, nullable: false }
}

/** What an order takes out of records: columns to select besides those of the rows. */
export function orderedParts({ columns }: Order): readonly string[] {
  return columns
    .filter(({ name, expression }) => expression !== `"${name}"`)
    .map(({ name, expression }) => `${expression} AS "${name}"`)
}

/** Only rows beyond the place, in the direction of the order. */
export function beyond(question: Question, { columns, descending }: Order, place: Place | null) {
  if (place === null) return
  const further = (some: readonly Ordered[], from: number) => {
    const names = some.map(({ expression }) => expression).join(", ")
    // A cursor holds texts: the database reads them as the columns' types.
    const value = ({ type }: Ordered, at: number) =>
      question.add(place[from + at]!, `text::${type}`)
    return `(${names}) ${descending ? "<" : ">"} (${some.map(value).join(", ")})`
  }
  const [lead, ...rest] = columns
  const isNone = `${lead?.expression} IS NULL`
  if (lead?.nullable !== true) question.where(further(columns, 0))
  else if (place[0] === null) {
    // PostgreSQL has null as the greatest: the last one upwards, the first one downwards.
    const same = `(${isNone} AND ${further(rest, 1)})`
    question.where(descending ? `(${same} OR ${lead.expression} IS NOT NULL)` : same)
  } else question.where(descending ? further(columns, 0) : `(${further(columns, 0)} OR ${isNone})`)
}

/** `ORDER BY … LIMIT …`, one row more than the page. */
export function pageEnd({ columns, descending }: Order, limit: number): string {
  const order = columns.map(({ name }) => `"${name}"${descending ? " DESC" : ""}`).join(", ")
  return `${order === "" ? "" : `ORDER BY ${order}`} LIMIT ${limit + 1}`
}

export type SqlRow = Readonly<Record<string, unknown>>

/** The rows of a page, and the cursor of the next one. */
export function pageOf(
  answer: ReadModelAnswer,
  of: string,
  limit: number,
  placeOf: (row: SqlRow) => Place,
): { readonly rows: readonly SqlRow[]; readonly next: string | null } {
  const rows = answer.rows as readonly SqlRow[]
  const kept = rows.slice(0, limit)
  const last = kept.at(-1)
  const more = rows.length > limit && last !== undefined
  return { rows: kept, next: more ? cursorText(of, placeOf(last)) : null }
}

/** Asks a question, as of a height where one is given. */
export function ask(
  ledger: Ledger,
  text: string,
  { parameters }: Question,
  at: bigint | undefined,
): Promise<ReadModelAnswer> {
  return ledger.readModel.query(text, parameters, at)
}
