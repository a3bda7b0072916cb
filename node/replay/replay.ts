/**
 * A ledger executed again from its genesis by nothing but its blocks: what the headers say is
 * recomputed, and the chain is followed from the genesis' validators to the last commit. Whoever
 * has genesis and blocks needs nobody's word for the state.
 */
import { misbehaviourIn } from "@concordat/engines/cometbft"
import type { ArchivedBlock } from "@concordat/engines/port"
import {
  type Anchor,
  type BlockInput,
  ConcordatError,
  dataHash,
  equalBytes,
  executeBlock,
  executeGenesis,
  fromHex,
  type Genesis,
  type GenesisGround,
  type Hash,
  type Hex,
  hashOf,
  headerHash,
  inSetOrder,
  type LedgerState,
  type Runtime,
  resultsHash,
  signedHeaderFault,
  stampMs,
  type Validators,
  Verdicts,
  verifyCommit,
} from "@concordat/kernel"
import { misbehaviourFor } from "../executor/misbehaviour.ts"

/** Commits whose signatures are verified; below, each header is known by the hash in the next. */
const COMMITS_VERIFIED = 100n
const PROGRESS_BLOCKS = 1_000n

export type ReplayOptions = {
  readonly runtime: Runtime
  readonly genesis: Genesis
  /** What the genesis of a recovered ledger goes on from. */
  readonly ground?: GenesisGround
  /** In order, from the first. */
  readonly blocks: AsyncIterable<ArchivedBlock>
  /** Height of the last of them. */
  readonly last: bigint
  /** What a user trusts already: a header at an anchor's height must be the anchor's. */
  readonly anchors?: readonly Anchor[]
  /** Verify the signatures of every commit. */
  readonly everyCommit?: boolean
  readonly onProgress?: (height: bigint) => void
}

/** What a replay came to. */
export type Replayed = {
  readonly state: LedgerState
  readonly blocks: bigint
  readonly transactions: bigint
  /** Commits whose signatures were verified, and anchors that were met. */
  readonly commits: bigint
  readonly anchors: number
  /** Hash of the last header; null without blocks. */
  readonly tip: Hash | null
}

function mismatch(height: bigint, what: string): ConcordatError {
  return new ConcordatError("root_mismatch", `Block ${height}: ${what}.`, {
    hint: "Keep these files as they are; take the blocks from another copy or another node.",
    details: { height: String(height) },
  })
}

/** Sets by the height at which they begin to sign; an update at H counts from H + 2 on. */
class Sets {
  private readonly sets: [from: bigint, set: Validators][]

  constructor(from: bigint, set: Validators) {
    this.sets = [[from, set]]
  }

  at(height: bigint): Validators {
    return this.sets.findLast(([from]) => from <= height)![1]
  }

  begins(height: bigint): boolean {
    return this.sets.some(([from]) => from === height)
  }

  announce(height: bigint, set: Validators): void {
    this.sets.push([height + 2n, set])
  }
}

/** What of a header can be told without executing its block. */
function headerFault({ genesis }: ReplayOptions, block: ArchivedBlock, below: Uint8Array | null) {
  const { header, transactions } = block
  if (header.chain !== genesis.chain) return `its header is of ledger ${header.chain}`
  if (hashOf(dataHash(transactions)) !== header.data) return "it has other transactions than named"
  if (below !== null && !equalBytes(header.lastBlock.hash, below)) {
    return "it does not follow the one before"
  }
  return null
}

/** Checks the commit of a block, by its signatures where that is due. */
function commitFault(options: ReplayOptions, block: ArchivedBlock, sets: Sets) {
  const { genesis, last, everyCommit = false } = options
  const { height, header, commit } = block
  const validators = sets.at(height)
  const fault = signedHeaderFault({ header, commit, validators }, genesis.chain)
  if (fault !== null) return { reason: fault.reason, verified: false }
  const due = everyCommit || height > last - COMMITS_VERIFIED || sets.begins(height)
  const signature = due ? verifyCommit(genesis.chain, commit, validators) : null
  return { reason: signature?.reason ?? null, verified: due }
}

function anchorFault(anchors: readonly Anchor[], height: bigint, hash: Hash): boolean {
  return anchors.some((anchor) => anchor.height === height && anchor.header !== hash)
}

/** What the engine told of misbehaviour with a block. */
function misbehaviourOf(block: ArchivedBlock) {
  const told = misbehaviourIn(block)
  if (told !== null) return misbehaviourFor(told)
  if (block.proofs.length > 0) throw mismatch(block.height, "it has other proofs than named")
  const reason = `Block ${block.height} lacks the proofs of misbehaviour that its header names.`
  throw new ConcordatError("proofs_missing", reason, {
    hint: "An older version wrote it. Delete `blocks/` of the node: its engine has them still.",
    details: { height: String(block.height) },
  })
}

/** A block as it is executed. Throws `proofs_missing`, `root_mismatch`. */
export function inputOf(block: ArchivedBlock): BlockInput {
  const { height, header, transactions } = block
  const proposer = header.proposer as Hex
  const misbehaviour = misbehaviourOf(block)
  return { height, time: stampMs(header.time), transactions, proposer, misbehaviour }
}

/** Executes a block above the state; answers the hash of its results. */
function execute(options: ReplayOptions, state: LedgerState, block: ArchivedBlock, sets: Sets) {
  const { height } = block
  const outcome = executeBlock(options.runtime, state, inputOf(block), new Verdicts())
  outcome.commit()
  if (outcome.validatorUpdates.length > 0) sets.announce(height, state.validators)
  const results = outcome.results.map(({ code, data, gasUsed }) => {
    return { code, data, cost: BigInt(gasUsed) }
  })
  return resultsHash(results)
}

/**
 * Executes all blocks. Throws `ConcordatError` `root_mismatch` for the first thing that is not as a
 * header says, `genesis_invalid`, and what reading the blocks throws.
 */
export async function replayBlocks(options: ReplayOptions): Promise<Replayed> {
  const { runtime, genesis, blocks, anchors = [], onProgress } = options
  const { state, outcome } = executeGenesis(runtime, genesis, options.ground)
  outcome.commit()
  const sets = new Sets(genesis.height, inSetOrder(genesis.validators))
  let results = resultsHash([])
  let below: Uint8Array | null = null
  let [count, transactions, commits, met] = [0n, 0n, 0n, 0]
  for await (const block of blocks) {
    const { height, header } = block
    if (height !== state.height + 1n) throw mismatch(height, `block ${state.height + 1n} is due`)
    const form = headerFault(options, block, below)
    if (form !== null) throw mismatch(height, form)
    const { reason, verified } = commitFault(options, block, sets)
    if (reason !== null) throw mismatch(height, reason)
    if (!equalBytes(fromHex(header.app), fromHex(state.appHash))) {
      throw mismatch(height, `its header names the app hash ${header.app}, not ${state.appHash}`)
    }
    if (!equalBytes(fromHex(header.lastResults), results)) {
      throw mismatch(height, "its header names other results of the block before")
    }
    below = headerHash(header)
    const hash = hashOf(below)
    if (anchorFault(anchors, height, hash)) throw mismatch(height, "an anchor knows another header")
    met += anchors.filter((anchor) => anchor.height === height).length
    results = execute(options, state, block, sets)
    count++
    transactions += BigInt(block.transactions.length)
    if (verified) commits++
    if (height % PROGRESS_BLOCKS === 0n) onProgress?.(height)
  }
  const tip = below === null ? null : hashOf(below)
  return { state, blocks: count, transactions, commits, anchors: met, tip }
}
