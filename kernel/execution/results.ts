/**
 * What became of a transaction in a block, in the form that the engine hashes (ARCHITECTURE.md,
 * "Results").
 */
import type { Details, Invalid, Refusal } from "../failures.ts"
import { OPERATIONS_MAX } from "../limits.ts"
import { ascii } from "../schema/ascii.ts"
import { encode } from "../schema/codec.ts"
import type { Hash } from "../schema/fixed.ts"
import { list } from "../schema/list.ts"
import { option } from "../schema/option.ts"
import type { Party } from "../schema/party.ts"
import { record } from "../schema/record.ts"
import { u32 } from "../schema/unsigned.ts"

const CODE_MAX = 48
const SERVICE_MAX = 24

/** 0 accepted, 1 refused, 2 invalid. */
export type ResultCode = 0 | 1 | 2

/** One refused operation, or with `operation` null the whole transaction. */
export type RefusalRecord = {
  readonly code: string
  /** The refusing service, `kernel` for its own. */
  readonly service: string
  readonly operation: number | null
  /** A sentence for people; not hashed. */
  readonly message: string
  readonly details: Details
  readonly status: number
}

/** The result of one transaction. */
export type TxResult = {
  readonly code: ResultCode
  /** Empty, or canonical CBOR of `refusalList`. */
  readonly data: Uint8Array
  /** Units: `gas_used`; `gas_wanted` is always 0. */
  readonly gasUsed: number
  readonly refusals: readonly RefusalRecord[]
  /** Null where the bytes are no transaction. */
  readonly id: Hash | null
  /** Whether its operations ran: then its id may not come again. Not hashed. */
  readonly remembered: boolean
  /** The principal of the first signature; null where none was found. Not hashed. */
  readonly caller: Party | null
  /** The block's leaves that are this transaction's events: `[first, first + count)`. */
  readonly events: { readonly first: number; readonly count: number }
}

/** What `data` holds: which code, of which service, at which operation. */
export const refusalList = list(
  record({ code: ascii(CODE_MAX), service: ascii(SERVICE_MAX), operation: option(u32) }),
  OPERATIONS_MAX,
  1,
)

/** The hashed form of refusals. */
export function resultData(refusals: readonly RefusalRecord[]): Uint8Array {
  if (refusals.length === 0) return new Uint8Array()
  return encode(
    refusalList,
    refusals.map(({ code, service, operation }) => ({ code, service, operation })),
  )
}

/** A refusal as it is recorded. */
export function recordOf(refusal: Refusal, operation: number | null): RefusalRecord {
  const { code, message, details, status, service } = refusal
  return { code, service: service ?? "kernel", operation, message, details, status }
}

/** An invalid transaction as it is recorded. */
export function recordOfInvalid({ code, message, path, details }: Invalid): RefusalRecord {
  const pointed = path === "" ? details : { pointer: path, ...details }
  return { code, service: "kernel", operation: null, message, details: pointed, status: 400 }
}
