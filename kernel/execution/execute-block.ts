/**
 * Executing a block (ARCHITECTURE.md, "Blocks"): pure, synchronous, the same on every machine.
 * Nothing is committed here; whatever is thrown is a `Bug`, and the state is as before.
 */
import { assert } from "../failures.ts"
import { BLOCK_OPEN_UNITS_MAX, BLOCK_UNITS_MAX } from "../limits.ts"
import type { Hash, Hex } from "../schema/fixed.ts"
import type { Misbehaviour } from "../service/view.ts"
import { bugAt } from "./block-bug.ts"
import { EngineUpdates } from "./engine-updates.ts"
import type { KnownIds } from "./examine.ts"
import { Execution } from "./execution.ts"
import { runHooks } from "./hooks.ts"
import { refuseBroken } from "./invariants.ts"
import { rememberIds } from "./kernel-rows.ts"
import type { LedgerState } from "./ledger-state.ts"
import { emptyOutcome, type Outcome, outcomeOf, type ProposalFault } from "./outcome.ts"
import { resultData, type TxResult } from "./results.ts"
import { type Ran, runTransaction } from "./run-transaction.ts"
import type { Runtime } from "./runtime.ts"
import { isUpgradeDue, upgrade } from "./upgrade.ts"
import { Verdicts } from "./verdicts.ts"

/** A block as the engine decided it. */
export type BlockInput = {
  readonly height: bigint
  /** The header's, floored to milliseconds. */
  readonly time: number
  readonly transactions: readonly Uint8Array[]
  readonly misbehaviour: readonly Misbehaviour[]
  /** Address of the proposer, 20 bytes in hex. */
  readonly proposer: Hex | null
}

/**
 * Executes the next block above `state`. Throws `Bug` (a `BlockBug` that names the transaction,
 * where it was one) for a broken invariant, a row outside its schema, and whatever else service
 * code throws but refusals; `ConcordatError` `upgrade_needed` for the block that a newer program
 * must execute.
 */
export function executeBlock(
  runtime: Runtime,
  state: LedgerState,
  block: BlockInput,
  verdicts: Verdicts = new Verdicts(),
): Outcome {
  const { height, time, transactions, misbehaviour } = block
  assert(height === state.height + 1n, `block ${height} does not follow block ${state.height}`)
  assert(time >= state.time, `block ${height} is older than the block before`)
  const due = isUpgradeDue(runtime, state, height)
  if (transactions.length === 0 && misbehaviour.length === 0 && !due) {
    return emptyOutcome(state, height, time)
  }
  const { chain, decoded: base } = state
  const execution = new Execution({ runtime, chain, height, time, verdicts, base })
  execution.upgrading = due
  const updates = new EngineUpdates()
  const facts = { set: state.validators, misbehaviour, proposer: block.proposer }
  const transactionsRun = new BlockRun(execution, state.ids)
  return bugAt(null, () => {
    if (due) upgrade(execution, state.validators)
    runHooks(execution, "beginBlock", facts, null)
    for (const [index, bytes] of transactions.entries()) {
      bugAt(index, () => transactionsRun.next(bytes, index))
    }
    execution.overlay.transaction = null
    execution.overlay.operation = null
    runHooks(execution, "endBlock", facts, updates)
    const { ids, until } = transactionsRun
    const forgotten = rememberIds(execution, ids, until)
    refuseBroken(execution)
    return outcomeOf(state, execution, {
      ...{ ids, forgotten },
      ...{ results: transactionsRun.results, units: transactionsRun.units },
      proposalFault: transactionsRun.fault,
      validatorUpdates: updates.validators,
      parameterUpdate: updates.parameters,
      validators: updates.appliedTo(state.validators),
      parameters: { ...state.parameters, ...updates.parameters },
    })
  })
}

/** The transactions of one block, run one after the other. */
class BlockRun implements KnownIds {
  readonly results: TxResult[] = []
  readonly ids: Hash[] = []
  /** Latest expiry of a remembered id. */
  until = 0
  units = 0
  fault: ProposalFault | null = null
  private readonly execution: Execution
  private readonly before: KnownIds
  private readonly own = new Set<Hash>()
  private openUnits = 0

  constructor(execution: Execution, before: KnownIds) {
    this.execution = execution
    this.before = before
  }

  heightOf(id: Hash): bigint | undefined {
    return this.own.has(id) ? this.execution.height : this.before.heightOf(id)
  }

  next(bytes: Uint8Array, index: number): void {
    const { execution } = this
    execution.overlay.transaction = index
    execution.overlay.operation = null
    const room = BLOCK_UNITS_MAX - this.units
    const ran = runTransaction(execution, bytes, { ids: this, room, signatures: true })
    execution.overlay.settle()
    const { code, refusals, units, opened, caller, end } = ran
    this.units = end === "busy" ? BLOCK_UNITS_MAX : this.units + units
    const id = opened?.transaction.id ?? null
    const data = resultData(refusals)
    const events = { first: 0, count: 0 }
    const remembered = end === "ran"
    this.results.push({ code, data, gasUsed: units, refusals, id, remembered, caller, events })
    this.judge(ran, index)
    if (end === "ran" && opened !== null) this.remember(opened.transaction)
  }

  private remember({ id, payload }: { id: Hash; payload: { expires: number } }): void {
    this.own.add(id)
    this.ids.push(id)
    if (payload.expires > this.until) this.until = payload.expires
  }

  /** Whether a proposal with this transaction is to be rejected. */
  private judge({ refusals, opened, end }: Ran, index: number): void {
    const wrong = end === "invalid" || end === "repeated"
    if (wrong) this.fault ??= { code: refusals[0]!.code, transaction: index }
    if (opened === null || opened.transaction.signatures.length > 0) return
    this.openUnits += opened.declared
    const full = this.openUnits > BLOCK_OPEN_UNITS_MAX
    if (full) this.fault ??= { code: "limit_reached", transaction: index }
  }
}
