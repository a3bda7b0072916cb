/**
 * Upgrades (ARCHITECTURE.md, "Hooks and versions"): higher versions and new services run from one
 * height on.
 */
import type { Validators } from "../block/validator-set.ts"
import { Bug, ConcordatError } from "../failures.ts"
import type { Key, Row } from "../service/table.ts"
import { Execution } from "./execution.ts"
import { runGenesis, runMigrate } from "./hooks.ts"
import { emitUpgraded, writeServices } from "./kernel-rows.ts"
import { serviceRows } from "./kernel-tables.ts"
import type { LedgerState } from "./ledger-state.ts"
import type { Runtime } from "./runtime.ts"
import { tablePrefix } from "./state-key.ts"
import { Verdicts } from "./verdicts.ts"
import { hookOf } from "./views.ts"

const SERVICES_MAX = 1_000

/**
 * Whether this runtime's newer versions begin with the block of `height`, the next above `state`:
 * the members planned so, or the runtime was told. Throws `ConcordatError` `upgrade_needed` where
 * they begin and this program has none: it must not execute that block.
 */
export function isUpgradeDue(runtime: Runtime, state: LedgerState, height: bigint): boolean {
  if (runtime.upgradeHeight === height) return true
  const name = plannedAt(runtime, state, height)
  if (name === null) return false
  if (hasNewer(runtime, state)) return true
  throw needed(name, height)
}

/** Why this program must not execute the block above `state`; null: it may. */
export function upgradeAbove(runtime: Runtime, state: LedgerState): ConcordatError | null {
  const height = state.height + 1n
  if (runtime.upgradeHeight === height) return null
  const name = plannedAt(runtime, state, height)
  return name === null || hasNewer(runtime, state) ? null : needed(name, height)
}

function needed(name: string, height: bigint): ConcordatError {
  const message = `The upgrade "${name}" begins with block ${height}: this program stops before it.`
  return new ConcordatError("upgrade_needed", message, {
    hint: "Start the program that the members planned; it goes on with that block.",
    details: { name, height: String(height) },
  })
}

function plannedAt(runtime: Runtime, state: LedgerState, height: bigint): string | null {
  const { planned } = runtime
  if (planned === null) return null
  const { chain, time, decoded: base } = state
  const verdicts = new Verdicts()
  const execution = new Execution({ runtime, chain, height, time, verdicts, base })
  return execution.read(() => planned.call(execution.view, height))
}

/** Whether a service of the runtime is new, or of a higher version than the ledger runs. */
function hasNewer(runtime: Runtime, state: LedgerState): boolean {
  const recorded = recordedServices(state)
  return runtime.services.some(({ name, version }) => (recorded.get(name)?.version ?? 0) < version)
}

/** Migrates all changed services in service order, then lets new ones begin. */
export function upgrade(execution: Execution, set: Validators): void {
  const changed = writeServices(execution)
  const tx = hookOf(execution, { set, misbehaviour: [], proposer: null }, null)
  for (const { service, from } of changed) {
    if (from > 0) runMigrate(execution, service, tx, from)
  }
  for (const { service, from } of changed) {
    const refusal = from === 0 ? runGenesis(execution, service, tx) : null
    if (refusal !== null) throw new Bug(`genesis of "${service.name}" refuses: ${refusal.code}`)
    emitUpgraded(execution, service.name, from, service.version)
  }
}

/**
 * Compares what runs with what the ledger says should run. Throws `ConcordatError`
 * `runtime_mismatch` unless version and schema digest of every service are equal, or the newer ones
 * begin later.
 */
export function checkRuntime(runtime: Runtime, state: LedgerState): void {
  const recorded = recordedServices(state)
  const due = hasNewer(runtime, state) && isUpgradeDue(runtime, state, state.height + 1n)
  for (const { name, version } of runtime.services) {
    const row = recorded.get(name)
    recorded.delete(name)
    if (row?.version === version && row.schema === runtime.schemas.get(name)) continue
    if (due && (row?.version ?? 0) < version) continue
    throw mismatch(name, version, row?.version ?? null)
  }
  for (const [name, { version }] of recorded) throw mismatch(name, null, version)
}

type ServiceRow = Row<typeof serviceRows>

function recordedServices(state: LedgerState): Map<string, ServiceRow> {
  const prefix = tablePrefix(serviceRows)
  const rows = state.decoded.scan(serviceRows, prefix, { limit: SERVICES_MAX })
  return new Map(
    rows.map(({ key, row }) => [(key as Key<typeof serviceRows>).service, row as ServiceRow]),
  )
}

function mismatch(service: string, version: number | null, recorded: number | null) {
  const ours = version === null ? "none" : `version ${version}`
  const theirs = recorded === null ? "none" : `version ${recorded}`
  const schema = version === recorded ? ", of another schema" : ""
  const message = `Service "${service}": this program has ${ours}, the ledger ${theirs}${schema}.`
  return new ConcordatError("runtime_mismatch", message, {
    hint: "Start the version of Concordat that the ledger runs.",
    details: { service, version, recorded },
  })
}
