/**
 * Freezes and modules: what is stopped, for how long, and the question that the order of checks
 * asks before every operation. A freeze ends by itself; no transaction is needed for that.
 */
import {
  ensure,
  type Hash,
  type Party,
  serviceRows,
  sorted,
  timeText,
  type View,
  type Writer,
} from "@concordat/kernel"
import { organisations } from "../organisations/service.ts"
import { moduleSet, scopeFrozen } from "./events.ts"
import { parameterOf } from "./parameters.ts"
import { isUnaccepted, UNACCEPTED } from "./recovered.ts"
import { refuse } from "./refusals.ts"
import { freezes, modules, STOPPED_MAX, stopped } from "./tables.ts"

const HOUR_MS = 3_600_000
const DAY_MS = 86_400_000

/** What decides about everything else can be stopped by nobody. */
const UNSTOPPABLE = ["governance", "organisations", "validators"]
const EXEMPT = UNSTOPPABLE.map((service) => `service:${service}`)

const SCOPE = /^(service|command|asset|channel|organisation):(.+)$/
const COMMAND = /^([a-z][a-z0-9-]*)\.[a-z][A-Za-z0-9]*$/

/** The service that a scope stops: all of it, or one command; null for other scopes. */
function serviceIn(kind: string, name: string): string | null {
  if (kind === "service") return name
  return kind === "command" ? (COMMAND.exec(name)?.[1] ?? "") : null
}

/** Refuses a scope of no known form, of a service that does not run, or of what must not stop. */
function ensureScope(view: View, scope: string): void {
  const [, kind = "", name = ""] = SCOPE.exec(scope) ?? []
  const service = serviceIn(kind, name)
  const runs = service === null || serviceRows.get(view, { service }) !== undefined
  const party = kind !== "organisation" || organisations.has(view, { organisation: name as Party })
  const lawful =
    kind !== "" && runs && party && !(service !== null && UNSTOPPABLE.includes(service))
  ensure(lawful, refuse.scope_not_allowed, { scope })
}

/** Whether a module was switched off. */
function isOff(view: View, scope: string): boolean {
  if (!scope.startsWith("service:")) return false
  return modules.get(view, { module: scope.slice("service:".length) })?.enabled === false
}

/** Whether a scope is frozen now. */
function isFrozen(view: View, scope: string): boolean {
  const row = freezes.get(view, { scope })
  return row !== undefined && view.time < row.until
}

/** Whether this is the place for everything, and a recovery waits to be accepted. */
function isRecovery(view: View, scope: string): boolean {
  return scope === UNACCEPTED && isUnaccepted(view)
}

/** What stands on the list that every operation is held against: nothing that is over. */
export function relist(tx: Writer, scope: string): void {
  const before = stopped.get(tx, {})?.list ?? []
  const all = before.includes(scope) ? before : [...before, scope]
  const list = sorted(
    all.filter((one) => isFrozen(tx, one) || isOff(tx, one) || isRecovery(tx, one)),
    (one) => one,
  )
  ensure(list.length <= STOPPED_MAX, refuse.limit_reached, { limit: STOPPED_MAX })
  stopped.put(tx, {}, { list })
}

/** How a scope is frozen; `voted`: by a proposal, which may repeat a freeze at once. */
export type Freezing = {
  readonly scope: string
  readonly reason: string
  readonly hours: number
  readonly by: readonly Party[]
  readonly voted: boolean
}

/** Freezes a scope for some hours. */
export function freezeScope(tx: Writer, { scope, reason, hours, by, voted }: Freezing): void {
  ensureScope(tx, scope)
  const hoursMax = Number(parameterOf(tx, "freezeHours"))
  const bounds = `1 to ${hoursMax}`
  const lawful = hours >= 1 && hours <= hoursMax
  ensure(lawful, refuse.parameter_out_of_range, { actual: hours, expected: bounds })
  const before = freezes.get(tx, { scope })
  if (before !== undefined) {
    const { until } = before
    ensure(tx.time >= until, refuse.already_frozen, { scope, until: timeText(until) })
    const quiet = until + Number(parameterOf(tx, "freezeQuietDays")) * DAY_MS
    const free = voted || tx.time >= quiet
    ensure(free, refuse.freeze_repeated, { scope, until: timeText(quiet) })
  }

  const until = tx.time + hours * HOUR_MS
  freezes.put(tx, { scope }, { by, reason, from: tx.time, until })
  relist(tx, scope)
  tx.emit(scopeFrozen, { scope, by, reason, until })
}

/** Switches a service off, or on again; `by`: the proposal that said so. */
export function setModule(
  tx: Writer,
  {
    module,
    enabled,
    by,
  }: { readonly module: string; readonly enabled: boolean; readonly by: Hash },
): void {
  const scope = `service:${module}`
  ensureScope(tx, scope)
  modules.put(tx, { module }, { enabled })
  relist(tx, scope)
  tx.emit(moduleSet, { module, enabled, by })
}

/** Check 11: refuses where one of the scopes is frozen, or its service switched off. */
export function frozen(view: View, scopes: readonly string[]): undefined {
  const list = stopped.get(view, {})?.list ?? []
  if (list.length === 0 || scopes.some((scope) => EXEMPT.includes(scope))) return
  ensure(!list.includes(UNACCEPTED), refuse.recovery_not_accepted, {})
  for (const scope of scopes) {
    if (!list.includes(scope)) continue
    const row = freezes.get(view, { scope })
    const over = row === undefined || view.time >= row.until
    ensure(over, refuse.frozen, { scope, until: over ? null : timeText(row.until) })
    ensure(!isOff(view, scope), refuse.frozen, { scope, until: null })
  }
}
