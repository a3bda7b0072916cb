/** What a subscriber asks for: a stream, what of it, and from where on. */
import { Invalid, nearestName, Refusal, type TableShape } from "@concordat/kernel"
import type { Cursor, Ledger } from "@concordat/node"
import { ECHO_MAX } from "../limits.ts"
import { integer } from "../requests/parameters.ts"
import { segment } from "../requests/path.ts"
import { prefixFrom } from "../state-path.ts"
import { ALL, cursorOf, nextHeight } from "./cursor.ts"

/** The streams, each with the filters that it offers. */
export const STREAMS = {
  blocks: [],
  transactions: ["service", "command"],
  events: ["service", "event", "organisation"],
  rows: ["service", "table", "key", "organisation"],
} as const

export type Stream = keyof typeof STREAMS
/** Values by the name of their filter; each must fit. */
export type Filters = Readonly<Record<string, string>>

export type Wanted = {
  readonly stream: Stream
  readonly filters: Filters
  /** What the state keys of wanted rows begin with; null where no key is asked for. */
  readonly prefix: Uint8Array | null
  /** What was told last. */
  readonly after: Cursor
}

/** What may be asked by name, in an address or in a frame. */
export const PARAMETERS = [
  ...["stream", "service", "command", "event", "table", "key", "organisation", "from", "after"],
]
type Asked = Readonly<Record<string, string | undefined>>

const nameOf = ({ name }: TableShape) => name
const shown = (text: string) => text.slice(0, ECHO_MAX)

function streamOf(name: string): Stream {
  if (Object.hasOwn(STREAMS, name)) return name as Stream
  const names = Object.keys(STREAMS)
  const guess = nearestName(name, names)
  const help = guess === null ? "" : ` Did you mean "${guess}"?`
  const reason = `There is no stream "${shown(name)}".${help}`
  throw new Invalid("unknown_stream", "/stream", reason, { expected: names.join(", ") })
}

/** Names that a filter may have on this ledger; null where any may come to be. */
function namesOf({ runtime }: Ledger, filter: string, service?: string): readonly string[] | null {
  const { services } = runtime
  const wanted = services.filter(({ name }) => service === undefined || name === service)
  if (filter === "service") return services.map(({ name }) => name)
  if (filter === "event") return wanted.flatMap(({ events }) => Object.keys(events))
  if (filter === "command") return wanted.flatMap(({ commands }) => Object.keys(commands))
  if (filter === "table") return wanted.flatMap(({ tables }) => Object.values(tables).map(nameOf))
  return null
}

function ensureKnown(names: readonly string[], filter: string, value: string): void {
  if (names.includes(value)) return
  const guess = nearestName(value, names)
  const help = guess === null ? "" : ` Did you mean "${guess}"?`
  const reason = `This ledger has no ${filter} "${shown(value)}".${help}`
  throw new Invalid("unknown_value", `/${filter}`, reason)
}

function filtersOf(ledger: Ledger, stream: Stream, asked: Asked): Filters {
  const offered: readonly string[] = STREAMS[stream]
  const filters: Record<string, string> = {}
  for (const name of PARAMETERS.slice(1, -2)) {
    const value = asked[name]
    if (value === undefined) continue
    if (!offered.includes(name)) {
      const expected = offered.length === 0 ? "no filter" : offered.join(", ")
      const reason = `The stream "${stream}" is not filtered by "${name}".`
      throw new Invalid("filter_unsupported", `/${name}`, reason, { expected })
    }
    const names = namesOf(ledger, name, asked["service"])
    if (names !== null) ensureKnown(names, name, value)
    filters[name] = value
  }
  return filters
}

/** The beginning of state keys that leading parts of a key stand for, as in a row's address. */
function prefixOf({ runtime }: Ledger, { service, table: name, key }: Asked): Uint8Array | null {
  if (key === undefined) return null
  const tables = runtime.services.find((one) => one.name === service)?.tables ?? {}
  const table = Object.values(tables).find((one) => one.name === name)
  if (table === undefined || table.raw !== null) {
    const details = { expected: "service and table" }
    const reason = "A key is of a table: name that and its service too."
    throw new Invalid("filter_unsupported", "/key", reason, details)
  }
  const parts = key.split("/")
  if (parts.length > table.keyFields.length) {
    const details = { limit: table.keyFields.length }
    throw new Invalid("too_long", "/key", "The key has more parts than the table's.", details)
  }
  const given = parts.map((part, i) => [table.keyFields[i]!.name, segment(part)] as const)
  return prefixFrom(table, Object.fromEntries(given))
}

/** Where to begin: behind a cursor, with a block, or with the next one. */
function startOf(ledger: Ledger, { from, after }: Asked): Cursor {
  const { height: tip } = ledger.status()
  if (from !== undefined && after !== undefined) {
    const reason = '"from" and "after" both say where to begin; give one of them.'
    throw new Invalid("duplicate_parameter", "/after", reason)
  }
  const cursor =
    after !== undefined
      ? cursorOf(after)
      : { height: from === undefined ? tip : integer(from, "from") - 1n, index: ALL }
  if (cursor.height <= tip) return cursor
  const details = { height: nextHeight(cursor).toString(), actual: tip.toString() }
  throw new Refusal("height_not_reached", "The feed cannot begin there yet.", details, 404)
}

/**
 * Reads what is asked. Throws `Invalid` (`unknown_stream`, `filter_unsupported`, `unknown_value`,
 * `cursor_invalid`, `duplicate_parameter`) and `Refusal` `height_not_reached`.
 */
export function wantedOf(ledger: Ledger, asked: Asked): Wanted {
  const stream = streamOf(asked["stream"] ?? "events")
  const filters = filtersOf(ledger, stream, asked)
  return { stream, filters, prefix: prefixOf(ledger, asked), after: startOf(ledger, asked) }
}
