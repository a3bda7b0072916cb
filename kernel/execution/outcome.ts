/**
 * What executing a block comes to. The state is untouched until `commit`, so that proposals can be
 * executed and dropped.
 */
import type { Validators } from "../block/validator-set.ts"
import { sha256Into } from "../crypto/hash.ts"
import { assert } from "../failures.ts"
import { appendToLog } from "../log/log-head.ts"
import type { Hash } from "../schema/fixed.ts"
import type { ParameterUpdate, ValidatorUpdate } from "../service/view.ts"
import { TrieChanges } from "../trie/batch.ts"
import { NODE_BYTES } from "../trie/hashes.ts"
import type { PreparedUpdate } from "../trie/state-trie.ts"
import { bugOf } from "./block-bug.ts"
import type { Written } from "./cell.ts"
import type { EngineParameters } from "./engine-parameters.ts"
import type { Execution } from "./execution.ts"
import { type Leaf, leafOf } from "./leaf.ts"
import { type Head, type LedgerState, rootsOf } from "./ledger-state.ts"
import type { Overlay } from "./overlay.ts"
import type { TxResult } from "./results.ts"
import { rowBytes } from "./row-bytes.ts"
import type { Write } from "./state-reader.ts"

/** Why a proposal of this block is to be rejected (`proposal_refused`). */
export type ProposalFault = {
  /** The code inside, for the log. */
  readonly code: string
  /** Index of the transaction; null: the block as a whole. */
  readonly transaction: number | null
}

/** The outcome of one block. */
export interface Outcome extends Head {
  readonly results: readonly TxResult[]
  readonly writes: readonly Write[]
  readonly leaves: readonly Leaf[]
  /** Ids that the block remembers, in block order. */
  readonly ids: readonly Hash[]
  /** What the engine is told; empty or null: nothing. */
  readonly validatorUpdates: readonly ValidatorUpdate[]
  readonly parameterUpdate: ParameterUpdate | null
  /** Units of all transactions. */
  readonly units: number
  /** Null: voters may accept the block. */
  readonly proposalFault: ProposalFault | null
  /**
   * Moves the state on; the state must be the one that the block was executed above, else `Bug`.
   */
  commit(): void
  /** Gives the prepared trie back, where the block is not to be committed. */
  discard(): void
}

/** What a block leaves behind besides rows and events. */
export type Rest = Pick<
  Outcome,
  "ids" | "validatorUpdates" | "parameterUpdate" | "units" | "proposalFault"
> & {
  readonly results: readonly TxResult[]
  readonly validators: Validators
  readonly parameters: EngineParameters
  /** `kernel/blocks` rows that the block removed. */
  readonly forgotten: number
}

/** Rows, leaves and roots of an execution that is over. */
export function outcomeOf(state: LedgerState, execution: Execution, rest: Rest): Outcome {
  const { height, time } = execution
  const { cells, writes, changes } = changedRows(execution)
  const leaves = leavesOf(execution, rest.results)
  const update = state.trie.prepare(changes)
  const log = appendToLog(
    state.log,
    leaves.map((leaf) => leaf.hash),
  )
  const { forgotten, ...known } = rest
  const { validators, parameters } = rest
  const head: Head = { height, time, log, validators, parameters, ...rootsOf(update.root, log) }
  return {
    ...known,
    ...head,
    results: withEvents(rest.results, leaves),
    writes,
    leaves,
    commit: () => commit(state, head, { cells, writes, update, ids: rest.ids, forgotten }),
    discard: () => update.discard(),
  }
}

/** The outcome of a block that changes nothing but height and time. */
export function emptyOutcome(state: LedgerState, height: bigint, time: number): Outcome {
  const { appHash, stateRoot, log, validators, parameters } = state
  const head: Head = { height, time, appHash, stateRoot, log, validators, parameters }
  return {
    ...head,
    ...{ results: [], writes: [], leaves: [], ids: [], validatorUpdates: [] },
    ...{ parameterUpdate: null, units: 0, proposalFault: null },
    commit: () => {
      checkNext(state, height)
      state.advance(head)
    },
    discard: () => {},
  }
}

/** What a block changed, by rows in the order of first touch: cells and writes go together. */
type Changed = {
  readonly cells: readonly Written[]
  readonly writes: readonly Write[]
  readonly changes: TrieChanges
}

/** Each row that changed, encoded and hashed once. */
function changedRows({ overlay }: Execution): Changed {
  const cells: Written[] = []
  for (const cell of overlay.touched()) {
    if (cell.row !== undefined || overlay.committed(cell) !== undefined) cells.push(cell)
  }
  const changes = new TrieChanges(cells.length)
  const writes = cells.map((cell, index) => {
    try {
      return writeOf(overlay, cell, changes, index)
    } catch (failure) {
      throw bugOf(failure, cell.transaction)
    }
  })
  return { cells, writes, changes }
}

/** The write of a changed cell; its hashes go into the changes of the trie. */
function writeOf(overlay: Overlay, cell: Written, changes: TrieChanges, index: number): Write {
  const { row, table, bytes: key, transaction, operation } = cell
  const service = table.binding.service!
  const at = index * NODE_BYTES
  sha256Into(key, changes.paths, at)
  const keyHash = changes.paths.subarray(at, at + NODE_BYTES)
  if (row === undefined) {
    return { key, value: null, keyHash, service, transaction, operation }
  }
  const value = rowBytes(table, row, overlay.committed(cell))
  sha256Into(value, changes.values, at)
  changes.puts[index] = 1
  return { key, value, keyHash, service, transaction, operation }
}

function leavesOf(execution: Execution, results: readonly TxResult[]): Leaf[] {
  const { height, time, events } = execution
  return events.map((event, index) => {
    const { transaction } = event
    try {
      const id = transaction === null ? null : results[transaction]!.id
      return leafOf(event, { height, time, index, id })
    } catch (failure) {
      throw bugOf(failure, transaction)
    }
  })
}

/** Results with the places of their events: those of one transaction stand together. */
function withEvents(results: readonly TxResult[], leaves: readonly Leaf[]): TxResult[] {
  const placed = results.map((result) => ({ ...result, events: { first: 0, count: 0 } }))
  leaves.forEach(({ transaction }, index) => {
    if (transaction === null) return
    const { events } = placed[transaction]!
    if (events.count === 0) events.first = index
    events.count++
  })
  return placed
}

function commit(
  state: LedgerState,
  head: Head,
  made: Pick<Changed, "cells" | "writes"> & {
    readonly update: PreparedUpdate
    readonly ids: readonly Hash[]
    readonly forgotten: number
  },
): void {
  checkNext(state, head.height)
  made.update.commit(head.height)
  state.rows.apply(made.writes)
  for (const { table, place, row } of made.cells) state.decoded.replace(table, place, row)
  state.ids.forget(made.forgotten)
  if (made.ids.length > 0) state.ids.append({ height: head.height, ids: made.ids })
  state.advance(head)
}

function checkNext(state: LedgerState, height: bigint): void {
  assert(state.height + 1n === height, `block ${height} does not follow block ${state.height}`)
}
