/**
 * What everybody should know before anything else: what is stopped, what is about to happen to all.
 * Read at one height; a freeze that ends meanwhile is over by its own time.
 */

import type { View } from "@concordat/kernel"
import {
  ascii,
  hash,
  type Infer,
  list,
  option,
  party,
  record,
  text,
  time,
  u16,
  u64,
} from "@concordat/kernel"
import { lastRecovery } from "./recovered.ts"
import { freezes, modules, STOPPED_MAX, stopped } from "./tables.ts"
import { planOf, readinessFor } from "./upgrade.ts"

const MODULE = "service:"

/** `by`: nobody where the members voted. `have`, `of`: power that is ready for the upgrade. */
export const standingKind = record({
  frozen: list(
    record({ scope: ascii(80), by: list(party, 2), reason: text(40), from: time, until: time }),
    STOPPED_MAX,
  ),
  off: list(ascii(24), STOPPED_MAX),
  upgrade: option(record({ name: ascii(40), height: u64, proposal: hash, have: u64, of: u64 })),
  recovery: option(record({ number: u16, oldChain: ascii(48), height: u64, reason: text(200) })),
})
export type Standing = Infer<typeof standingKind>

/** What is frozen or switched off, the upgrade that is planned, a recovery not yet accepted. */
export function standingOf(view: View): Standing {
  const scopes = stopped.get(view, {})?.list ?? []
  const frozen = scopes.flatMap((scope) => {
    const row = freezes.get(view, { scope })
    return row === undefined || view.time >= row.until ? [] : [{ scope, ...row }]
  })
  const named = scopes.filter((scope) => scope.startsWith(MODULE))
  const off = named
    .map((scope) => scope.slice(MODULE.length))
    .filter((module) => modules.get(view, { module })?.enabled === false)
  return { frozen, off, upgrade: upgradeOf(view), recovery: recoveryOf(view) }
}

function upgradeOf(view: View): Standing["upgrade"] {
  const plan = planOf(view)
  if (plan === null) return null
  const { name, height, proposal } = plan
  return { name, height, proposal, ...readinessFor(view, plan) }
}

function recoveryOf(view: View): Standing["recovery"] {
  const last = lastRecovery(view)
  if (last === null || last.value.accepted !== null) return null
  const { oldChain, height, reason } = last.value
  return { number: last.key.number, oldChain, height, reason }
}
