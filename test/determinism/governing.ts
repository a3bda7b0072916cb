/**
 * What the members of the recorded chain decide: the operations of governance that the simulated
 * world draws too, with newcomers who get a vote, a supervisor who objects, and never so many who
 * are ready that a planned program, which this chain does not have, would be due.
 */
import { type Hash, organisationOf, type Party } from "@concordat/kernel"
import { type GivenRow, given } from "@concordat/kernel/testing"
import type { Action } from "../../services/governance/action-kind.ts"
import { DAY_SECONDS, DEFAULT_CONSTITUTION } from "../../services/governance/constitution.ts"
import { stateAt } from "../../services/governance/life.ts"
import { governanceOperations, governedRows } from "../../services/governance/random.testing.ts"
import {
  ballots,
  constitution,
  freezes,
  liveProposals,
  proposals,
  upgradePlan,
} from "../../services/governance/tables.ts"
import { grantRow } from "../../services/organisations/consortium.testing.ts"
import {
  type Maker,
  NEWCOMERS,
  type Operations,
  type World,
} from "../../services/organisations/random-world.testing.ts"
import { grants, organisations } from "../../services/organisations/tables.ts"
import { INSPECTOR } from "../../services/oversight/bureau.testing.ts"
import { power, powerTotal } from "../../services/validators/tables.ts"

const MEMBERS = ["education", "justice"] as Party[]
const APPROVER = "org.approver"
const SCAN = { limit: 200 }
/** Until then nobody is removed, so that newcomers have their say. */
const REMOVING_FROM = 250n

const heads = MEMBERS.map((member) => `${member}/administrator` as Party)
/** Decided at once, as in the simulated world; but days may pass here between two blocks. */
const rules = DEFAULT_CONSTITUTION.rules.map((rule) => ({ ...rule, delay: 0 }))
const votingPeriod = 4 * DAY_SECONDS

/** By which rules they decide, and who may object. */
export const GOVERNED: readonly GivenRow[] = [
  ...governedRows(MEMBERS),
  given(constitution, {}, { version: 1, rules, votingPeriod, emergency: heads }),
  grantRow(INSPECTOR as Party, APPROVER),
]

/** Whether an organisation alone holds less than a third of the power. */
function isLight(world: World, organisation: Party): boolean {
  const total = powerTotal.get(world.view, {})?.power ?? 0n
  return 3n * (power.get(world.view, { organisation })?.power ?? 0n) < total
}

/** The first member alone is ready: the plan lapses. */
const signalReady: Maker = (world) => {
  const plan = upgradePlan.get(world.view, {})
  const who = `${MEMBERS[0]}/administrator` as Party
  const light = isLight(world, organisationOf(who))
  const sha256 = plan?.artifacts[0]?.sha256 ?? world.hash()
  return { who: [light ? who : INSPECTOR], input: { name: plan?.name ?? "none", sha256 } }
}

/** A newcomer lets its administrator vote. */
const approving: Maker = (world) => {
  const holder = world.administrator(world.pick(NEWCOMERS))
  const terms = { from: world.time, until: null, limit: null, delegable: false }
  return { who: [holder], input: { holder, role: APPROVER, scope: "", ...terms } }
}

/** The supervisor, who is another one here than in the simulated world. */
const objecting =
  (make: Maker): Maker =>
  (world) => {
    const { who, input } = make(world)
    return { who: world.chance(80) ? [INSPECTOR] : who, input }
  }

/** Long enough that somebody may lift it: an hour is over after a block or two. */
const lasting =
  (make: Maker): Maker =>
  (world) => {
    const { who, input } = make(world)
    return { who, input: { ...input, hours: world.pick([2, 12, 48, 100]) } }
  }

/** Those who have a vote on a proposal and did not give it. */
function silent(world: World, proposal: Hash): readonly Party[] {
  const { electorate = [] } = proposals.get(world.view, { proposal }) ?? {}
  return electorate.flatMap((organisation) => {
    const holder = world.administrator(organisation)
    const may = grants.has(world.view, { holder, role: APPROVER, scope: "" })
    return may && !ballots.has(world.view, { proposal, organisation }) ? [holder] : []
  })
}

