/**
 * Steps of every command of governance: members propose and vote, mostly yes, so that decisions are
 * carried out; scopes are frozen and freed; upgrades are planned, and some get ready.
 */
import { type Hash, hashOf, type Party, sha256, utf8 } from "@concordat/kernel"
import { type GivenRow, given } from "@concordat/kernel/testing"
import { BEGAN, grantRow } from "../organisations/consortium.testing.ts"
import {
  type Maker,
  NEWCOMERS,
  ROLES,
  type World,
  weighted,
} from "../organisations/random-world.testing.ts"
import { consortium } from "../organisations/tables.ts"
import { validators } from "../validators/tables.ts"
import type { Action } from "./action-kind.ts"
import { DEFAULT_CONSTITUTION } from "./constitution.ts"
import { stateAt } from "./life.ts"
import { PARAMETERS } from "./parameters.ts"
import { ballots, constitution, freezes, parameters, proposals, upgradePlan } from "./tables.ts"

const SCAN = { limit: 200 }
const HOUR_SECONDS = 3_600
const PLATFORMS = ["linux-arm64", "linux-x64"]
/** What may be stopped without stopping the story. */
const SCOPES = [
  ...[
    "asset:usd",
    "command:provenance.registerBatch",
    "organisation:customs",
    "service:provenance",
  ],
  ...["service:governance", "nothing:here"],
]
/** The one that may put decisions off. */
const SUPERVISOR = "court/officer" as Party
/** Blocks from a plan to its upgrade. */
const AHEAD = 12

/** Rows by which members decide at once, an emergency group acts, and a supervisor may object. */
export function governedRows(members: readonly Party[]): GivenRow[] {
  const heads = members.map((member) => `${member}/administrator` as Party)
  const rules = DEFAULT_CONSTITUTION.rules.map((rule) => ({ ...rule, delay: 0 }))
  const terms = { votingPeriod: HOUR_SECONDS, emergency: [...heads.slice(0, 3)].sort() }
  const lead = { module: "governance", name: "upgradeLeadHours" }
  const row = { value: { number: 1n }, changed: BEGAN, by: hashOf(sha256(utf8("the beginning"))) }
  return [
    given(constitution, {}, { version: 1, rules, ...terms }),
    given(parameters, lead, row),
    ...[...heads, SUPERVISOR].map((holder) => grantRow(holder, "org.approver")),
    ...heads.map((holder) => grantRow(holder, "org.operator")),
  ]
}

const members = ({ view }: World) => consortium.get(view, {})!.members
/** Somebody who acts for a member. */
const somebody = (world: World) => world.administrator(world.pick(members(world)))

/** A proposal in one of these states, if there is one. */
function proposalThat(world: World, ...states: readonly string[]): Hash {
  const all = proposals.scan(world.view, {}, SCAN)
  const found = all.filter(({ value }) => states.includes(stateAt(value, world.time)))
  const list = world.chance(95) ? found : all
  return list.length > 0 ? world.pick(list).key.proposal : world.hash()
}

const freezing = (world: World) => ({
  ...{ scope: world.pick(SCOPES), reason: "a test", hours: world.pick([1, 1, 2, 100]) },
})

/** Actions by their names, each as a member may think of it. */
const ACTIONS: Readonly<Record<string, (world: World) => Action>> = {
  setParameter(world) {
    const names = Object.keys(PARAMETERS).sort()
    const name = world.pick(names.filter((one) => one !== "upgradeLeadHours"))
    const value = { number: BigInt(world.random.below(80)) }
    return { setParameter: { module: "governance", name, value } }
  },
  setModule: (world) => ({ setModule: { module: "provenance", enabled: world.chance(75) } }),
  freeze: (world) => ({ freeze: freezing(world) }),
  setConstitution(world) {
    const { rules, votingPeriod, emergency } = constitution.get(world.view, {})!
    const period = world.chance(90) ? votingPeriod : 1
    return { setConstitution: { rules, emergency, votingPeriod: period } }
  },
  suspend: (world) => ({ suspend: { organisation: newcomer(world), reason: "audit" } }),
  reinstate: (world) => ({ reinstate: { organisation: newcomer(world), reason: "audit is over" } }),
  removeOrganisation(world) {
    return { removeOrganisation: { organisation: newcomer(world), reason: "it left" } }
  },
  grantOrganisation(world) {
    const organisation = world.organisation()
    const terms = { from: world.time, until: null, limit: null, delegable: false }
    return { grantOrganisation: { organisation, role: world.pick(ROLES), scope: "", ...terms } }
  },
  revokeOrganisation(world) {
    const organisation = newcomer(world)
    return { revokeOrganisation: { organisation, role: world.pick(ROLES), scope: "" } }
  },
  setPower(world) {
    const all = validators.scan(world.view, {}, SCAN).filter(({ value }) => value.power > 0n)
    const { key, value } = world.pick(all)
    const power = world.pick([9n, 10n, 11n])
    return { setPower: { organisation: value.organisation, validator: key.address, power } }
  },
  scheduleUpgrade(world) {
    const name = `release-${world.random.below(4)}`
    return upgradeTo(name, world.view.height + BigInt(2 + world.random.below(AHEAD)))
  },
  cancelUpgrade(world) {
    const name = upgradePlan.get(world.view, {})?.name ?? "release-none"
    return { cancelUpgrade: { name } }
  },
}
const NAMES = Object.keys(ACTIONS).sort()

