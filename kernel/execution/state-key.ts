/**
 * State keys (ARCHITECTURE.md, "State"): service ‖ `/` ‖ table ‖ `/` ‖ key forms of the fields in
 * declared order. Their byte order is the order of scans.
 */
import { utf8 } from "../bytes.ts"
import { CborReader } from "../cbor/reader.ts"
import { CborWriter } from "../cbor/writer.ts"
import { assert, Bug, Invalid } from "../failures.ts"
import type { TableShape } from "../service/table-shape.ts"
import type { StoredKey } from "../service/view.ts"

type KeyRecord = Readonly<Record<string, unknown>>

const writer = new CborWriter()
const prefixes = new WeakMap<object, Uint8Array>()

/** `service/table/`: what all keys of a table begin with. A table of no service is a `Bug`. */
export function tablePrefix(table: TableShape): Uint8Array {
  const known = prefixes.get(table.binding)
  if (known !== undefined) return known
  const { service } = table.binding
  if (service === null) throw new Bug(`table "${table.name}" is declared by no service`)
  const prefix = utf8(`${service}/${table.name}/`)
  prefixes.set(table.binding, prefix)
  return prefix
}

/** The state key of a row. `key` may carry more fields than the key. */
export function stateKey(table: TableShape, key: StoredKey): Uint8Array {
  const prefix = tablePrefix(table)
  if (table.raw !== null) return rawKey(table, prefix, key, 1)
  writer.reset().raw(prefix)
  for (const { name, kind } of table.keyFields) {
    const value = (key as KeyRecord)[name]
    if (value === undefined) throw missing(table, name)
    kind.key.write(writer, value)
  }
  return writer.finish()
}

/** The bytes that keys with these leading fields begin with; a skipped field is a `Bug`. */
export function statePrefix(table: TableShape, some: StoredKey): Uint8Array {
  const prefix = tablePrefix(table)
  if (table.raw !== null) return rawKey(table, prefix, some, 0)
  writer.reset().raw(prefix)
  let ended = false
  for (const { name, kind } of table.keyFields) {
    const value = (some as KeyRecord)[name]
    if (value === undefined) {
      ended = true
      continue
    }
    if (ended) throw new Bug(`a prefix of table "${table.name}" skips fields before "${name}"`)
    kind.key.write(writer, value)
  }
  return writer.finish()
}

/** The key that a state key of this table stands for. */
export function readStateKey(table: TableShape, bytes: Uint8Array): StoredKey {
  const start = tablePrefix(table).length
  if (table.raw !== null) return bytes.slice(start)
  const reader = new CborReader(bytes, start)
  const key: Record<string, unknown> = {}
  for (const { name, kind } of table.keyFields) key[name] = kind.key.read(reader)
  assert(reader.at === bytes.length, `a state key of table "${table.name}" has the key's length`)
  return key
}

/** Checks each field of the key against its kind; a field outside it throws `Invalid`. */
export function checkKey(table: TableShape, key: StoredKey): void {
  if (table.raw !== null) return
  for (const { name, kind } of table.keyFields) kind.check((key as KeyRecord)[name])
}

/** Whether a row can have this key: each field is of its kind. */
export function isKey(table: TableShape, key: StoredKey): boolean {
  try {
    checkKey(table, key)
    return true
  } catch (failure) {
    if (failure instanceof Invalid) return false
    throw failure
  }
}

/**
 * A string that stands for a key among the keys of one table, cheaper than its bytes: values of one
 * kind are of one JavaScript type, and no text holds NUL.
 */
export function placeOf(table: TableShape, key: StoredKey): string {
  const { keyFields } = table
  if (table.raw !== null) return latin1(key as Uint8Array)
  if (keyFields.length === 1) return placePart(table, key as KeyRecord, keyFields[0]!.name)
  let place = ""
  for (let i = 0; i < keyFields.length; i++) {
    const part = placePart(table, key as KeyRecord, keyFields[i]!.name)
    if (part.includes("\0")) throw new Bug(`a key of table "${table.name}" holds NUL`)
    place += i === 0 ? part : `\0${part}`
  }
  return place
}

/** Up to so many bytes one call makes the string: as many arguments as fit on any stack. */
const CALL_BYTES_MAX = 256

/** One character a byte: a Map key, and compared as the bytes are. */
export function latin1(bytes: Uint8Array): string {
  if (bytes.length <= CALL_BYTES_MAX) {
    return String.fromCharCode.apply(null, bytes as unknown as number[])
  }
  let text = ""
  for (let i = 0; i < bytes.length; i++) text += String.fromCharCode(bytes[i]!)
  return text
}

function placePart(table: TableShape, key: KeyRecord, name: string): string {
  const value = key[name]
  if (typeof value === "string") return value
  if (value === undefined || value === null) throw missing(table, name)
  return String(value)
}

function missing(table: TableShape, name: string): Bug {
  return new Bug(`a key of table "${table.name}" lacks "${name}"`)
}

function rawKey(table: TableShape, prefix: Uint8Array, key: StoredKey, min: number): Uint8Array {
  const { length } = key as Uint8Array
  const fits = key instanceof Uint8Array && length >= min && length <= table.raw!.key
  if (!fits) throw new Bug(`a key of raw table "${table.name}" is of 1 to ${table.raw!.key} bytes`)
  const bytes = new Uint8Array(prefix.length + length)
  bytes.set(prefix)
  bytes.set(key, prefix.length)
  return bytes
}
