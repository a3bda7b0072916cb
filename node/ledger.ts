/**
 * What the rest of the world asks of a running node: the gateway codes against this interface and
 * never sees the store, the engine or the executor. Answers name the height they are true at.
 * Heights, sizes and positions in the log are bigint; times are milliseconds of 1970.
 *
 * Failures, in every method: `Invalid` (the input is wrong by itself), `Refusal` (state or rights
 * say no; also `already_accepted`), `ConcordatError` (the request reached no decision: `node_busy`,
 * `node_starting`, `node_halted`).
 */
import type { BlockArchive } from "@concordat/engines/port"
import type {
  Anchor,
  Details,
  Hash,
  Party,
  Runtime,
  Trial,
  View,
  WholeBlock,
  Writer,
} from "@concordat/kernel"
import type { Side } from "./compare/side.ts"

export type Profile = "production" | "development"

/** One validator of the set that signs the next block. */
export interface ValidatorStatus {
  /** SHA-256(key)[0..20], hex. */
  readonly address: string
  /** Ed25519 public key, hex. */
  readonly key: string
  readonly power: bigint
  /** Null where no row says whose it is. */
  readonly organisation: Party | null
  /**
   * Whether its vote for the block before the last stands in the last one. Null where that is not
   * known yet, and on the embedded engine, whose one process signs for all.
   */
  readonly signed: boolean | null
}

/** Where the ledger stands, and how the node is. */
export interface Status {
  readonly chain: string
  readonly profile: Profile
  /** Last final block. */
  readonly height: bigint
  /** Time of the last final block. */
  readonly time: number
  /**
   * The ledger's present time: what a block that is closed now would carry. Clients count
   * `expires` from it, as a quiet ledger's last block may be hours old.
   */
  readonly now: number
  /** After `height`, hex; header `height` + 1 carries it. */
  readonly appHash: Hash
  readonly stateRoot: Hash
  readonly log: { readonly size: bigint; readonly root: Hash }
  /**
   * The lowest height whose blocks and events are here: 1, or the one after the snapshot that this
   * node began with.
   */
  readonly first: bigint
  /** Transactions in blocks, and their operations, from `first` on. */
  readonly transactions: bigint
  readonly operations: bigint
  /** Rows of the state, genesis included. */
  readonly rows: number
  readonly engine: "solo" | "cometbft"
  readonly validators: readonly ValidatorStatus[]
  /** Whether the engine runs, is away for now, or is behind the others. */
  readonly engineCondition: "running" | "absent" | "syncing"
  /** Transactions admitted and not yet in a block, and their bytes. */
  readonly waiting: number
  readonly waitingBytes: number
  /** Lowest height whose values and absences can still be proved. */
  readonly provableFrom: bigint
  /** Why the node takes no transaction, or null: `node_starting`, `node_halted`, `disk_full`. */
  readonly halted: string | null
  /** Counters since the process started, by name, for metrics. */
  readonly counters: Readonly<Record<string, number>>
}

/** One refused operation, or with `operation` null the whole transaction. */
export interface OperationRefusal {
  readonly code: string
  readonly service: string
  readonly operation: number | null
  readonly message: string
  readonly details: Details
}

/** What became of one operation of a transaction. */
export interface OperationResult {
  readonly command: string
  /** `dropped`: an earlier or later operation of an atomic transaction refused. */
  readonly outcome: "accepted" | "refused" | "dropped"
}

/** A dry run on the last final state: what `submit` of the same bytes would probably answer. */
export interface CheckAnswer {
  readonly transaction: Hash
  /** 0 accepted, 1 refused, 2 invalid; as in a block. */
  readonly code: 0 | 1 | 2
  readonly refusals: readonly OperationRefusal[]
  readonly operations: readonly OperationResult[]
  /** Cost units. */
  readonly cost: number
  /** State that the dry run ran on. */
  readonly height: bigint
  readonly time: number
}

/** The transaction is in a block and the block is durable. */
export interface Receipt {
  readonly transaction: Hash
  readonly height: bigint
  /** Position in the block. */
  readonly index: number
  /** Time of the block. */
  readonly time: number
  readonly code: 0 | 1 | 2
  readonly operations: readonly OperationResult[]
  readonly refusals: readonly OperationRefusal[]
  readonly cost: number
  /** Log positions of this transaction's events: `[first, first + count)`. */
  readonly events: { readonly first: bigint; readonly count: number }
}

/** A transaction in a block: its receipt and its bytes. */
export interface TransactionRecord extends Receipt {
  readonly bytes: Uint8Array
}

/** A block in a list. */
export interface BlockSummary {
  readonly height: bigint
  readonly time: number
  /** Block hash, hex. */
  readonly hash: Hash
  /** The app hash that its header carries: the state after `height` - 1. */
  readonly appHash: Hash
  readonly proposer: string
  readonly transactions: number
  /** Operations of all its transactions. */
  readonly operations: number
  /** Log positions of its events: `[first, first + count)`. */
  readonly events: { readonly first: bigint; readonly count: number }
  /** Bytes of its transactions. */
  readonly bytes: number
}

