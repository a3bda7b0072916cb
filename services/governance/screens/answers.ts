/** What the ledger says of proposals and of how they are decided, read by the service's tables. */
import type { RowJson } from "@concordat/console/components"
import type { Row, TableShape } from "@concordat/kernel"
import { type Client, getRow, listRows, SdkError } from "@concordat/sdk"
import { consortium } from "../../organisations/service.ts"
import type { Action } from "../action-kind.ts"
import { ruleFor } from "../constitution.ts"
import { type Count, countOf } from "../count.ts"
import { type ProposalState, stateAt } from "../life.ts"
import {
  actions,
  ballots,
  constitution,
  freezes,
  type Proposal,
  parameters,
  proposals,
} from "../tables.ts"

/** Rows of one question. */
const PAGE = 200
/** Ballots of a proposal are at most as many as members. */
const BALLOTS_PAGES = 2

type Ballot = Row<typeof ballots>

/** A proposal with its name. */
export type Named = { readonly id: string; readonly row: Proposal; readonly state: ProposalState }

const read = <T extends TableShape>(table: T, { value }: RowJson) =>
  table.row.fromJson(value) as Row<T>

async function one<T extends TableShape>(client: Client, service: string, table: T) {
  const { row, height, time } = await getRow(client, service, table.name, [])
  return { row: read(table, row!), height, time: Date.parse(time) }
}

/** The constitution, the members, and the parameters that were set. */
export async function askConstitution(client: Client) {
  const { row, height, time } = await one(client, "governance", constitution)
  const { row: register } = await one(client, "organisations", consortium)
  const { rows } = await listRows(client, "governance", "parameters", { limit: PAGE })
  const set = new Map(rows.map((each) => [String(each.key["name"]), read(parameters, each).value]))
  return { constitution: row, members: register.members, set, height, time }
}

/** Proposals, first those that are live, with the time by which their states are told. */
export async function askProposals(client: Client) {
  const { constitution: law, members, time } = await askConstitution(client)
  const { rows, next } = await listRows(client, "governance", "proposals", { limit: PAGE })
  const all = rows.map((each): Named => {
    const row = read(proposals, each)
    return { id: String(each.key["proposal"]), row, state: stateAt(row, time) }
  })
  const voted = await votesOf(client, all)
  const frozen = await listRows(client, "governance", "freezes", { limit: PAGE })
  const stopped = frozen.rows
    .map((each) => ({ scope: String(each.key["scope"]), ...read(freezes, each) }))
    .filter(({ until }) => time < until)
  return { law, members, time, all, more: next !== null, voted, stopped }
}

/** Who voted on each live proposal. */
async function votesOf(client: Client, all: readonly Named[]) {
  const live = all.filter(({ state }) => state === "open" || state === "accepted")
  const entries = live.map(async ({ id }) => {
    const rows = await ballotsOf(client, id)
    return [id, new Set(rows.keys())] as const
  })
  return new Map(await Promise.all(entries))
}

async function ballotsOf(client: Client, proposal: string): Promise<Map<string, Ballot>> {
  const found = new Map<string, Ballot>()
  let after: string | undefined
  for (let page = 0; page < BALLOTS_PAGES; page++) {
    const query = { proposal, limit: PAGE, after }
    const { rows, next } = await listRows(client, "governance", "ballots", query)
    for (const each of rows) found.set(String(each.key["organisation"]), read(ballots, each))
    if (next === null) return found
    after = next
  }
  return found
}

/** One proposal, all that belongs to it, and what its ballots come to now. */
export type ProposalAnswer = {
  readonly row: Proposal
  readonly state: ProposalState
  readonly actions: readonly Action[]
  readonly ballots: ReadonlyMap<string, Ballot>
  readonly members: ReadonlySet<string>
  readonly count: Count
  readonly height: string
  /** Block time, milliseconds of 1970: the countdown is by this. */
  readonly time: number
}

/** The answer; null where the ledger has no such proposal. */
export async function askProposal(client: Client, id: string): Promise<ProposalAnswer | null> {
  try {
    const { constitution: law, members: list, time } = await askConstitution(client)
    const { row: found, height } = await getRow(client, "governance", "proposals", [id])
    const row = read(proposals, found!)
    const doing = await listRows(client, "governance", "actions", { proposal: id, limit: PAGE })
    const given = await ballotsOf(client, id)
    const members = new Set<string>(list)
    const choiceOf = (organisation: string) => given.get(organisation)?.choice ?? null
    const now = countOf(row, new Set(list), ruleFor(law, row.class), choiceOf)
    const state = stateAt(row, time)
    const over = state !== "open" && state !== "accepted"
    return {
      ...{ row, state, ballots: given, members, height, time },
      actions: doing.rows.map((each) => read(actions, each).action),
      count: over ? (row.counted ?? now) : now,
    }
  } catch (failure) {
    if (failure instanceof SdkError && failure.status === 404) return null
    throw failure
  }
}
