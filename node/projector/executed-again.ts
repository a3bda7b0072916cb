/**
 * Blocks executed again from the genesis, in the projector's thread: where the journal of changes
 * begins too late, the blocks still say everything. The rows of this execution lie in memory until
 * the journal takes over. Every app hash is compared with what the headers say; a ledger whose
 * blocks lack what older versions did not keep (proofs of misbehaviour) differs, and says so.
 */
import {
  equalBytes,
  executeBlock,
  executeGenesis,
  fromHex,
  type Hex,
  type LedgerState,
  type Outcome,
  type Runtime,
  readGenesis,
  toHex,
  Verdicts,
} from "@concordat/kernel"
import { factsOf, openedOf } from "../executor/committed.ts"
import { encodeChanges } from "../journal/row-changes.ts"
import { encodeBlockFacts } from "../store/block-facts.ts"
import type { FedBlock, FedHeader } from "./fed-block.ts"
import { type ArchivedMessage, unpack } from "./messages.ts"

const NOTHING_BEFORE = new Map<string, Uint8Array | null>()

/** A ledger that is executed from its genesis on, block by block. */
export class ExecutedAgain {
  /** The genesis, as a block. */
  readonly genesis: FedBlock
  private readonly runtime: Runtime
  private readonly state: LedgerState
  private readonly verdicts = new Verdicts()

  constructor(runtime: Runtime, genesis: string) {
    this.runtime = runtime
    const { state, outcome } = executeGenesis(runtime, readGenesis(runtime, genesis))
    this.state = state
    this.genesis = this.committed(outcome, null, [])
  }

  /** Last height that was executed. */
  get height(): bigint {
    return this.state.height
  }

  /** The next block; null where it comes to another state than its header says. */
  next(message: ArchivedMessage): FedBlock | null {
    const { height, time, header, appHash, misbehaviour } = message
    const transactions = unpack(message.transactions)
    const outcome = executeBlock(
      this.runtime,
      this.state,
      { height, time, transactions, proposer: toHex(header.proposer) as Hex, misbehaviour },
      this.verdicts,
    )
    if (!equalBytes(fromHex(outcome.appHash), appHash)) return null
    return this.committed(outcome, header, transactions)
  }

  private committed(
    outcome: Outcome,
    header: FedHeader | null,
    transactions: readonly Uint8Array[],
  ): FedBlock {
    const operations = this.operationsOf(transactions)
    const facts = factsOf(this.state, outcome, transactions, operations)
    outcome.commit()
    const callers = outcome.results.map(({ caller }) => caller)
    return {
      ...{ height: outcome.height, header, transactions },
      appHash: fromHex(outcome.appHash),
      facts: encodeBlockFacts(facts),
      record: encodeChanges(callers, outcome.writes, NOTHING_BEFORE),
    }
  }

  private operationsOf(transactions: readonly Uint8Array[]): number {
    const { chain } = this.state
    let operations = 0
    for (const bytes of transactions) {
      const opened = openedOf(this.runtime, chain, this.verdicts, bytes)
      operations += opened?.payload.operations.length ?? 0
    }
    return operations
  }
}
