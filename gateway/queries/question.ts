/**
 * A question to the read model as SQL text with its parameters. Conditions are on key prefixes and
 * indexes alone, and pages end by their order, so that no question grows with the ledger.
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

/** What a page is ordered by: columns with their types, in one direction. */
export type Order = {
  readonly columns: readonly (readonly [name: string, type: string])[]
  readonly descending: boolean
}

/** Only rows beyond the place, in the direction of the order. */
export function beyond(question: Question, { columns, descending }: Order, place: Place | null) {
  if (place === null) return
  const names = columns.map(([name]) => `"${name}"`).join(", ")
  // A cursor holds texts: the database reads them as the columns' types.
  const values = columns.map(([, type], i) => question.add(place[i]!, `text::${type}`)).join(", ")
  question.where(`(${names}) ${descending ? "<" : ">"} (${values})`)
}

/** `ORDER BY … LIMIT …`, one row more than the page. */
export function pageEnd({ columns, descending }: Order, limit: number): string {
  const order = columns.map(([name]) => `"${name}"${descending ? " DESC" : ""}`).join(", ")
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
