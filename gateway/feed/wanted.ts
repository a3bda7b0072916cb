/** What a subscriber asks for: a stream, what of it, and from where on. */
import { Invalid, nearestName, Refusal } from "@concordat/kernel"
import type { Cursor, Ledger } from "@concordat/node"
import { ECHO_MAX } from "../limits.ts"
import { integer } from "../requests/parameters.ts"
import { ALL, cursorOf, nextHeight } from "./cursor.ts"

/** The streams, each with the filters that it offers. */
export const STREAMS = {
  blocks: [],
  transactions: ["service", "command"],
  events: ["service", "event", "organisation"],
} as const

export type Stream = keyof typeof STREAMS
/** Values by the name of their filter; each must fit. */
export type Filters = Readonly<Record<string, string>>

export type Wanted = {
  readonly stream: Stream
  readonly filters: Filters
  /** What was told last. */
  readonly after: Cursor
}

/** What may be asked by name, in an address or in a frame. */
export const PARAMETERS = ["stream", "service", "command", "event", "organisation", "from", "after"]
type Asked = Readonly<Record<string, string | undefined>>

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
  return { stream, filters: filtersOf(ledger, stream, asked), after: startOf(ledger, asked) }
}
