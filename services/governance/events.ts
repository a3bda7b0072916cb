/** What happened in governance, for ever provable. */
import {
  ascii,
  bool,
  bytes,
  event,
  hash,
  list,
  option,
  party,
  record,
  text,
  time,
  u8,
  u16,
  u32,
  u64,
} from "@concordat/kernel"
import { parameterValue, ruleClass } from "./kinds.ts"
import { ballotChoice, countFields, proposalState } from "./tables.ts"

/** Changed keys that the event of a proposal names. */
export const CHANGES_NAMED_MAX = 256
const STATE_KEY_MAX = 255

export const proposalOpened = event("proposal_opened", {
  proposal: hash,
  proposer: party,
  class: ruleClass,
  title: text(120),
  actions: hash,
  count: u8,
  closes: time,
  changes: list(bytes(STATE_KEY_MAX), CHANGES_NAMED_MAX),
  digest: hash,
})
export const ballotCast = event("ballot_cast", {
  proposal: hash,
  organisation: party,
  choice: ballotChoice,
  reason: option(hash),
  by: party,
  replaced: option(ballotChoice),
})
/** Accepted: whoever objects has until `due`. */
export const proposalAccepted = event("proposal_accepted", {
  proposal: hash,
  due: time,
  counted: record(countFields),
})
/** Carried out. `same`: the rows that it changed are those of the dry run at its opening. */
export const proposalExecuted = event("proposal_executed", {
  proposal: hash,
  actions: hash,
  counted: record(countFields),
  changes: u16,
  digest: hash,
  same: bool,
})
/** Any other end: rejected, failed, expired, withdrawn, dropped; `result` says why. */
export const proposalEnded = event("proposal_ended", {
  proposal: hash,
  state: proposalState,
  result: option(text(48)),
  counted: option(record(countFields)),
})
export const proposalHeld = event("proposal_held", {
  proposal: hash,
  by: party,
  reason: text(40),
  until: time,
})

export const constitutionSet = event("constitution_set", { version: u32 })
export const parameterSet = event("parameter_set", {
  module: ascii(24),
  name: ascii(40),
  value: parameterValue,
  by: hash,
})
export const moduleSet = event("module_set", { module: ascii(24), enabled: bool, by: hash })

export const scopeFrozen = event("scope_frozen", {
  scope: ascii(80),
  by: list(party, 2),
  reason: text(40),
  until: time,
})
export const scopeUnfrozen = event("scope_unfrozen", { scope: ascii(80), by: party })

export const upgradeScheduled = event("upgrade_scheduled", {
  name: ascii(40),
  height: u64,
  protocol: u32,
  proposal: hash,
})
export const upgradeCancelled = event("upgrade_cancelled", { name: ascii(40), proposal: hash })
export const readySignalled = event("ready_signalled", {
  organisation: party,
  name: ascii(40),
  sha256: hash,
})
/** The ledger goes on from the last block of another one, which lost too much power. */
export const recovered = event("recovered", {
  number: u16,
  oldChain: ascii(48),
  newChain: ascii(48),
  height: u64,
  manifest: hash,
})
export const recoveryAccepted = event("recovery_accepted", { number: u16 })

/** Too few were ready at the plan's height: the ledger goes on as it was. */
export const upgradeLapsed = event("upgrade_lapsed", { name: ascii(40), have: u64, of: u64 })
export const upgradeDone = event("upgrade_done", {
  name: ascii(40),
  height: u64,
  protocol: u32,
})