const newcomer = (world: World) => world.pick(NEWCOMERS)
const programOf = (name: string): Hash => hashOf(sha256(utf8(`program ${name}`)))

/** The action by which a release begins with the block of a height. */
export function upgradeTo(name: string, height: bigint): Action {
  const artifacts = PLATFORMS.map((platform) => ({ platform, sha256: programOf(name) }))
  const plan = { name, height, protocol: 2, artifacts, node: "24.21.0", source: "0".repeat(64) }
  return { scheduleUpgrade: plan }
}

const makers: Readonly<Record<string, Maker>> = {
  propose(world) {
    const names = world.chance(30) ? ["scheduleUpgrade"] : [world.pick(NAMES)]
    if (world.chance(20)) names.push(world.pick(NAMES))
    const actions = names.map((name) => ACTIONS[name]!(world))
    const documents = world.chance(20) ? [world.hash()] : []
    return { who: [somebody(world)], input: { title: names.join(), documents, actions } }
  },
  vote(world) {
    const proposal = proposalThat(world, "open", "accepted")
    const choice = world.chance(90) ? "yes" : world.pick(["no", "abstain", "veto"])
    const reason = world.chance(10) ? world.hash() : null
    const silent = members(world).filter((organisation) => {
      return !ballots.has(world.view, { proposal, organisation })
    })
    const who = silent.length > 0 ? world.administrator(world.pick(silent)) : somebody(world)
    return { who: [who], input: { proposal, choice, reason } }
  },
  withdraw(world) {
    const proposal = proposalThat(world, "open")
    const proposer = proposals.get(world.view, { proposal })?.proposer
    const by = proposer === undefined ? somebody(world) : proposer
    return { who: [by], input: { proposal } }
  },
  execute: (world) => ({
    who: [somebody(world)],
    input: { proposal: proposalThat(world, "accepted") },
  }),
  hold(world) {
    const who = world.chance(80) ? SUPERVISOR : somebody(world)
    const input = { proposal: proposalThat(world, "open", "accepted"), reason: "to be looked at" }
    return { who: [who], input }
  },
  close: (world) => ({
    who: [somebody(world)],
    input: { proposal: proposalThat(world, "expired", "open") },
  }),
  freeze(world) {
    const { emergency } = constitution.get(world.view, {})!
    const who = emergency.slice(0, world.chance(85) ? 2 : 1)
    return { who: who.length > 0 ? who : [somebody(world)], input: freezing(world) }
  },
  unfreeze(world) {
    const frozen = freezes.scan(world.view, {}, SCAN)
    const standing = frozen.filter(({ value }) => world.time < value.until)
    const list = world.chance(90) ? standing : frozen
    const scope = list.length > 0 ? world.pick(list).key.scope : "asset:usd"
    return { who: world.members(), input: { scope } }
  },
  signalReady(world) {
    const name = upgradePlan.get(world.view, {})?.name ?? "release-none"
    const sha256 = world.chance(95) ? programOf(name) : world.hash()
    return { who: [somebody(world)], input: { name, sha256 } }
  },
}

/** Makers of every command of governance. */
export const governanceOperations = weighted("governance", makers, {
  ...{ propose: 4, vote: 24, execute: 12, signalReady: 10, unfreeze: 2 },
})
