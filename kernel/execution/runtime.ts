/**
 * A runtime: the services of one ledger, checked and put in order once, before anything runs. What
 * is wrong with a definition is a `Bug` here, at start.
 */

import type { CborValue } from "../cbor/value.ts"
import { encodeValue } from "../cbor/value.ts"
import { sha256Hex } from "../crypto/hash.ts"
import { assert } from "../failures.ts"
import type { Hash } from "../schema/fixed.ts"
import type { Kind } from "../schema/kind.ts"
import { nearestName } from "../schema/nearest.ts"
import type { Authorise } from "../service/authorise.ts"
import type { Command } from "../service/command.ts"
import type { Event } from "../service/event.ts"
import type { Invariant } from "../service/invariant.ts"
import { listed, named } from "../service/listed.ts"
import type { Rule } from "../service/rule.ts"
import type { Service } from "../service/service.ts"
import type { TableShape } from "../service/table-shape.ts"
import type { CommandInputs } from "../transaction/operation.ts"
import { checkService, checkServiceNames } from "./definition-checks.ts"
import { kernelRules } from "./kernel-rules.ts"
import { kernelService } from "./kernel-tables.ts"
import { serviceOrder } from "./service-order.ts"

/** One of the authorise functions with the service that gives it. */
export type Given<F> = { readonly service: Service; readonly call: F }

/** Where a runtime is used, and from when. */
export type RuntimeOptions = {
  /** Freezes rows, so that a service that changes one fails: for tests and development. */
  readonly freeze?: boolean
  /** The height from which higher versions and new services run, where no service plans one. */
  readonly upgradeHeight?: bigint
}

/** The services of a ledger and all that follows from them. Made by `defineRuntime`. */
export interface Runtime extends CommandInputs {
  /** In service order: dependencies first, then by name. */
  readonly services: readonly Service[]
  readonly freeze: boolean
  readonly upgradeHeight: bigint | null
  /** By `service.command`. */
  readonly commands: ReadonlyMap<string, Command>
  /** By `service/table`, the kernel's own included. */
  readonly tables: ReadonlyMap<string, TableShape>
  /** By `service/event`, the kernel's own included. */
  readonly events: ReadonlyMap<string, Event>
  /** The kernel's own first, then in service order: a rule's place is its number in packed jobs. */
  readonly rules: readonly Rule[]
  /** Roles by full name, with the classes that may hold them; empty: any class. */
  readonly roles: ReadonlyMap<string, readonly string[]>
  /** Schema digest of each service by name. */
  readonly schemas: ReadonlyMap<string, Hash>
  /** The one service that hands over validators and parameters, if any. */
  readonly engine: Service | null
  readonly signer: Given<Authorise["signer"]>
  readonly frozen: Given<Authorise["frozen"]> | null
  readonly permit: Given<Authorise["permit"]>
  readonly planned: Given<Authorise["planned"]> | null
  command(name: string): Command
  service(name: string): Service | undefined
  /** Whether the table belongs to a running service. */
  runs(table: TableShape): boolean
  /** Invariants of a table's rows. */
  invariantsOf(table: TableShape): readonly Invariant[]
  nearest(name: string): string | null
}

/**
 * Puts services together. Throws `Bug` for a cycle or gap in `uses`, a reserved, wrong or repeated
 * name, a table, event or role that nobody declares, a key over 255 bytes, a schema too deep or too
 * large, and unless `signer` and `permit` are given once, `frozen` and `planned` at most once.
 */
export function defineRuntime(given: readonly Service[], options: RuntimeOptions = {}): Runtime {
  checkServiceNames(given)
  const services = serviceOrder(given)
  for (const service of services) checkService(service)
  const all = [kernelService, ...services]
  const commands = commandsOf(services)
  const tables = declared(all, ({ tables }) => tables)
  const events = declared(all, ({ events }) => events)
  const rules = rulesOf(services)
  const running = new Set<object>([...tables.values()].map((table) => table.binding))
  const invariants = invariantsOf(services, running)
  const names = [...commands.keys()]
  const engines = services.filter((service) => service.engine)
  assert(engines.length <= 1, "one service at most hands updates to the engine")
  const roles = rolesOf(services)
  return {
    ...{ services, commands, tables, events, rules, roles },
    freeze: options.freeze ?? false,
    upgradeHeight: options.upgradeHeight ?? null,
    schemas: new Map(services.map((service) => [service.name, schemaDigest(service)])),
    engine: engines[0] ?? null,
    signer: required(services, "signer"),
    frozen: givenOnce(services, "frozen"),
    permit: required(services, "permit"),
    planned: givenOnce(services, "planned"),
    command(name) {
      const command = commands.get(name)
      assert(command !== undefined, `command "${name}" was decoded, so it is known`)
      return command
    },
    service: (name) => services.find((service) => service.name === name),
    runs: (table) => running.has(table.binding),
    invariantsOf: (table) => invariants.get(table.binding) ?? [],
    inputOf: (name) => commands.get(name)?.input as Kind<unknown> | undefined,
    isOpen: (name) => commands.get(name)?.open === true,
    nearest: (name) => nearestName(name, names),
  }
}

