/**
 * What code of a service holds while it runs: a `View` reads, a `Writer` also writes its own tables
 * and emits events. Both are made by the executor; authority is the handle that one was given.
 */
import type { Validators } from "../block/validator-set.ts"
import type { Refusal } from "../failures.ts"
import type { RecoveryManifest } from "../recovery/manifest.ts"
import type { Hash, Hex } from "../schema/fixed.ts"
import type { Party } from "../schema/party.ts"
import type { Event } from "./event.ts"
import type { Fields, Values } from "./fields.ts"
import type { Rule } from "./rule.ts"
import type { TableShape } from "./table-shape.ts"

/**
 * Where a view keeps its access to rows. Not exported from the room: services go through tables.
 */
export const rows: unique symbol = Symbol("rows")

/** A stored row: a frozen record, or the bytes of a raw table. Never changed in place. */
export type StoredRow = Readonly<Record<string, unknown>> | Uint8Array
/** A key: the values of its fields, perhaps among others, or the bytes of a raw key. */
export type StoredKey = Readonly<Record<string, unknown>> | Uint8Array
/** One row of a scan. */
export type StoredEntry = { readonly key: StoredKey; readonly value: StoredRow }

/** How far a scan goes. */
export type ScanRange<Key> = {
  /** Rows at most, 1 to 1,000. */
  readonly limit: number
  /** Rows after this key in the direction of the scan. */
  readonly after?: Key
  /** From the greatest key down. */
  readonly reverse?: boolean
}

/** Which rows `prune` deletes: the lowest under the prefix, while their key is below the bound. */
export type PruneRange<Bound> = { readonly below: Bound; readonly limit: number }

/** What an executor does for tables. Two implementations: the overlay, and the naive kernel. */
export interface RowAccess {
  get(table: TableShape, key: StoredKey): StoredRow | undefined
  put(table: TableShape, key: StoredKey, row: StoredRow): void
  patch(table: TableShape, key: StoredKey, some: Readonly<Record<string, unknown>>): void
  delete(table: TableShape, key: StoredKey): boolean
  scan(table: TableShape, prefix: StoredKey, range: ScanRange<StoredKey>): readonly StoredEntry[]
  prune(table: TableShape, prefix: StoredKey, range: PruneRange<StoredKey>): number
  /** Runs a procedure of `owner` for the service whose code asks. */
  enter<Result>(owner: string, procedure: () => Result): Result
}

/** Reads state. All that authorisation, invariants and `ahead` get. */
export interface View {
  readonly chain: string
  /** The block being built: last + 1 in `check`. */
  readonly height: bigint
  /** Block time, milliseconds of 1970: the only clock. */
  readonly time: number
  /**
   * Roles of all running services (`money.operate`) and the classes of organisation that may hold
   * each; an empty list means any class.
   */
  readonly roles: ReadonlyMap<string, readonly string[]>
  /** Whether the rule holds: the same answer from a worker's verdict, a memory, or on the spot. */
  verify<F extends Fields>(rule: Rule<F>, input: Values<NoInfer<F>>): boolean
  /** Pays for own pure work. Beyond the limit an operation refuses `limit_reached`. */
  charge(units: number): void
  /** Units left in this operation or hook: a bounded sweep stops by it, never by a `Bug`. */
  remaining(): number
  readonly [rows]: RowAccess
}

/** What `rehearse` learnt: the refusal if there was one, and the difference to the state. */
export type Rehearsal = {
  readonly refusal: Refusal | null
  /** State keys that would change, in key order. */
  readonly changes: readonly Uint8Array[]
  /** H over (key length u16 ‖ key ‖ H(value), or 32 zero bytes where deleted), in key order. */
  readonly digest: Hash
}

/** Reads and writes: what commands and hooks have in common, all that a procedure should need. */
export interface Writer extends View {
  /** Whose command or hook runs; inside a procedure, the service that called it. */
  readonly service: string
  /** Adds an event to the log, if the operation is accepted. */
  emit<F extends Fields>(event: Event<F>, fields: Values<NoInfer<F>>): void
  /** Keeps what `work` did, or undoes it and answers its refusal. Eight deep at most. */
  attempt(work: () => void): Refusal | null
  /** Does `work`, undoes it, and tells what it would have changed. */
  rehearse(work: () => void): Rehearsal
}

interface Operation extends Writer {
  /** Id of the transaction. */
  readonly id: Hash
  /** Index of the operation in its transaction. */
  readonly operation: number
  /** Thumbprints of all verified signatures, in order; empty in an open transaction. */
  readonly keys: readonly Hash[]
  /** Principals of the second and later signatures, in order. */
  readonly cosigners: readonly Party[]
}

/** What a command runs on. */
export interface Tx extends Operation {
  /** Principal of the first signature. */
  readonly caller: Party
  /** Organisation of the caller. */
  readonly organisation: Party
}

/** What an open command runs on: it may come without signature. */
export interface OpenTx extends Operation {
  readonly caller: Party | null
  readonly organisation: Party | null
}

/** A proven fault of a validator, as the engine reports it. */
export type Misbehaviour = {
  readonly kind: "duplicate_vote" | "light_client_attack"
  /** SHA-256(key)[0..20]. */
  readonly address: Hex
  readonly power: bigint
  readonly height: bigint
  readonly time: number
}

/** A validator's new power; 0 removes it. Votes two blocks later. */
export type ValidatorUpdate = { readonly key: Hash; readonly power: bigint }

/** Groups of consensus parameters; a group replaces the whole group from the next block on. */
export type ParameterUpdate = {
  readonly block?: { readonly maxBytes: bigint; readonly maxGas: bigint }
  readonly evidence?: {
    readonly maxAgeBlocks: bigint
    readonly maxAgeMs: bigint
    readonly maxBytes: bigint
  }
}

/** The engine's side of a hook. */
export interface EngineSide {
  /** The set that updates change now: at genesis, the first one. */
  readonly set: Validators
  readonly misbehaviour: readonly Misbehaviour[]
  /** Address of the proposer of this block, 20 bytes in hex; null at genesis. */
  readonly proposer: Hex | null
  /**
   * Hands updates to the engine, no key twice in a block. The `engine` service only, else `Bug`.
   */
  validators(updates: readonly ValidatorUpdate[]): void
  /** Replaces groups of parameters. The `engine` service only, else `Bug`. */
  parameters(groups: ParameterUpdate): void
}

/** From what a ledger goes on, and the members' signatures under it, which nobody verified yet. */
export type Recovery = {
  readonly manifest: RecoveryManifest
  readonly endorsements: readonly Uint8Array[]
}

/** What a hook runs on: no caller, no transaction. A refusal that leaves a hook is a `Bug`. */
export interface HookTx extends Writer {
  readonly engine: EngineSide
  /** Whether newer services begin with this block. */
  readonly upgrading: boolean
}
