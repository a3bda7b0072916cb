/**
 * What a scenario may expect of a step. Each throws an `Error` that tells what was there instead.
 */
import { toHex } from "../bytes.ts"
import type { LoggedEvent } from "../execution/read-event.ts"
import type { Event } from "../service/event.ts"
import type { Fields, KeyFields, Some, Values } from "../service/fields.ts"
import type { Reader } from "../service/table.ts"
import type { TestLedger, TestResult } from "./ledger.ts"

/** What a step came to. */
export type Happened = {
  readonly ledger: TestLedger
  /** The result of the last transaction; null before the first. */
  readonly result: TestResult | null
  /** All events of the last block. */
  readonly events: readonly LoggedEvent[]
}

/** Something that must hold after a step. */
export type Expectation = (happened: Happened) => void

/** The transaction was accepted, every operation of it. */
export const accepted: Expectation = ({ result }) => {
  const first = result?.refusals[0]
  if (first === undefined && result?.code === 0) return
  throw new Error(`expected accepted, found ${first?.code}: ${first?.message}`)
}

/** The transaction was refused with this code, and by this service if named; invalid ones too. */
export function refused(code: string, service?: string): Expectation {
  return ({ result }) => {
    const found = result?.refusals[0]
    const same = found?.code === code && (service === undefined || found.service === service)
    if (same) return
    const by = service === undefined ? "" : ` by ${service}`
    const what = found === undefined ? "accepted" : `${found.code} by ${found.service}`
    throw new Error(`expected refused ${code}${by}, found ${what}`)
  }
}

/** The last block holds this event, with these fields among its own. */
export function emitted<F extends Fields>(
  event: Event<F>,
  fields: Some<NoInfer<F>> = {},
): Expectation {
  return ({ events }) => {
    const named = events.filter(
      (one) => one.event === event.name && one.service === event.binding.service,
    )
    if (named.some((one) => includes(one.fields, fields))) return
    throw new Error(`expected event ${event.name} ${shown(fields)}, found ${shown(events)}`)
  }
}

/** The last block holds no event at all. */
export const silent: Expectation = ({ events }) => {
  if (events.length > 0) throw new Error(`expected no event, found ${shown(events)}`)
}

/** The table holds a row under this key, with these columns among its own. */
export function holds<K extends KeyFields, V extends Fields>(
  table: Reader<K, V>,
  key: Values<NoInfer<K>>,
  columns: Some<NoInfer<V>> = {},
): Expectation {
  return ({ ledger }) => {
    const row = table.get(ledger.view(), key)
    if (row !== undefined && includes(row, columns)) return
    const found = row === undefined ? "no row" : shown(row)
    throw new Error(
      `expected ${table.name} ${shown(key)} to hold ${shown(columns)}, found ${found}`,
    )
  }
}

/** The table holds no row under this key. */
export function lacks<K extends KeyFields, V extends Fields>(
  table: Reader<K, V>,
  key: Values<NoInfer<K>>,
): Expectation {
  return ({ ledger }) => {
    const row = table.get(ledger.view(), key)
    if (row !== undefined) throw new Error(`expected no ${table.name} ${shown(key)}: ${shown(row)}`)
  }
}

/** Whether every named part is there and equal. */
function includes(whole: object, parts: object): boolean {
  const values = whole as Readonly<Record<string, unknown>>
  return Object.entries(parts).every(([name, part]) => shown(values[name]) === shown(part)) // all
}

/** A value in words, the same for equal values. */
export function shown(value: unknown): string {
  if (value instanceof Uint8Array) return `h'${toHex(value)}'`
  if (typeof value === "bigint") return `${value}n`
  if (Array.isArray(value)) return `[${value.map(shown).join(", ")}]`
  if (typeof value !== "object" || value === null) return quoted(value)
  const parts = Object.entries(value).map(([name, part]) => `${name}: ${shown(part)}`) // as given
  return `{${parts.sort((a, b) => (a < b ? -1 : 1)).join(", ")}}`
}

function quoted(value: unknown): string {
  return typeof value === "string" ? `"${value}"` : String(value)
}
