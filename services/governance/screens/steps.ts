/**
 * The steps of a proposal, as its events tell them: by the read model where it runs, which finds
 * them however long ago they were; else among the newest of the log.
 */
import {
  type Client,
  getReadModel,
  type LedgerEvent,
  listEvents,
  queryEvents,
} from "@concordat/sdk"

const KINDS = [
  ...["proposal_opened", "ballot_cast", "proposal_accepted", "proposal_held"],
  ...["proposal_executed", "proposal_ended"],
]
const PAGE = 200
/** Pages that are asked for: of one kind of step, and of the log where no read model finds them. */
const PAGES_MAX = 5

/** The newest first; `whole`: no step is missing. */
export type Steps = { readonly events: readonly LedgerEvent[]; readonly whole: boolean }

/** What happened to a proposal up to a height. Throws `read_model_behind`. */
export async function stepsOf(client: Client, proposal: string, at: string): Promise<Steps> {
  const { state } = await getReadModel(client)
  const { events, whole } = await (state === "ready" ? found : newest)(client, proposal, at)
  const inOrder = events.toSorted((a, b) => Number(BigInt(b.position) - BigInt(a.position)))
  return { events: inOrder, whole: whole && inOrder.at(-1)?.event === KINDS[0] }
}

async function found(client: Client, proposal: string, at: string): Promise<Steps> {
  const wanted = { service: "governance", field: "proposal", value: proposal, at }
  const kinds = await Promise.all(KINDS.map((event) => pagesOf(client, { ...wanted, event })))
  return {
    events: kinds.flatMap(({ events }) => events),
    whole: kinds.every(({ whole }) => whole),
  }
}

async function pagesOf(client: Client, wanted: Readonly<Record<string, string>>): Promise<Steps> {
  const events: LedgerEvent[] = []
  let place = {}
  for (let page = 0; page < PAGES_MAX; page++) {
    const { items, next } = await queryEvents(client, { ...wanted, ...place, limit: PAGE })
    events.push(...items)
    if (next === null) return { events, whole: true }
    place = { after: next }
  }
  return { events, whole: false }
}

async function newest(client: Client, proposal: string): Promise<Steps> {
  const all: LedgerEvent[] = []
  let before: string | null = String(Number.MAX_SAFE_INTEGER)
  for (let page = 0; page < PAGES_MAX && before !== null; page++) {
    const answer: Awaited<ReturnType<typeof listEvents>> = await listEvents(client, {
      ...{ service: "governance", before, limit: PAGE },
    })
    all.push(...answer.events.filter(({ fields }) => fields["proposal"] === proposal))
    if (all.at(-1)?.event === KINDS[0]) break
    before = answer.next
  }
  return { events: all, whole: true }
}