/** A block with its transactions and who signed it. */
export interface BlockRecord extends BlockSummary {
  /** In block order; null for bytes that were no transaction (code 2). */
  readonly ids: readonly (Hash | null)[]
  readonly codes: readonly (0 | 1 | 2)[]
  /** Signers of the commit, hex addresses, and the round. */
  readonly signers: readonly string[]
  readonly round: number
}

export interface RowAnswer {
  readonly key: Uint8Array
  /** Null: no such row at `height`. */
  readonly value: Uint8Array | null
  readonly height: bigint
  readonly time: number
}

export interface RowsAnswer {
  /** In key order, or in reverse. */
  readonly rows: readonly (readonly [key: Uint8Array, value: Uint8Array])[]
  /** Hand it back as `after` for the next page; null at the end. */
  readonly next: Uint8Array | null
  readonly height: bigint
  readonly time: number
}

/** One row that a block wrote. */
export interface RowChange {
  readonly key: Uint8Array
  /** Null: the row was deleted. */
  readonly value: Uint8Array | null
  /** SHA-256 of the value before; null where there was no row. */
  readonly before: Hash | null
  /** Index of the transaction that wrote last; null: a hook, the kernel, the genesis. */
  readonly transaction: number | null
  /** Index of its operation. */
  readonly operation: number | null
}

/** One leaf of the event log. */
export interface EventRecord {
  /** Position in the log, for evidence. */
  readonly position: bigint
  readonly height: bigint
  /** Position in the block: with `height` the cursor of a feed. */
  readonly index: number
  readonly time: number
  readonly service: string
  readonly event: string
  readonly operation: number | null
  readonly transaction: Hash | null
  /** JSON mirror of the event's fields, by its schema. */
  readonly fields: unknown
  /** The leaf's canonical bytes. */
  readonly leaf: Uint8Array
}

/** A place in the feed of events: what was seen last. */
export interface Cursor {
  readonly height: bigint
  readonly index: number
}

/** One page of the feed of events. */
export interface EventsAnswer {
  readonly events: readonly EventRecord[]
  /** Go on from here, even when `events` is empty: a page looks at a bounded number of leaves. */
  readonly next: Cursor | null
  /** Last final block when it was asked. */
  readonly height: bigint
}

/** What a bundle is to prove. All claims of one bundle hold after one height. */
export type ClaimRequest =
  | { readonly event: bigint }
  | { readonly value: Uint8Array }
  | { readonly absence: Uint8Array }
  | { readonly transaction: Hash }

/** What a bundle should prove, and to whom. */
export interface EvidenceRequest {
  /** 1 to 16. At most one of them a transaction: its block fixes the height. */
  readonly claims: readonly ClaimRequest[]
  /** Prove after this height; default: the newest provable one, or the transaction's. */
  readonly at?: bigint
  /** Height of the header that the verifier trusts; default: the bundle's own header. */
  readonly anchor?: bigint
}

/** What a listener is told after each block, in order, once it is durable. */
export interface BlockNotice {
  readonly block: BlockSummary
  readonly events: readonly EventRecord[]
  readonly receipts: readonly Receipt[]
}

/** A snapshot that joiners are served, in CometBFT's terms. */
export interface SnapshotNotice {
  readonly height: bigint
  readonly format: number
  readonly chunks: number
  /** Merkle root over the chunks' digests. */
  readonly hash: Uint8Array
}

/** Where the SQL read model is. */
export interface ReadModelStatus {
  readonly kind: "none" | "pglite" | "postgres"
  /** `waiting`: it starts with the first question. `building`: it is behind by more than a step. */
  readonly state: "off" | "waiting" | "starting" | "building" | "ready" | "failed"
  /** Its rows are those of the state after this block; null before there are any. */
  readonly height: bigint | null
  /** Lowest height that it tells of; null before there is one. */
  readonly begins: bigint | null
  /** Blocks that it lacks. */
  readonly lag: bigint
  /** Rows brought, and failures, since the process started. */
  readonly rows: number
  readonly failures: number
  /** What it failed by last, or null. */
  readonly reason: string | null
}

/** What the read model answered, and the state in which it holds. */
export interface ReadModelAnswer {
  readonly rows: readonly unknown[]
  readonly height: bigint
  readonly time: number
  readonly appHash: Hash
  readonly begins: bigint
}

/** The SQL read model: its rows equal the state of one height. It may lag; blocks are the truth. */
export interface ReadModel {
  status(): ReadModelStatus
  /**
   * Answers one SQL statement that reads; at `at` or later where a height is given, for which it
   * waits 5 s. Throws `ConcordatError` `read_model_behind`.
   */
  query(text: string, parameters: readonly unknown[], at?: bigint): Promise<ReadModelAnswer>
}

