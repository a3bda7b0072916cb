/** A block that was just committed, and what is kept of it. */
import {
  fromHex,
  type Hash,
  hashOf,
  type LedgerState,
  type Outcome,
  type Runtime,
  resultsHash,
  type Transaction,
  type TxResult,
  toHex,
  type Verdicts,
} from "@concordat/kernel"
import type { BlockFacts, StoredResult } from "../store/block-facts.ts"
import type { StoreHead } from "../store/head.ts"

/** What listeners inside the node get after each commit. */
export type CommittedBlock = {
  readonly height: bigint
  readonly time: number
  /** Block hash, 32 bytes. */
  readonly hash: Uint8Array
  /** Address, 20 bytes. */
  readonly proposer: Uint8Array
  /** What the header carries: the state before. */
  readonly appHashBefore: Hash
  readonly transactions: readonly Uint8Array[]
  readonly facts: BlockFacts
  /** Rows that it wrote. */
  readonly rows: number
}

/** The transaction in these bytes as it was decoded for its check, or null where it is none. */
export function openedOf(
  runtime: Runtime,
  chain: string,
  verdicts: Verdicts,
  bytes: Uint8Array,
): Transaction | null {
  try {
    return verdicts.open(runtime, chain, bytes).transaction
  } catch {
    return null
  }
}

function storedResult(result: TxResult): StoredResult {
  const { code, data, gasUsed, id, remembered, refusals, events } = result
  return { code, data, cost: BigInt(gasUsed), id, refusals, events, remembered }
}

/** What is kept of a block whose outcome is about to be committed above `state`. */
export function factsOf(
  state: LedgerState,
  outcome: Outcome,
  transactions: readonly Uint8Array[],
  operations: number,
): BlockFacts {
  let bytes = 0
  for (const transaction of transactions) bytes += transaction.length
  return {
    first: state.log.size,
    events: outcome.leaves.length,
    operations,
    transactions: transactions.length,
    bytes,
    stateRoot: fromHex(outcome.stateRoot),
    time: outcome.time,
    results: outcome.results.map(storedResult),
    leaves: outcome.leaves.map((leaf) => leaf.bytes),
  }
}

/** Where the store stands once the block is in it. */
export function headOf(
  before: Pick<StoreHead, "chain" | "genesis" | "initialHeight" | "transactions" | "operations">,
  outcome: Outcome,
  facts: BlockFacts,
): StoreHead {
  const { height, time, appHash, stateRoot, log, validators, parameters } = outcome
  const { chain, genesis, initialHeight } = before
  return {
    ...{ chain, genesis, initialHeight, height, time, appHash, stateRoot },
    results: hashOf(resultsHash(facts.results)),
    log: { size: log.size, peaks: log.peaks.map((peak) => toHex(peak) as Hash) },
    ...{ validators, parameters },
    transactions: before.transactions + BigInt(facts.transactions),
    operations: before.operations + BigInt(facts.operations),
  }
}