/** The role that a command asks for: its own by default, none where others must sign. */
export function roleOf(command: Command): string | null {
  if (command.role !== undefined) return command.role
  return command.open || command.signers !== null ? null : nameOf(command)
}

/** `service.command`. */
export function nameOf(command: Command): string {
  return `${command.binding.service}.${command.binding.name}`
}

/**
 * The description of a service as data (ARCHITECTURE.md, "Services"); its canonical CBOR is hashed.
 */
export function describeService(service: Service): CborValue {
  const { commands, events, tables } = service
  const described = <T>(list: readonly T[], entry: (item: T) => readonly [string, CborValue]) =>
    Object.fromEntries(list.map(entry))
  return {
    commands: described(listed(commands), ([name, { input }]) => [name, input.description]),
    events: described(named(events), ({ name, kind }) => [name, kind.description]),
    tables: described(named(tables), (table) => [table.name, describeTable(table)]),
  }
}

function describeTable({ raw, keyFields, row }: TableShape): CborValue {
  if (raw !== null) return { key: [["key", { bytes: [raw.key, 1] }]], value: row.description }
  return {
    key: keyFields.map(({ name, kind }) => [name, kind.description]),
    value: row.description,
  }
}

/** The schema digest of a service: SHA-256 of its description. */
export function schemaDigest(service: Service): Hash {
  return sha256Hex(encodeValue(describeService(service))) as Hash
}

function commandsOf(services: readonly Service[]): Map<string, Command> {
  const commands = new Map<string, Command>()
  for (const service of services) {
    for (const command of named(service.commands)) commands.set(nameOf(command), command)
  }
  return commands
}

/** Tables or events by `service/name`. */
function declared<Item extends { readonly name: string }>(
  services: readonly Service[],
  of: (service: Service) => Readonly<Record<string, Item>>,
): Map<string, Item> {
  const found = new Map<string, Item>()
  for (const service of services) {
    for (const item of named(of(service))) {
      const name = `${service.name}/${item.name}`
      assert(!found.has(name), `"${name}" is declared twice`)
      found.set(name, item)
    }
  }
  return found
}

function rulesOf(services: readonly Service[]): readonly Rule[] {
  const rules = [...kernelRules]
  for (const service of services) rules.push(...named(service.rules))
  const names = new Set(rules.map((rule) => rule.name))
  assert(names.size === rules.length, "the name of a rule is unique in a runtime")
  return rules
}

function invariantsOf(services: readonly Service[], running: ReadonlySet<object>) {
  const invariants = new Map<object, Invariant[]>()
  for (const { invariants: own } of services) {
    for (const invariant of own) {
      if (invariant.rows === null) continue
      const { binding, name } = invariant.rows
      assert(running.has(binding), `"${invariant.text}" is about "${name}", which nobody declares`)
      invariants.set(binding, [...(invariants.get(binding) ?? []), invariant])
    }
  }
  return invariants
}

function rolesOf(services: readonly Service[]): Map<string, readonly string[]> {
  const roles = new Map<string, readonly string[]>()
  for (const service of services) {
    for (const [role, classes] of listed(service.roles)) {
      roles.set(`${service.name}.${role}`, classes)
    }
  }
  for (const service of services) {
    for (const command of named(service.commands)) {
      const role = roleOf(command)
      if (role === null || roles.has(role)) continue
      const [owner] = role.split(".")
      const foreign = !services.some(({ name }) => name === owner)
      assert(foreign || role === nameOf(command), `role "${role}" is not declared by "${owner}"`)
      if (!foreign) roles.set(role, [])
    }
  }
  return roles
}

function givenOnce<Name extends keyof Authorise>(services: readonly Service[], name: Name) {
  const givers = services.filter((service) => service.authorise[name] !== undefined)
  assert(givers.length <= 1, `"${name}" is given by more than one service`)
  const [service] = givers
  if (service === undefined) return null
  return { service, call: service.authorise[name] as Authorise[Name] }
}

function required<Name extends keyof Authorise>(services: readonly Service[], name: Name) {
  const given = givenOnce(services, name)
  assert(given !== null, `no service gives "${name}"`)
  return given
}
