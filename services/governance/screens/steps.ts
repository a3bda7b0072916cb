/**
 * The steps of a proposal, as its events tell them: by the read model where it runs, which finds
 * them however long ago they were; else among the newest of the log.
 */
import { type Client, getJson, getReadModel, type LedgerEvent, listEvents } from "@concordat/sdk"

const KINDS = [
  ...["proposal_opened", "ballot_cast", "proposal_accepted", "proposal_held"],
  ...["proposal_executed", "proposal_ended"],
]
/** Ballots of one proposal at most, given anew included, that a page tells. */
const PAGE = 200
/** Pages of the log that are looked at, where no read model finds them. */
const PAGES_MAX = 5

/** The newest first; `whole`: the first step is among them. */
export type Steps = { readonly events: readonly LedgerEvent[]; readonly whole: boolean }

/** What happened to a proposal. */
export async function stepsOf(client: Client, proposal: string): Promise<Steps> {
  const { state } = await getReadModel(client)
  const events = await (state === "ready" ? found : newest)(client, proposal)
  const inOrder = events.toSorted((a, b) => Number(BigInt(b.position) - BigInt(a.position)))
  return { events: inOrder, whole: inOrder.at(-1)?.event === KINDS[0] }
}

async function found(client: Client, proposal: string): Promise<readonly LedgerEvent[]> {
  const pages = KINDS.map((event) => {
    const wanted = { service: "governance", event, field: "proposal", value: proposal }
    const query = new URLSearchParams({ ...wanted, limit: String(PAGE) })
    return getJson(client, `/v1/read-model/events?${query}`)
  })
  const answers = await Promise.all(pages)
  return answers.flatMap(({ items }) => items as unknown as readonly LedgerEvent[])
}

async function newest(client: Client, proposal: string): Promise<readonly LedgerEvent[]> {
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
  return all
}
