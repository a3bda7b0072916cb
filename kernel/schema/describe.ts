/**
 * A kind as data and back. The canonical bytes of a service's descriptions are hashed into its
 * schema digest, and a generic client builds kinds from descriptions that it fetched.
 */

import type { CborValue } from "../cbor/value.ts"
import { encodeValue } from "../cbor/value.ts"
import { Bug, Invalid } from "../failures.ts"
import { ascii } from "./ascii.ts"
import { bool } from "./bool.ts"
import { bytes } from "./bytes.ts"
import { enumeration } from "./enumeration.ts"
import { fixed, hash } from "./fixed.ts"
import { i64 } from "./i64.ts"
import type { Kind } from "./kind.ts"
import { list } from "./list.ts"
import { option } from "./option.ts"
import { party } from "./party.ts"
import { record } from "./record.ts"
import { text } from "./text.ts"
import { time } from "./time.ts"
import { union } from "./union.ts"
import { u8, u16, u32 } from "./unsigned.ts"
import { u64, u128 } from "./wide-unsigned.ts"

type AnyKind = Kind<unknown>
type Map_ = { readonly [name: string]: CborValue }

const CONSTANTS: readonly AnyKind[] = [bool, u8, u16, u32, u64, u128, i64, time, party, hash]
const BY_NAME: ReadonlyMap<unknown, AnyKind> = new Map(CONSTANTS.map((k) => [k.description, k]))

/** Builds a kind of its described parameters; wrong ones end in a `Bug` of the constructor. */
const CONSTRUCTORS: ReadonlyMap<string, (parameters: CborValue) => AnyKind> = new Map<
  string,
  (parameters: CborValue) => AnyKind
>([
  ["text", (given) => text(...bounds(given))],
  ["ascii", (given) => ascii(...bounds(given))],
  ["bytes", (given) => bytes(...bounds(given))],
  ["fixed", (given) => fixed(given as number)],
  ["enumeration", (given) => enumeration(...(items(given) as [string, ...string[]]))],
  ["option", (given) => option(kindOf(given))],
  ["list", (given) => listOf(items(given))],
  ["union", (given) => union(kindsOf(given))],
  ["record", (given) => record(kindsOf(given))],
])

/** The canonical CBOR of a kind's description. */
export function describe(kind: AnyKind): Uint8Array {
  return encodeValue(kind.description)
}

/** The kind of a description. Throws `Invalid` `schema_invalid` for anything that is not one. */
export function kindOf(description: CborValue): AnyKind {
  try {
    return built(description)
  } catch (failure) {
    if (!(failure instanceof Bug)) throw failure
    throw invalid(failure.message)
  }
}

function built(description: CborValue): AnyKind {
  if (typeof description === "string") {
    const kind = BY_NAME.get(description)
    if (kind === undefined) throw invalid("This name is not a kind.")
    return kind
  }
  const entries = Object.entries(map(description)) // in any order: there is one
  const [name, parameters] = entries[0] ?? ["", null]
  const build = CONSTRUCTORS.get(name)
  if (entries.length !== 1 || build === undefined) throw invalid("This is not a kind.")
  return build(parameters)
}

function listOf(given: readonly CborValue[]): AnyKind {
  return list(kindOf(given[0] ?? null), ...bounds(given.slice(1)))
}

function kindsOf(given: CborValue): { readonly [name: string]: AnyKind } {
  const entries = Object.entries(map(given)) // in the order described; bytes are in their own
  return Object.fromEntries(entries.map(([name, kind]) => [name, kindOf(kind)]))
}

function bounds(given: CborValue): [max: number, min: number] {
  const [max, min, ...rest] = items(given)
  if (typeof max !== "number" || typeof min !== "number" || rest.length > 0) {
    throw invalid("Bounds are two whole numbers, the greatest and the smallest.")
  }
  return [max, min]
}

function items(given: CborValue): readonly CborValue[] {
  if (!Array.isArray(given)) throw invalid("A list is missing.")
  return given
}

function map(given: CborValue): Map_ {
  if (typeof given !== "object" || given === null) throw invalid("A map is missing.")
  if (Array.isArray(given) || given instanceof Uint8Array) throw invalid("A map is missing.")
  return given as Map_
}

function invalid(reason: string): Invalid {
  return new Invalid("schema_invalid", "", reason)
}
