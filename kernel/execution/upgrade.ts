/**
 * Upgrades (ARCHITECTURE.md, "Hooks and versions"): higher versions and new services run from one
 * height on.
 */
import type { Validators } from "../block/validator-set.ts"
import { Bug, ConcordatError } from "../failures.ts"
import type { Key, Row } from "../service/table.ts"
import type { Execution } from "./execution.ts"
import { runGenesis, runMigrate } from "./hooks.ts"
import { emitUpgraded, writeServices } from "./kernel-rows.ts"
import { serviceRows } from "./kernel-tables.ts"
import type { LedgerState } from "./ledger-state.ts"
import type { Runtime } from "./runtime.ts"
import { tablePrefix } from "./state-key.ts"
import { hookOf } from "./views.ts"

const SERVICES_MAX = 1_000

/** Whether this runtime's newer versions begin with the block of `height`. */
export function isUpgradeDue(runtime: Runtime, height: bigint): boolean {
  return runtime.upgradeHeight === height
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
  const due = isUpgradeDue(runtime, state.height + 1n)
  const recorded = recordedServices(state)
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
