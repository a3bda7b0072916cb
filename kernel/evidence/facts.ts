/** What the claims of a valid bundle say, decoded: facts that screens, files, programs show. */
import type { Json } from "../json/json.ts"
import type { Hash } from "../schema/fixed.ts"

/** An event that the log holds. */
export type EventFact = {
  readonly kind: "event"
  readonly service: string
  readonly event: string
  /** Height of its block. */
  readonly height: bigint
  /** Place among the block's events, from 0. */
  readonly index: number
  /** Place in the whole log, from 0. */
  readonly logIndex: bigint
  /** Block time, milliseconds since 1970. */
  readonly time: number
  /** Null for an event of a hook, as is `operation`. */
  readonly transaction: Hash | null
  readonly operation: number | null
  readonly fields: Json
  readonly sentence: string
}

/** A row that the state holds, or does not hold (`absence`), after the bundle's height. */
export type RowFact = {
  readonly kind: "value" | "absence"
  /** Null, as is `table`, where the key has not the form `service/table/…`. */
  readonly service: string | null
  readonly table: string | null
  readonly keyBytes: Uint8Array
  /** Key fields by name, or null without their schema. */
  readonly key: Json
  /** Null for an absence. */
  readonly valueBytes: Uint8Array | null
  /** Hex for plain bytes. */
  readonly value: Json
  readonly sentence: string
}

/** One refused operation of a transaction; `operation` is null where it is the whole. */
export type RefusalFact = {
  readonly code: string
  readonly service: string
  readonly operation: number | null
}

/** A transaction, and what the ledger answered to it. */
export type TransactionFact = {
  readonly kind: "transaction"
  /** Null where the bytes are no transaction. */
  readonly id: Hash | null
  readonly bytes: Uint8Array
  readonly height: bigint
  readonly outcome: "accepted" | "refused" | "invalid"
  readonly refusals: readonly RefusalFact[]
  /** Units. */
  readonly cost: bigint
  readonly sentence: string
}

/** What one claim says. */
export type Fact = EventFact | RowFact | TransactionFact
