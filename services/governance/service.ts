/**
 * Governance: the members decide together, by proposals and ballots under a constitution that is
 * data; in an emergency two persons stop something for a while. The specification is README.md
 * beside this file.
 */
import { service } from "@concordat/kernel"
import { organisationsService } from "../organisations/service.ts"
import { validatorsService } from "../validators/service.ts"
import { DEFAULT_CONSTITUTION } from "./constitution.ts"
import { freeze, unfreeze } from "./emergency.ts"
import * as happened from "./events.ts"
import { execute } from "./executing.ts"
import { frozen } from "./freezing.ts"
import { invariants } from "./invariants.ts"
import { propose, withdraw } from "./proposing.ts"
import { recover } from "./recovering.ts"
import { refuse } from "./refusals.ts"
import { signalReady } from "./signal-ready.ts"
import * as kept from "./tables.ts"
import { endPlan, planned } from "./upgrade.ts"
import { close, hold, vote } from "./voting.ts"

export { type Endorsed, type EndorsingKey, judgeEndorsements } from "./endorsing.ts"
export { inboxKind, inboxOf } from "./inbox.ts"
export { doProposal, ensureLive } from "./outlook.ts"
export { proposalId } from "./proposing.ts"
export { standingKind, standingOf } from "./standing.ts"

const { constitution, parameters, modules, proposals, actions, ballots } = kept
const { liveProposals, vetoed, freezes, stopped, upgradePlan, readiness, upgradesDone } = kept
const { recoveries } = kept

export const governanceService = service({
  name: "governance",
  version: 1,
  about: "How the members decide: constitution, proposals, ballots, freezes, upgrades",
  uses: [organisationsService, validatorsService],
  tables: {
    ...{ constitution, parameters, modules, proposals, actions, ballots, liveProposals },
    ...{ vetoed, freezes, stopped, upgradePlan, readiness, upgradesDone },
    recoveries,
  },
  events: {
    proposal_opened: happened.proposalOpened,
    ballot_cast: happened.ballotCast,
    proposal_accepted: happened.proposalAccepted,
    proposal_executed: happened.proposalExecuted,
    proposal_ended: happened.proposalEnded,
    proposal_held: happened.proposalHeld,
    constitution_set: happened.constitutionSet,
    parameter_set: happened.parameterSet,
    module_set: happened.moduleSet,
    scope_frozen: happened.scopeFrozen,
    scope_unfrozen: happened.scopeUnfrozen,
    upgrade_scheduled: happened.upgradeScheduled,
    upgrade_cancelled: happened.upgradeCancelled,
    ready_signalled: happened.readySignalled,
    upgrade_lapsed: happened.upgradeLapsed,
    upgrade_done: happened.upgradeDone,
    recovered: happened.recovered,
    recovery_accepted: happened.recoveryAccepted,
  },
  commands: { propose, vote, withdraw, execute, hold, close, freeze, unfreeze, signalReady },
  refusals: refuse,
  authorise: { frozen, planned },
  invariants,
  genesis(tx) {
    if (!constitution.has(tx, {})) constitution.put(tx, {}, DEFAULT_CONSTITUTION)
  },
  recover,
  beginBlock: endPlan,
})
