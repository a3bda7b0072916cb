/** What the ledger says of one document now: its row, its statement's, its class's, its events. */
import type { Row, TableShape } from "@concordat/kernel"
import { type Client, getRow, type LedgerEvent, listEvents, SdkError, status } from "@concordat/sdk"
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
  /** Newest first. */
  readonly events: readonly LedgerEvent[]
  /** Whether the events reach back to the registration. */
  readonly whole: boolean
}

async function read<T extends TableShape>(client: Client, table: T, key: readonly string[]) {
  const { row, height, time } = await getRow(client, "provenance", table.name, key)
  return { row: table.row.fromJson(row!.value) as Row<T>, height, time: Date.parse(time) }
}

/** The answer; null where the ledger has no row of the document. */
export async function askDocument(
  client: Client,
  issuer: string,
  handle: string,
): Promise<DocumentAnswer | null> {
  try {
    const { row: item, height, time } = await read(client, items, [issuer, handle])
    const { row: statement } = await read(client, statements, [item.statement])
    const { row: of } = await read(client, classes, [statement.class])
    const history = await eventsOf(client, handle, item.statement)
    return { item, statement, class: of, height, time, ...history }
  } catch (failure) {
    if (failure instanceof SdkError && failure.status === 404) return null
    throw failure
  }
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