/** Somebody who has a vote and did not give it, if there is one. */
const voting =
  (make: Maker): Maker =>
  (world) => {
    const { who, input } = make(world)
    const live = liveProposals.get(world.view, {})?.list ?? []
    const waiting = live.filter((proposal) => silent(world, proposal).length > 0)
    if (waiting.length === 0 || world.chance(10)) return { who, input }
    const proposal = world.pick(waiting)
    return { who: [world.pick(silent(world, proposal))], input: { ...input, proposal } }
  }

/** An upgrade that leaves time to drop it. */
function far(world: World): Action {
  const artifacts = ["linux-arm64", "linux-x64"].map((platform) => {
    return { platform, sha256: world.hash() }
  })
  const name = `far-${world.random.below(100)}`
  const plan = { name, height: world.view.height + 80n, protocol: 2, artifacts }
  return { scheduleUpgrade: { ...plan, node: "24.21.0", source: "far" } }
}

/** What needs luck is tried more often: another constitution, the end of a plan or of a member. */
const proposing =
  (make: Maker): Maker =>
  (world) => {
    const { who, input } = make(world)
    if (!world.chance(45)) return { who, input }
    const plan = upgradePlan.get(world.view, {})
    const late = world.view.height > REMOVING_FROM
    const gone = NEWCOMERS.filter((organisation) => {
      const status = organisations.get(world.view, { organisation })?.status
      return late && status === "suspended" && !power.has(world.view, { organisation })
    })
    const terms = { rules, emergency: heads }
    const value = { number: BigInt(1 + world.random.below(20)) }
    const actions: Action[] = [
      { setParameter: { module: "governance", name: "vetoDays", value } },
      { setModule: { module: "oversight", enabled: world.chance(85) } },
      far(world),
      { setConstitution: { ...terms, votingPeriod: world.pick([3, 4, 5]) * DAY_SECONDS } },
      ...(plan === undefined ? [] : [1, 2, 3].map(() => ({ cancelUpgrade: { name: plan.name } }))),
      ...gone.flatMap((organisation) => {
        const removal = { removeOrganisation: { organisation, reason: "it left" } }
        return Array.from({ length: 4 }, () => removal)
      }),
    ]
    return { who: [world.pick(heads)], input: { ...input, actions: [world.pick(actions)] } }
  }

const others: Readonly<Record<string, (make: Maker) => Maker>> = {
  "governance.freeze": lasting,
  "governance.hold": objecting,
  "governance.propose": proposing,
  "governance.vote": voting,
}

/** How often each is drawn of what there is to do. */
const TIMES: Readonly<Record<string, number>> = {
  ...{ "governance.propose": 10, "governance.vote": 24, "governance.execute": 16 },
  ...{ "governance.withdraw": 1, "governance.hold": 2, "governance.close": 6 },
  ...{ "governance.freeze": 3, "governance.unfreeze": 6, "governance.signalReady": 8 },
  "organisations.grant": 6,
}
const makers = new Map([
  ...governanceOperations.map(([name, make]) => [name, others[name]?.(make) ?? make] as const),
  ["governance.signalReady", signalReady] as const,
  ["organisations.grant", approving] as const,
])
const all: Operations = [...makers].flatMap(([name, make]) => {
  return Array.from({ length: TIMES[name] ?? 1 }, () => [name, make] as const)
})

/** Commands that would only be refused now. */
function idle({ view, time }: World): readonly string[] {
  const live = liveProposals.get(view, {})?.list ?? []
  const states = live.map((proposal) => stateAt(proposals.get(view, { proposal })!, time))
  const stopped = freezes.scan(view, {}, SCAN).some(({ value }) => time < value.until)
  const [open, accepted, expired] = ["open", "accepted", "expired"].map((state) =>
    states.some((one) => one === state),
  )
  return [
    ...(open ? [] : ["governance.vote", "governance.withdraw", "governance.hold"]),
    ...(accepted ? [] : ["governance.execute"]),
    ...(expired ? [] : ["governance.close"]),
    ...(stopped ? ["governance.freeze"] : ["governance.unfreeze"]),
    ...(upgradePlan.has(view, {}) ? [] : ["governance.signalReady"]),
  ]
}

/** What the members may do now; now and then also what they may not. */
export function governing(world: World): Operations {
  if (world.chance(10)) return all
  const none = idle(world)
  return all.filter(([command]) => !none.includes(command))
}
