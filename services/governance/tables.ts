/**
 * What governance keeps: the constitution, parameters and modules, proposals with their actions and
 * ballots, freezes, the upgrade plan. Other services read these tables and cannot write them.
 */
import {
  ascii,
  bool,
  enumeration,
  hash,
  list,
  option,
  party,
  type Row,
  record,
  table,
  text,
  time,
  u8,
  u16,
  u32,
  u64,
} from "@concordat/kernel"
import { actionKind } from "./action-kind.ts"
import { artifact, constitutionFields, ELECTORATE_MAX, parameterValue, ruleClass } from "./kinds.ts"

/** Proposals that are open or accepted at once, and of one organisation among them. */
export const LIVE_MAX = 64
export const LIVE_OF_ORGANISATION_MAX = 8
/** Scopes that are frozen or switched off at once. */
export const STOPPED_MAX = 64

/** How the members decide. One row; it changes by class A alone. */
export const constitution = table("constitution", {
  key: {},
  value: { version: u32, ...constitutionFields },
})
export type Constitution = Row<typeof constitution>

/** Parameters that were set; one that was not has its initial value, which stands in the code. */
export const parameters = table("parameters", {
  key: { module: ascii(24), name: ascii(40) },
  value: { value: parameterValue, changed: time, by: hash },
})

/** Services that were switched off, or on again. Their versions stand in `kernel/services`. */
export const modules = table("modules", {
  key: { module: ascii(24) },
  value: { enabled: bool },
})

/** Where a proposal stands; the last six are ends. */
export const proposalState = enumeration(
  "open",
  "accepted",
  "executed",
  "failed",
  "rejected",
  "expired",
  "withdrawn",
  "dropped",
)
/** What a ballot says. */
export const ballotChoice = enumeration("yes", "no", "abstain", "veto")

/** Ballots by what they say. */
export const tallyFields = { yes: u16, no: u16, abstain: u16, veto: u16 }
/** Ballots as they counted at a decision: of those of the electorate who were still members. */
export const countFields = { of: u16, ...tallyFields, need: u16, quorum: u16 }

/**
 * `electorate`: the members at the opening. `tally`: all ballots. `counted`: what the last decision
 * rests on. `due`: when an accepted one may be executed. `actions`: digest of what is proposed.
 */
export const proposals = table("proposals", {
  key: { proposal: hash },
  value: {
    proposer: party,
    class: ruleClass,
    title: text(120),
    documents: list(hash, 8),
    actions: hash,
    count: u8,
    electorate: list(party, ELECTORATE_MAX),
    opened: time,
    closes: time,
    due: option(time),
    heldUntil: option(time),
    state: proposalState,
    result: option(text(48)),
    tally: record(tallyFields),
    counted: option(record(countFields)),
    dryRun: record({ changes: u16, keys: hash, digest: hash }),
  },
  indexes: ["state", "class"],
  absent: "unknown_proposal",
})
export type Proposal = Row<typeof proposals>

/** What a proposal does, one row an action, from 0 on. */
export const actions = table("actions", {
  key: { proposal: hash, position: u8 },
  value: { action: actionKind },
  absent: "unknown_proposal",
})

/** One ballot an organisation; `replaced` counts how often it was given anew. */
export const ballots = table("ballots", {
  key: { proposal: hash, organisation: party },
  value: { choice: ballotChoice, reason: option(hash), by: party, at: time, replaced: u16 },
})

/** Proposals that are open or accepted, in the order of opening. */
export const liveProposals = table("liveProposals", {
  key: {},
  value: { list: list(hash, LIVE_MAX) },
})

/** Actions, by their digest, that were vetoed and may not come back before then. */
export const vetoed = table("vetoed", { key: { actions: hash }, value: { until: time } })

/** The last freeze of each scope, also once it ended; `by`: nobody where the members voted. */
export const freezes = table("freezes", {
  key: { scope: ascii(80) },
  value: { by: list(party, 2), reason: text(40), from: time, until: time },
  absent: "unknown_freeze",
})

/** The scopes that the order of checks looks for: frozen perhaps, or a module switched off. */
export const stopped = table("stopped", {
  key: {},
  value: { list: list(ascii(80), STOPPED_MAX) },
})

/** The upgrade that is planned, if any. */
export const upgradePlan = table("upgradePlan", {
  key: {},
  value: {
    name: ascii(40),
    height: u64,
    protocol: u32,
    artifacts: list(artifact, 8, 1),
    node: text(16),
    source: text(64),
    proposal: hash,
  },
  absent: "unknown_upgrade",
})

export type Plan = Row<typeof upgradePlan>

/** Who is ready for which upgrade, with which program. */
export const readiness = table("readiness", {
  key: { organisation: party },
  value: { name: ascii(40), sha256: hash, at: u64 },
})

/** How the ledger went on after it had stopped; `root`: the app hash after `height`. */
export const recoveries = table("recoveries", {
  key: { number: u16 },
  value: {
    oldChain: ascii(48),
    newChain: ascii(48),
    height: u64,
    block: hash,
    root: hash,
    reason: text(200),
    manifest: hash,
    endorsed: list(party, ELECTORATE_MAX),
    accepted: option(time),
  },
})

/** Upgrades that took place. */
export const upgradesDone = table("upgradesDone", {
  key: { name: ascii(40) },
  value: { height: u64, protocol: u32 },
  absent: "unknown_upgrade",
})
