/** A service: its tables, events, commands and hooks, declared in one place. */

import { assert } from "../failures.ts"
import { assertFieldName, assertServiceName } from "../schema/names.ts"
import type { Authorise } from "./authorise.ts"
import type { Command } from "./command.ts"
import type { Event } from "./event.ts"
import type { Invariant } from "./invariant.ts"
import { listed, named } from "./listed.ts"
import { type Procedure, procedureBinding } from "./procedure.ts"
import type { RefusalKind } from "./refusals.ts"
import type { Rule } from "./rule.ts"
import type { TableShape } from "./table-shape.ts"
import type { HookTx, Recovery } from "./view.ts"

type Named<T> = Readonly<Record<string, T>>

/** How a service is given. Everything but name and about may be absent. */
export interface ServiceDefinition {
  /** `[a-z][a-z0-9-]{1,23}`. */
  readonly name: string
  /** u16, 1 at first; a higher one runs from the height of an upgrade plan. */
  readonly version?: number
  readonly about: string
  /** Services whose procedures and tables this one uses; acyclic. */
  readonly uses?: readonly Service[]
  /** Classes of organisation that may hold each role `<service>.<name>`. */
  readonly roles?: Named<readonly string[]>
  readonly tables?: Named<TableShape>
  readonly events?: Named<Event>
  readonly commands?: Named<Command>
  readonly procedures?: Named<Procedure<unknown>>
  readonly rules?: Named<Rule>
  readonly refusals?: Named<RefusalKind>
  /** Whether this one service hands validators and parameters to the engine. */
  readonly engine?: boolean
  /** Once, after the rows of the genesis file; in an upgrade that adds the service. */
  genesis?(tx: HookTx): undefined
  /** Once, in place of `genesis`, where the ledger goes on from the state of another one. */
  recover?(tx: HookTx, recovery: Recovery): undefined
  /** Before the transactions of every block that is not empty. */
  beginBlock?(tx: HookTx): undefined
  /** After the transactions: bounded sweeps. */
  endBlock?(tx: HookTx): undefined
  /** Once, at the height of an upgrade, from an older version. */
  migrate?(tx: HookTx, from: number): undefined
  readonly invariants?: readonly Invariant[]
  readonly authorise?: Partial<Authorise>
}

/** A service as the runtime sees it; `definition` keeps the hooks. */
export interface Service {
  readonly name: string
  readonly version: number
  readonly about: string
  readonly uses: readonly Service[]
  readonly roles: Named<readonly string[]>
  readonly tables: Named<TableShape>
  readonly events: Named<Event>
  readonly commands: Named<Command>
  readonly procedures: Named<Procedure<unknown>>
  readonly rules: Named<Rule>
  readonly refusals: Named<RefusalKind>
  readonly engine: boolean
  readonly invariants: readonly Invariant[]
  readonly authorise: Partial<Authorise>
  readonly definition: ServiceDefinition
}

type Kept<D> = Pick<D, Extract<keyof D, "name" | "tables" | "events" | "commands" | "refusals">>

function bind(binding: { service: string | null }, service: string, what: string): void {
  const free = binding.service === null || binding.service === service
  assert(free, `${what} belongs to service "${binding.service}", so "${service}" cannot declare it`)
  binding.service = service
}

/**
 * Declares a service and binds its tables, events, commands and procedures to it: from here on only
 * its code may write them. A table that another service declared is a `Bug`.
 */
export function service<const D extends ServiceDefinition>(definition: D): Service & Kept<D> {
  const { name, version = 1, about, uses = [], roles = {}, tables = {}, events = {} } = definition
  const { commands = {}, procedures = {}, rules = {}, refusals = {}, engine = false } = definition
  const { invariants = [], authorise = {} } = definition
  assertServiceName(name)
  for (const table of named(tables)) {
    bind(table.binding, name, `table "${table.name}"`)
    const known = table.absent === null || Object.hasOwn(refusals, table.absent)
    assert(known, `table "${table.name}": "${table.absent}" is no refusal of service "${name}"`)
  }
  for (const event of named(events)) bind(event.binding, name, `event "${event.name}"`)
  for (const [place, command] of listed(commands)) {
    assertFieldName(place)
    bind(command.binding, name, `command "${place}"`)
    command.binding.name = place
  }
  for (const [place, procedure] of listed(procedures)) {
    assertFieldName(place)
    bind(procedure[procedureBinding], name, `procedure "${place}"`)
  }
  const declared: Service = {
    ...{ name, version, about, uses, roles, tables, events, commands, procedures, rules },
    ...{ refusals, engine, invariants, authorise, definition },
  }
  return declared as Service & Kept<D>
}
