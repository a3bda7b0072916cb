/**
 * The upgrade plan: a name, a height, the programs by digest. At that height nodes of members who
 * are ready, if they are enough, go on with the planned program; otherwise the plan lapses and the
 * ledger goes on as it was.
 */
import {
  divCeil,
  ensure,
  genesisRow,
  type Hash,
  type HookTx,
  type Party,
  type View,
  type Writer,
} from "@concordat/kernel"
import { power, powerTotal } from "../validators/service.ts"
import type { ActionOf } from "./action-kind.ts"
import { upgradeCancelled, upgradeDone, upgradeLapsed, upgradeScheduled } from "./events.ts"
import { parameterOf } from "./parameters.ts"
import { refuse } from "./refusals.ts"
import { type Plan, readiness, upgradePlan, upgradesDone } from "./tables.ts"

const HOUR_MS = 3_600_000n
/** Platforms that a plan must bring a program for. */
const PLATFORMS = ["linux-arm64", "linux-x64"]
/** Organisations that run validators, at most: as many as there are validators. */
const ORGANISATIONS_MAX = 256

/** The plan that is still ahead of the next block. */
export function planOf(view: View): Plan | null {
  return upgradePlan.get(view, {}) ?? null
}

/**
 * The lowest height that leaves everybody time to prepare: so many blocks as come in that time at
 * the pace that the ledger has had since its genesis.
 */
export function lowestHeight(view: View): bigint {
  const genesis = genesisRow.get(view, {})
  const elapsed = genesis === undefined ? 0n : BigInt(view.time - genesis.time)
  const blocks = genesis === undefined ? 0n : view.height - genesis.height
  const lead = parameterOf(view, "upgradeLeadHours") * HOUR_MS
  const needed = elapsed > 0n ? divCeil(blocks * lead, elapsed) : 0n
  return view.height + (needed > 1n ? needed : 1n)
}

type Scheduling = ActionOf<"scheduleUpgrade"> & { readonly proposal: Hash }

/** Plans an upgrade. */
export function scheduleUpgrade(tx: Writer, plan: Scheduling): void {
  const { name, height, protocol, artifacts, proposal } = plan
  const pending = planOf(tx)
  ensure(pending === null, refuse.upgrade_pending, { name: pending?.name ?? null })
  ensure(!upgradesDone.has(tx, { name }), refuse.already_exists, { name })
  const named = artifacts.map(({ platform }) => platform)
  const missing = PLATFORMS.find((platform) => !named.includes(platform)) ?? null
  ensure(missing === null, refuse.upgrade_incomplete, { missing })
  const twice = named.find((platform, i) => named.indexOf(platform) < i) ?? null
  ensure(twice === null, refuse.already_exists, { platform: twice })
  const lowest = lowestHeight(tx)
  ensure(height >= lowest, refuse.upgrade_height_too_soon, { expected: lowest, actual: height })

  upgradePlan.put(tx, {}, plan)
  tx.emit(upgradeScheduled, { name, height, protocol, proposal })
}

/** Drops the plan. */
export function cancelUpgrade(tx: Writer, name: string, proposal: Hash): void {
  ensure(planOf(tx)?.name === name, refuse.unknown_upgrade, { name })
  upgradePlan.delete(tx, {})
  tx.emit(upgradeCancelled, { name, proposal })
}

/** The power that is ready for a plan, of how much. */
export type Readiness = { readonly have: bigint; readonly of: bigint }

/** Whether an organisation said that it is ready for a plan: with one of its programs. */
export function isReady(view: View, { name, artifacts }: Plan, organisation: Party): boolean {
  const said = readiness.get(view, { organisation })
  return said?.name === name && artifacts.some(({ sha256 }) => sha256 === said.sha256)
}

/** The power of organisations that are ready for a plan. */
export function readinessFor(view: View, plan: Plan): Readiness {
  const of = powerTotal.get(view, {})?.power ?? 0n
  let have = 0n
  for (const { key, value } of power.scan(view, {}, { limit: ORGANISATIONS_MAX })) {
    if (isReady(view, plan, key.organisation)) have += value.power
  }
  return { have, of }
}

/** Whether enough is ready: more than two thirds. */
function isEnough({ have, of }: Readiness): boolean {
  return 3n * have > 2n * of
}

/** The upgrade that begins with the block of this height, if enough are ready; else null. */
export function planned(view: View, height: bigint): string | null {
  const plan = planOf(view)
  if (plan === null || plan.height !== height) return null
  return isEnough(readinessFor(view, plan)) ? plan.name : null
}

/** What governance does by itself in a block: a plan whose height has come is over. */
export function endPlan(tx: HookTx): undefined {
  const plan = planOf(tx)
  if (plan === null || tx.height < plan.height) return
  const { name, height, protocol } = plan
  const { have, of } = readinessFor(tx, plan)
  upgradePlan.delete(tx, {})
  if (tx.upgrading) {
    upgradesDone.put(tx, { name }, { height, protocol })
    tx.emit(upgradeDone, { name, height, protocol })
  } else tx.emit(upgradeLapsed, { name, have, of })
}
