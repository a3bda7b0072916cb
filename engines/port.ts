/**
 * The port between an engine, which puts transactions in order, and the application, which says
 * what they mean. Shaped after ABCI 2.0 (CometBFT v0.40, `spec/abci`): same calls, same order, same
 * obligations. The node offers an `Application`; `solo` and `cometbft` are the engines.
 *
 * One life of an application is `info initChain? ((prepareProposal | processProposal)*
 * finalizeBlock commit)*`. A block is durable in the engine before `commit` is called, so the
 * application may write its state behind and report the older height: the blocks come back.
 */
import type {
  Commit,
  ConcordatError,
  EngineParameters,
  Header,
  Validators,
} from "@concordat/kernel"

/** Where the application stands at the handshake. */
export type Info = {
  /** Bytes format of what is stored, for people. */
  readonly version: string
  readonly appVersion: bigint
  /** The last height that would survive a power cut; 0 asks for `initChain`. */
  readonly height: bigint
  /** After `height`, 32 bytes; empty at 0. */
  readonly appHash: Uint8Array
  /** Of the results of the block at `height`, for an engine that keeps none; empty at 0. */
  readonly resultsHash: Uint8Array
}

/** The beginning of a ledger, from its genesis. */
export type InitChain = {
  readonly chain: string
  /** Milliseconds of 1970. */
  readonly time: number
  readonly height: bigint
}

/** What the genesis gives the first header. */
export type InitChainAnswer = {
  readonly appHash: Uint8Array
  readonly validators: Validators
  readonly parameters: EngineParameters
  /** In every header until an upgrade. */
  readonly appVersion: bigint
}

/** One transaction's result. Hashed: code, data, gasWanted (always 0), gasUsed. */
export type TxResult = {
  /** 0 accepted, 1 refused, 2 invalid. */
  readonly code: 0 | 1 | 2
  readonly data: Uint8Array
  /** Cost units. */
  readonly gasUsed: bigint
  /** For people; not hashed. */
  readonly log: string
}

/** A transaction that the mempool's rule is asked about. */
export type CheckTx = {
  readonly transaction: Uint8Array
  /** It waits since before the last commit; its signatures are not verified again. */
  readonly recheck: boolean
  /**
   * Time that the next block will carry, milliseconds of 1970, where the engine knows it. Solo
   * does: so `expires` is measured against the very time at which the transaction will run.
   */
  readonly time: number | null
}

/** Anything at stake about the block at `height`: equal on every node. */
export type Proposal = {
  readonly height: bigint
  /** The header's time, floored to milliseconds of 1970. */
  readonly time: number
  readonly transactions: readonly Uint8Array[]
  /** Address, 20 bytes. */
  readonly proposer: Uint8Array
  readonly misbehaviour: readonly Misbehaviour[]
}

/** Proof that a validator misbehaved, as the engine found it. */
export type Misbehaviour = {
  readonly kind: "duplicate_vote" | "light_client_attack"
  /** Address, 20 bytes. */
  readonly validator: Uint8Array
  readonly power: bigint
  readonly height: bigint
  readonly time: number
  readonly totalPower: bigint
}

/** A proposal that has a name: the hash of its header, 32 bytes. */
export type NamedProposal = Proposal & { readonly hash: Uint8Array }

/** What a block came to, before it is committed. */
export type FinalizeBlockAnswer = {
  /** One a transaction, in order. */
  readonly results: readonly TxResult[]
  /** Power 0 removes. They vote from height + 2 on. */
  readonly validatorUpdates: Validators
  /** Null: as before. They hold from height + 1 on. */
  readonly parameters: EngineParameters | null
  /** After this block; in the header of the next. */
  readonly appHash: Uint8Array
}

/** What is so once a block became the state. */
export type CommitAnswer = {
  /** The lowest block that is still needed. */
  readonly retainHeight: bigint
  /**
   * Why this application judges and executes no block above: it takes no part in its decision, and
   * the engine ends with it, once the others have this one where there are others. Absent or null:
   * it goes on.
   */
  readonly end?: ConcordatError | null
}

/** A state that joiners may be offered, in CometBFT's terms. */
export type Snapshot = {
  readonly height: bigint
  readonly format: number
  readonly chunks: number
  readonly hash: Uint8Array
  readonly metadata: Uint8Array
}

/** A snapshot that is offered to this node, with what its header and those above it prove. */
export type SnapshotOffer = {
  readonly snapshot: Snapshot
  /** After its height. */
  readonly appHash: Uint8Array
  /** Of the block at its height, milliseconds of 1970. */
  readonly time: number
  /** The set that signs height + 2, which is the newest one that this state knows. */
  readonly validators: Validators
  /** In force from height + 1 on. */
  readonly parameters: EngineParameters
}

/**
 * What becomes of an offer: it is taken; state sync is of no use here; not this snapshot; no
 * snapshot of this format; nothing from those who announce such a one.
 */
export type OfferAnswer = "accept" | "abort" | "reject" | "reject_format" | "reject_sender"

/**
 * What becomes of a chunk: it is taken; state sync is of no use here; this chunk again from another
 * sender; the whole snapshot again; another snapshot.
 */
export type ChunkAnswer = "accept" | "abort" | "retry" | "retry_snapshot" | "reject_snapshot"

