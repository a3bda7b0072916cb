/** Questions over the read model: what the members decide now, and on whom a decision waits. */
import {
  hash,
  option,
  party,
  query,
  record,
  type SqlLedger,
  type SqlTable,
  text,
  time,
  u8,
} from "@concordat/kernel"
import { type Kysely, sql } from "kysely"
import { ruleClass } from "./kinds.ts"
import { type ballots, proposalState, type proposals, tallyFields } from "./tables.ts"

type Tables = SqlLedger & {
  "governance.proposals": SqlTable<typeof proposals>
  "governance.ballots": SqlTable<typeof ballots>
}

const proposal = {
  ...{ proposal: hash, proposer: party, class: ruleClass, title: text(120), count: u8 },
  ...{ opened: time, closes: time, tally: record(tallyFields) },
}
const proposalColumns = [
  ...(["p.proposal", "p.proposer", "p.class", "p.title", "p.count"] as const),
  ...(["p.opened", "p.closes", "p.tally"] as const),
] as const

/** What time ended stays "open" in its row until somebody closes it: the clock is the ledger's. */
const isTimely = sql<boolean>`p.closes > (SELECT time FROM ledger.marker)`

/** By the index of `state`: no more than the limit of live proposals. */
export const openProposals = query({
  about: "Proposals that are voted on or wait to be carried out, the first to close first",
  input: {},
  output: { ...proposal, state: proposalState, due: option(time) },
  ...{ order: ["closes", "proposal"], descending: false },
  build: (db: Kysely<Tables>) =>
    db
      .selectFrom("governance.proposals as p")
      .select([...proposalColumns, "p.state", "p.due"])
      .where((eb) =>
        eb.or([eb("p.state", "=", "accepted"), eb.and([eb("p.state", "=", "open"), isTimely])]),
      ),
})

/** The same index; who may vote is fixed at the opening. */
export const awaitedVotes = query({
  about: "Open proposals on which an organisation may vote and has not, the first to close first",
  input: { organisation: party },
  output: proposal,
  ...{ order: ["closes", "proposal"], descending: false },
  build: (db: Kysely<Tables>, { organisation }) =>
    db
      .selectFrom("governance.proposals as p")
      .leftJoin("governance.ballots as b", (join) =>
        join.onRef("b.proposal", "=", "p.proposal").on("b.organisation", "=", organisation),
      )
      .select(proposalColumns)
      .where("p.state", "=", "open")
      .where("b.proposal", "is", null)
      .where(isTimely)
      .where(sql<boolean>`jsonb_exists(p.electorate, ${organisation})`),
})
