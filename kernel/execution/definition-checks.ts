/** What is wrong with a service's definition is found at start, as a `Bug`. */

import { utf8 } from "../bytes.ts"
import { assert } from "../failures.ts"
import { KEY_BYTES_MAX, SCHEMA_DEPTH_MAX, VALUE_BYTES_MAX } from "../limits.ts"
import type { Kind } from "../schema/kind.ts"
import { assertFieldName, assertValueName } from "../schema/names.ts"
import type { Command } from "../service/command.ts"
import { listed, named } from "../service/listed.ts"
import type { Service } from "../service/service.ts"
import type { TableShape } from "../service/table-shape.ts"

/** They share a path with services in the gateway, or are the kernel's. */
const RESERVED_SERVICES: readonly string[] = [
  "blocks",
  "check",
  "development",
  "engine",
  "evidence",
  "iso20022",
  "kernel",
  "ledger",
  "read-model",
  "status",
  "transactions",
]
const ROLE_MAX = 64
/** What a leaf of the log may hold besides the fields of its event. */
const LEAF_BYTES_AROUND = 512
const VERSION_MAX = 65_535
/** Of a full command name: service (24) `.` command (32). */
const ROLE = /^[a-z][a-z0-9-]*\.[a-z][A-Za-z0-9_.-]*$/

/** Names of services: none reserved, none twice. */
export function checkServiceNames(services: readonly Service[]): void {
  const names = services.map((service) => service.name)
  for (const name of names) assert(!RESERVED_SERVICES.includes(name), `"${name}" is reserved`)
  const [again] = names.filter((name, index) => names.indexOf(name) < index)
  assert(again === undefined, `two services are named "${again}"`)
}

/** Everything that can be said of one service by itself. */
export function checkService(service: Service): void {
  const { name, version, commands, roles } = service
  const whole = Number.isInteger(version) && version >= 1 && version <= VERSION_MAX
  assert(whole, `version ${version} of "${name}" is not from 1 to ${VERSION_MAX}`)
  for (const table of named(service.tables)) checkTable(service, table)
  for (const event of named(service.events)) {
    const what = `event "${event.name}" of "${name}"`
    checkKind(what, event.kind, VALUE_BYTES_MAX - LEAF_BYTES_AROUND)
  }
  for (const [role, classes] of listed(roles)) {
    assertFieldName(role)
    for (const organisationClass of classes) assertValueName(organisationClass)
  }
  for (const command of named(commands)) checkCommand(service, command)
}

function checkTable(service: Service, table: TableShape): void {
  const what = `table "${table.name}" of "${service.name}"`
  const prefix = utf8(`${service.name}/${table.name}/`).length
  let longest = table.raw?.key ?? 0
  for (const { kind } of table.keyFields) longest += kind.key.sizeMax
  const fits = prefix + longest <= KEY_BYTES_MAX
  assert(fits, `${what}: a key may take ${prefix + longest} bytes, above ${KEY_BYTES_MAX}`)
  if (table.raw !== null) {
    assert(table.raw.key >= 1, `${what}: a key has at least one byte`)
    assert(table.raw.value <= VALUE_BYTES_MAX, `${what}: a value may take ${table.raw.value} bytes`)
  } else checkKind(what, table.row, VALUE_BYTES_MAX)
}

function checkCommand(service: Service, command: Command): void {
  const what = `command "${command.binding.name}" of "${service.name}"`
  checkKind(what, command.input, Number.MAX_SAFE_INTEGER)
  const { role, open, signers } = command
  assert(!open || (role === undefined && signers === null), `${what} is open and asks for more`)
  if (typeof role !== "string") return
  assert(role.length <= ROLE_MAX && ROLE.test(role), `${what}: "${role}" is not a role's name`)
}

function checkKind(what: string, kind: Kind<unknown>, sizeMax: number): void {
  assert(kind.depth <= SCHEMA_DEPTH_MAX, `${what} is ${kind.depth} deep, above ${SCHEMA_DEPTH_MAX}`)
  assert(kind.sizeMax <= sizeMax, `${what} may take ${kind.sizeMax} bytes, above ${sizeMax}`)
}