/** What code of a service answered about the state after `height`, at the ledger's present time. */
export interface Viewed<Answer> {
  readonly value: Answer
  readonly height: bigint
  readonly time: number
}

/** Everything that may be asked of a node. */
export interface Ledger {
  readonly chain: string
  readonly profile: Profile
  readonly runtime: Runtime
  /** Certified blocks, with who signs which height: what light clients and joiners are shown. */
  readonly archive: Omit<BlockArchive, "arrived">
  readonly readModel: ReadModel

  status(): Status

  /** A dry run; nothing is sent. Throws `Invalid` for bytes that are no transaction. */
  check(bytes: Uint8Array): Promise<CheckAnswer>

  /** Asks the state as it is now by code of services, which reads and cannot write. */
  view<Answer>(ask: (view: View) => Answer): Viewed<Answer>

  /**
   * What code of a service would change now, within the units of one operation: as much of this
   * thread as a dry run is. Nothing is kept.
   */
  trial(service: string, work: (tx: Writer) => void): Viewed<Trial>

  /**
   * Sends a transaction and waits until it is final. Nobody may change the bytes afterwards. Throws
   * `Invalid` or `Refusal` when it was not admitted (then no block holds it), `Refusal`
   * `already_accepted` with details {transaction, height, index} for one that is in a block
   * already, `ConcordatError` `node_busy` when too much is waiting.
   */
  submit(bytes: Uint8Array): Promise<Receipt>

  transaction(id: Hash): Promise<TransactionRecord | null>
  block(height: bigint): Promise<BlockRecord | null>
  /** Newest first, `limit` 1..200, below `before` where given. */
  blocks(page: { before?: bigint; limit: number }): Promise<readonly BlockSummary[]>

  /**
   * A row by its state key, now or `at` a height of the last 100. Throws `Refusal`
   * `height_not_reached` or `height_pruned`.
   */
  row(key: Uint8Array, at?: bigint): Promise<RowAnswer>
  /** Rows under a prefix of state keys, in key order; `limit` 1..1,000. */
  rows(
    prefix: Uint8Array,
    page: { after?: Uint8Array; reverse?: boolean; limit: number },
  ): Promise<RowsAnswer>

  /**
   * The rows that the block at `height` wrote, as the journal keeps them: each once, with its last
   * value. The height before the first block is the genesis. Throws `Refusal` `height_pruned` below
   * the journal's beginning, `height_not_reached` above the last block.
   */
  changes(height: bigint): Promise<readonly RowChange[]>

  /** This node's state, to be compared with another's; `version` is how it calls itself. */
  inspect(version: string): Side

  /** Leaves after a cursor, in log order, optionally of one service or event; `limit` 1..1,000. */
  events(page: {
    service?: string
    event?: string
    after?: Cursor
    limit: number
  }): Promise<EventsAnswer>
  event(position: bigint): Promise<EventRecord | null>

  /**
   * An evidence bundle (canonical CBOR). Waits for header H+1 where it is about to come. Throws
   * `Refusal` `unknown_record` (no such event or transaction; a value claim for an absent row and
   * the other way round), `height_pruned`, `height_not_reached`.
   */
  evidence(request: EvidenceRequest): Promise<Uint8Array>
  /** The trust anchor at a certified header, default the latest. */
  anchor(height?: bigint): Promise<Anchor>
  /** RFC 9162 consistency of two log sizes, `first` <= `second` <= the log's. */
  consistency(first: bigint, second: bigint): Promise<readonly Uint8Array[]>

  /** The snapshots that are served to joiners, the newest first. */
  snapshots(): Promise<readonly SnapshotNotice[]>
  /**
   * Writes a snapshot of the state as it is now, beside whatever else happens; returns once it is
   * there. Throws `node_busy` while another one is being written.
   */
  makeSnapshot(): Promise<SnapshotNotice>

  /**
   * What listeners were told after this block; null where it is not kept. The height before the
   * first block, whose events are those of the genesis, has no notice.
   */
  notice(height: bigint): Promise<BlockNotice | null>
  /**
   * A block with what became of each of its transactions, to be proved by the header above it. Null
   * where it is not kept.
   */
  wholeBlock(height: bigint): Promise<WholeBlock | null>
  /**
   * Calls back after every block, in order. Answers how to stop. A throwing listener is dropped.
   */
  subscribe(listener: (notice: BlockNotice) => void): () => void

  /**
   * Ends the link to a node, by its id (40 hex digits), that the ledger lets connect no more: the
   * engine makes all its links anew. Throws `Refusal` `wrong_state` for one that would come back.
   */
  dropPeer(node: string): Promise<void>

  /** Ends the block in progress, flushes, lets go of the data folder. */
  close(): Promise<void>
}