/** State sync: what is served to joiners, and what is taken. */
export interface Snapshots {
  list(): Promise<readonly Snapshot[]>
  /** Null: no such chunk, or it is damaged. */
  load(height: bigint, format: number, chunk: number): Promise<Uint8Array | null>
  /** Begins anew, whatever was there: an accepted offer makes away with the state. */
  offer(offer: SnapshotOffer): Promise<OfferAnswer>
  /** After the last chunk, `info` tells the height of the snapshot. */
  apply(index: number, chunk: Uint8Array): Promise<ChunkAnswer>
}

/**
 * What the node offers. Everything but `info` and `checkTx` is called one at a time. Any throw
 * means that this node must not go on; the engine stops and nothing is signed.
 */
export interface Application {
  info(): Promise<Info>
  /** Whenever `info` said 0. Same input, same answer. */
  initChain(request: InitChain): Promise<InitChainAnswer>
  checkTx(request: CheckTx): Promise<TxResult>
  /**
   * What to propose of what waits: the same arrays in the same order, `maxBytes` in all, without
   * what no longer checks.
   */
  prepareProposal(request: Proposal & { readonly maxBytes: number }): Promise<readonly Uint8Array[]>
  /**
   * A function of committed state and block alone. Null accepts; else the code of what is wrong.
   */
  processProposal(request: NamedProposal): Promise<string | null>
  /** May come without `processProposal`, or for another block than was last processed. */
  finalizeBlock(request: NamedProposal): Promise<FinalizeBlockAnswer>
  /** The last finalized block becomes the state. */
  commit(): Promise<CommitAnswer>
  readonly snapshots: Snapshots
  /**
   * Whether the ledger lets a node connect, by its id (40 hex digits); null: it says nothing yet.
   */
  mayConnect(node: string): boolean | null
  /** Nodes that the ledger names to be dialled, as `id@host:port`. */
  peers(): readonly string[]
  /**
   * The row of a state key after `height` (0: the last one), or that there is none, with proofs
   * that hold against the app hash of header `height` + 1. Throws `Refusal` for heights not kept.
   */
  prove(key: Uint8Array, height: bigint): Promise<ProvenRow>
}

/** A row, or its absence, under an app hash. */
export type ProvenRow = {
  readonly height: bigint
  readonly key: Uint8Array
  /** Empty: there is no such row. */
  readonly value: Uint8Array
  /** ICS-23: of the key in the state trie, and of the trie's root under the app hash. */
  readonly proofs: readonly [state: Uint8Array, top: Uint8Array]
}

/** Where an engine stands. */
export type EngineStatus = {
  readonly kind: "solo" | "cometbft"
  /** Last block that is durable. */
  readonly height: bigint
  /** Time that a block closed now would carry, milliseconds of 1970. */
  readonly now: number
  /** Transactions handed over and in no block yet. */
  readonly waiting: number
  /**
   * Addresses, hex, of those whose votes for the block before the last stand in the last one. Null
   * before such a block was seen, and where one process signs with all keys.
   */
  readonly signers: readonly string[] | null
  /** An engine in a process of its own may be away, or behind the others. */
  readonly condition: "running" | "absent" | "syncing"
  /** Why it stopped by itself, or null. */
  readonly failure: unknown
}

/** A block as it is kept: what evidence is made of. */
export type ArchivedBlock = {
  readonly height: bigint
  readonly header: Header
  /** For this block, not for the one before. */
  readonly commit: Commit
  readonly transactions: readonly Uint8Array[]
  /**
   * Proofs of misbehaviour in the engine's own JSON, in order; `evidence` of the header is the hash
   * over them. Without those that it names, what was executed is not known.
   */
  readonly proofs: readonly string[]
}

/** Certified blocks by height. */
export interface BlockArchive {
  /** Lowest and highest height held; 0 and 0 when empty. */
  readonly first: bigint
  readonly last: bigint
  /** Null outside first..last. Throws `ConcordatError` `store_damaged`. */
  block(height: bigint): Promise<ArchivedBlock | null>
  /** Returns once the block of this height is held; throws when it will not come. */
  arrived(height: bigint): Promise<void>
  /** The set that signs `height`, which may be last + 1 or last + 2. */
  validators(height: bigint): Validators
  /**
   * Whose turn to propose comes next, in the order of the set that signs `height`: the highest
   * first. No header commits to it; who joins by a snapshot must be told. Null: not known here.
   * Throws `ConcordatError` `node_unreachable`.
   */
  priorities(height: bigint): Promise<readonly bigint[] | null>
  /** In force at `height`, with the application's version that its header carries. */
  parameters(height: bigint): {
    readonly parameters: EngineParameters
    readonly appVersion: bigint
  }
}

/** What the node uses: puts transactions in order and drives its `Application`. */
export interface Engine {
  readonly archive: BlockArchive
  /**
   * Brings the application to the last durable block, then takes transactions. Throws
   * `ConcordatError` `store_damaged` where the two cannot agree.
   */
  start(application: Application): Promise<void>
  /** Hands a transaction over; answers its check. What became of it shows in `finalizeBlock`. */
  submit(transaction: Uint8Array): Promise<TxResult>
  status(): EngineStatus
  /** Ends all links to peers and makes anew those that may still be; an engine alone has none. */
  relink(): Promise<void>
  /** Ends the block in progress. */
  stop(): Promise<void>
}
