/**
 * Bytes of claims as JSON. With the schemas of the ledger's services fields are read in full;
 * without, as far as the bytes tell: byte strings appear in hex, large integers as decimal strings.
 */
import { toHex } from "../bytes.ts"
import { CborReader } from "../cbor/reader.ts"
import { type CborValue, decodeValue } from "../cbor/value.ts"
import { Invalid } from "../failures.ts"
import type { Json } from "../json/json.ts"
import { decode } from "../schema/codec.ts"
import type { Kind } from "../schema/kind.ts"
import { isMap } from "./leaf.ts"

/** The form of one table's rows. */
export type RowSchema = {
  /** Key fields in declared order. */
  readonly key: readonly (readonly [name: string, kind: Kind<unknown>])[]
  /** Null for plain bytes. */
  readonly value: Kind<unknown> | null
}

/** Schemas that a caller knows; each answers undefined for what it does not know. */
export type FactSchemas = {
  readonly row?: (service: string, table: string) => RowSchema | undefined
  readonly event?: (service: string, event: string) => Kind<unknown> | undefined
}

/** A CBOR value of unknown schema as JSON. */
function jsonOf(value: CborValue): Json {
  if (typeof value === "bigint") return String(value)
  if (value instanceof Uint8Array) return toHex(value)
  if (isMap(value)) {
    const names = Object.keys(value) // order: canonical, as read
    return Object.fromEntries(names.map((name) => [name, jsonOf(value[name]!)]))
  }
  return typeof value === "object" && value !== null ? value.map(jsonOf) : value
}

/** What `read` gives, or `otherwise` where the bytes are not of the form at hand. */
function orElse<T>(read: () => T, otherwise: () => T): T {
  try {
    return read()
  } catch (failure) {
    if (failure instanceof Invalid) return otherwise()
    throw failure
  }
}

/**
 * The JSON of bytes: by their schema where it fits, else as any canonical value, else in hex. A
 * `kind` of null says that they are plain bytes, undefined that it is not known.
 */
export function readFields(bytes: Uint8Array, kind: Kind<unknown> | null | undefined): Json {
  const plain = (): Json => toHex(bytes)
  if (kind === null) return plain()
  const generic = () => orElse(() => jsonOf(decodeValue(bytes)), plain)
  return kind === undefined ? generic() : orElse(() => kind.toJson(decode(kind, bytes)), generic)
}

/**
 * Key fields by name, or null where the bytes are not of the schema. They are proven, so they are
 * some key of the ledger's; but key forms trust their bytes, and the schema may be of another
 * version: hence the catch.
 */
export function readKey(rest: Uint8Array, { key }: RowSchema): Json {
  try {
    const reader = new CborReader(rest)
    const fields = key.map(([name, kind]): [string, Json] => {
      const from = reader.at
      const value = kind.toJson(kind.check(kind.key?.read(reader)))
      if (reader.at <= from) throw new RangeError("a field without bytes")
      return [name, value]
    })
    return reader.at === rest.length ? Object.fromEntries(fields) : null
  } catch {
    return null
  }
}
