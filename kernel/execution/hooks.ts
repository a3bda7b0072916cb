/**
 * Hooks of a block (ARCHITECTURE.md, "Hooks and versions"): metered, and a refusal that leaves one
 * is a `Bug`.
 */
import { Bug, type Refusal } from "../failures.ts"
import { HOOK_UNITS_MAX } from "../limits.ts"
import type { Service } from "../service/service.ts"
import type { HookTx, Recovery } from "../service/view.ts"
import type { EngineUpdates } from "./engine-updates.ts"
import type { Execution } from "./execution.ts"
import { Meter, unmetered } from "./meter.ts"
import { asRefusal } from "./refused.ts"
import { type EngineFacts, hookOf } from "./views.ts"

type BlockHook = "beginBlock" | "endBlock"

/** Runs one hook of all services that have it, in service order. */
export function runHooks(
  execution: Execution,
  hook: BlockHook,
  facts: EngineFacts,
  updates: EngineUpdates | null,
): void {
  const tx = hookOf(execution, facts, updates)
  for (const service of execution.runtime.services) {
    const { definition } = service
    if (definition[hook] === undefined) continue
    const meter = new Meter(HOOK_UNITS_MAX, "bug")
    runHook(execution, service, meter, hook, () => definition[hook]?.(tx))
  }
}

/**
 * Runs `genesis` of one service, or `recover` where there is something to go on from, without a
 * limit; answers its refusal, if it is one.
 */
export function runGenesis(
  execution: Execution,
  service: Service,
  tx: HookTx,
  recovery: Recovery | null = null,
): Refusal | null {
  const { definition } = service
  try {
    execution.run(service.name, unmetered(), () =>
      recovery === null ? definition.genesis?.(tx) : definition.recover?.(tx, recovery),
    )
    return null
  } catch (failure) {
    const refusal = asRefusal(failure)
    if (refusal === null) throw failure
    return refusal
  }
}

/** Runs `migrate` of one service: unlimited, scans of any length. */
export function runMigrate(execution: Execution, service: Service, tx: HookTx, from: number): void {
  const { definition } = service
  execution.unbounded = true
  runHook(execution, service, unmetered(), "migrate", () => definition.migrate?.(tx, from))
  execution.unbounded = false
}

function runHook(
  execution: Execution,
  service: Service,
  meter: Meter,
  hook: string,
  work: () => void,
): void {
  try {
    execution.run(service.name, meter, work)
    meter.refuseExceeded()
  } catch (failure) {
    const refusal = asRefusal(failure)
    if (refusal === null) throw failure
    throw new Bug(`${hook} of "${service.name}" refuses: ${refusal.code}, ${refusal.message}`)
  }
}
