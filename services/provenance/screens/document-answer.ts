/** What the ledger says of one document: its row, its statement's, its class's, its events. */
import { type FoundRow, rowsAsOf, type Unborn } from "@concordat/console/components"
import type { Row, TableShape } from "@concordat/kernel"
import { type Client, type LedgerEvent, listEvents, status } from "@concordat/sdk"
import { type DocumentState, type Standing, stateAt, worse } from "../standing.ts"
import { classes, items, statements } from "../tables.ts"

/** Events of one question, and how many questions are asked for one history. */
const EVENTS = 200
const PAGES_MAX = 10

/** All of it. */
export type DocumentAnswer = {
  readonly item: Row<typeof items>
  readonly statement: Row<typeof statements>
  readonly class: Row<typeof classes>
  readonly height: string
  /** Time of that block, milliseconds of 1970. */
  readonly time: number
  /** Whether the node keeps the state of that block. */
  readonly provable: boolean
  /** Newest first. */
  readonly events: readonly LedgerEvent[]
  /** Whether the events reach back to the registration. */
  readonly whole: boolean
}

/** That the ledger had no row of the document then. */
type NoDocument = { readonly absent: FoundRow }

/** The answer, now or as of the moment `at`. */
export async function askDocument(
  client: Client,
  issuer: string,
  handle: string,
  at: string | null,
): Promise<DocumentAnswer | NoDocument | Unborn> {
  const rows = await rowsAsOf(client, at)
  if ("began" in rows) return rows
  const read = (table: TableShape, key: readonly string[]) =>
    rows.row({ service: "provenance", table: table.name }, table, key)
  const found = await read(items, [issuer, handle])
  if (found.row === null) return { absent: found }
  const item = rowIn(items, found)
  const statement = rowIn(statements, await read(statements, [item.statement]))
  const of = rowIn(classes, await read(classes, [statement.class]))
  const { events, whole } = await eventsOf(client, handle, item.statement)
  const { height, time, provable } = found
  const known = events.filter((event) => BigInt(event.height) <= BigInt(height))
  const standing = { height, time: Date.parse(time ?? ""), provable }
  return { item, statement, class: of, ...standing, events: known, whole }
}

/** What a found row holds; a document's statement and class are there as long as it is. */
function rowIn<T extends TableShape>(table: T, { row }: FoundRow): Row<T> {
  return table.row.fromJson(row!.value) as Row<T>
}

/** Whether an event is about the document or its statement. */
function isAbout({ fields }: LedgerEvent, handle: string, statement: string): boolean {
  const { target, handles } = fields as { target?: Record<string, unknown>; handles?: unknown }
  const named = [fields["handle"], fields["replacedBy"], target?.["item"]]
  const whole = [fields["statement"], target?.["statement"]]
  const among = Array.isArray(handles) && handles.includes(handle)
  return among || named.includes(handle) || whole.includes(statement)
}

/** The document's events, newest first, back to its registration where it is not too far. */
async function eventsOf(client: Client, handle: string, statement: string) {
  const found: LedgerEvent[] = []
  let before = (await status(client)).log.size
  for (let page = 0; page < PAGES_MAX; page++) {
    const answer = await listEvents(client, { service: "provenance", before, limit: EVENTS })
    found.push(...answer.events.filter((event) => isAbout(event, handle, statement)))
    const registered = found.some(
      ({ event, fields }) => event === "statement_registered" && fields["statement"] === statement,
    )
    if (registered || answer.next === null) return { events: found, whole: true }
    before = answer.next
  }
  return { events: found, whole: false }
}

/** What counts now: the worse of the document's and its statement's own standing. */
export type Standings = {
  readonly state: DocumentState | "expired"
  readonly by: Standing
  readonly until: number | null
}

/** The standing at the time of the answer. */
export function standingOf({ item, statement, time }: DocumentAnswer): Standings {
  const own = stateAt(item.status, time)
  const whole = stateAt(statement.status, time)
  const state = worse(own, whole)
  const by = state === own ? item.status : statement.status
  const { until } = statement
  if (state === "valid" && until !== null && until <= time) return { state: "expired", by, until }
  return { state, by, until }
}
