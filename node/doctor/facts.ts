/**
 * What the doctor knows of a node when it judges: gathered at one moment from the node, its engine,
 * their logs and the machine. Whatever could not be learnt is null, and no cause is built on it.
 * Source of truth: CometBFT v0.40.0, `rpc/core/types` and `consensus/types/round_state.go`.
 */

/** What the node says of itself. */
export type LedgerFacts = {
  readonly height: bigint
  /** Time of its last block, milliseconds of 1970. */
  readonly time: number
  readonly waiting: number
  /** Why it takes no transaction, or null. */
  readonly halted: string | null
}

/** One line that node or engine logged, as far as the doctor reads it. */
export type LogLine = {
  /** Milliseconds of 1970. */
  readonly time: number
  readonly code: string
  readonly message: string
  readonly fields: Readonly<Record<string, unknown>>
}

/** One validator of the set that decides now. */
export type Seat = {
  /** SHA-256(key)[0..20], hex. */
  readonly address: string
  readonly power: bigint
  /** Organisation and node, or its address where neither is known. */
  readonly name: string
  readonly own: boolean
}

/** Where consensus stands on this node. */
export type ConsensusFacts = {
  readonly height: bigint
  readonly round: number
  /** 1 new height, 2 new round, 3 propose, 4 prevote, 6 precommit, 8 commit. */
  readonly step: number
  /** Height, round and step were the same a second before. */
  readonly still: boolean
  /** A proposal of this round has arrived. */
  readonly proposal: boolean
  readonly seats: readonly Seat[]
  /** Addresses whose votes of this height have arrived. */
  readonly voters: ReadonlySet<string>
  /** Addresses that voted against a proposal in an earlier round of this height. */
  readonly against: ReadonlySet<string>
  /** How far this machine's vote for the last block was ahead of the median of the others', ms. */
  readonly voteAheadMs: number | null
}

/** One node that this one is to be connected with. */
export type PeerFacts = {
  readonly id: string
  /** Organisation and node. */
  readonly name: string
  /** Address of its validator; null for one that does not vote. */
  readonly validator: string | null
  readonly connected: boolean
  /** Whether an engine speaks where it is said to be; null while it is connected. */
  readonly reachable: boolean | null
  readonly height: bigint | null
}

/** What the engine answers, and what it wrote since its last start. */
export type EngineFacts = {
  readonly pid: number | null
  /** Null while it does not answer. */
  readonly standing: {
    readonly height: bigint
    readonly catchingUp: boolean
    /** Blocks a second, measured over one. */
    readonly rate: number
  } | null
  readonly consensus: ConsensusFacts | null
  readonly peers: readonly PeerFacts[]
  /** Why consensus panicked in this life of the engine, or null. */
  readonly panic: string | null
  /** Lines of the engine about peers that were turned away, newest last. */
  readonly refused: readonly string[]
  /** Height of the last vote that its signer gave; null where that is not told. */
  readonly signed: bigint | null
}

/** One folder that the node writes to. */
export type FolderFacts = {
  readonly path: string
  readonly freeBytes: number
  readonly totalBytes: number
  /** How long a small file took to reach the disk; null where it was not tried. */
  readonly syncMs: number | null
}

/** What another node says of the same ledger. */
export type OtherFacts = {
  readonly name: string
  /** App hash in the header of `atHeight`, by it and by this node. */
  readonly appHash: string | null
  /** Its clock minus ours, milliseconds, as far as its answer took. */
  readonly clockAheadMs: number | null
  readonly version: string | null
}

/** Everything, of one node. */
export type Facts = {
  /** How commands name it: `n3`, or the chain where it has no name. */
  readonly node: string
  /** Whether the `network` commands reach it. */
  readonly network: boolean
  /** This machine's clock, milliseconds of 1970. */
  readonly now: number
  readonly process: "runs" | "paused" | "gone"
  readonly ledger: LedgerFacts | null
  /** Null for the embedded engine. */
  readonly engine: EngineFacts | null
  /** What the node logged since its last start, oldest first. */
  readonly log: readonly LogLine[]
  readonly folders: readonly FolderFacts[]
  /** A height that several nodes have, with this node's app hash in its header. */
  readonly compared: { readonly height: bigint; readonly appHash: string } | null
  readonly others: readonly OtherFacts[]
}
