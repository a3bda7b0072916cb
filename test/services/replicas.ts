/**
 * Replicas of one ledger, each with circumstances of its own, to which no state may owe anything;
 * and the ledger that is exported, imported and goes on.
 */
import {
  createCheck,
  defineRuntime,
  everyRow,
  executeBlock,
  executeGenesis,
  exportGenesis,
  jsonText,
  type LedgerState,
  MemoryRows,
  type Outcome,
  openState,
  type Runtime,
  readGenesis,
  resultsHash,
  sha256,
  toHex,
  Verdicts,
} from "@concordat/kernel"
import { SERVICES } from "../determinism/record.ts"
import type { Decided } from "./course.ts"

/** What a block came to: all that replicas must agree on. */
export type Line = { readonly app: string; readonly results: string; readonly events: string }

/** A replica that follows. */
export interface Replica {
  readonly name: string
  readonly state: LedgerState
  take(block: Decided): Line
}

/** Blocks after which one of them is another process, over its rows alone. */
const RESTART_EVERY = 10n
const REHEARSE_EVERY = 5n

export function lineOf(state: LedgerState, { results, leaves }: Outcome): Line {
  const parts = results.map(({ code, data, gasUsed }) => ({ code, data, cost: BigInt(gasUsed) }))
  const events = Buffer.concat(leaves.map(({ bytes }) => bytes))
  return {
    app: state.appHash,
    results: toHex(resultsHash(parts)),
    events: toHex(sha256(new Uint8Array(events))),
  }
}

function begun(runtime: Runtime, genesis: string): LedgerState {
  const { state, outcome } = executeGenesis(runtime, readGenesis(runtime, genesis))
  outcome.commit()
  return state
}

/** The state as a process finds it that was restarted: rows, heads and ids, nothing decoded. */
function restarted(runtime: Runtime, before: LedgerState): LedgerState {
  const { chain, height, time, validators, parameters, log, ids } = before
  const rows = new MemoryRows([...everyRow(before.rows)].reverse())
  const parts = { chain, height, time, validators, parameters, log, rows, ids: [...ids.blocks] }
  return openState(runtime, parts)
}

const inputOf = ({ height }: LedgerState, { time, transactions }: Decided) => {
  return { height: height + 1n, time, transactions, proposer: null, misbehaviour: [] }
}

/** It restarts every ten blocks, and verifies every signature anew. */
export function restarting(genesis: string): Replica {
  const runtime = defineRuntime(SERVICES)
  let state = begun(runtime, genesis)
  return {
    name: "restarted every ten blocks",
    get state() {
      return state
    },
    take(block) {
      const outcome = executeBlock(runtime, state, inputOf(state, block), new Verdicts())
      outcome.commit()
      const line = lineOf(state, outcome)
      if (state.height % RESTART_EVERY === 0n) state = restarted(runtime, state)
      return line
    },
  }
}

/** Services in another order; every fifth block is checked before, executed and dropped before. */
export function rehearsing(genesis: string): Replica {
  const runtime = defineRuntime([...SERVICES].reverse())
  const state = begun(runtime, genesis)
  const verdicts = new Verdicts()
  return {
    name: "services in another order, blocks checked and rehearsed before",
    state,
    take(block) {
      if (state.height % REHEARSE_EVERY === 0n) {
        const check = createCheck(runtime, state, verdicts, () => block.time)
        for (const bytes of block.transactions.toReversed()) check.check(bytes)
        executeBlock(runtime, state, inputOf(state, block), verdicts).discard()
      }
      const outcome = executeBlock(runtime, state, inputOf(state, block), verdicts)
      outcome.commit()
      return lineOf(state, outcome)
    },
  }
}

/** The genesis file that a ledger leaves behind. */
export function exported(runtime: Runtime, state: LedgerState): string {
  const { chain, height, time, validators, parameters } = state
  const heading = { chain, time, height: height + 1n, validators, parameters }
  return jsonText(exportGenesis(runtime, heading, state.rows))
}

/**
 * The ledger that begins with such a file. Its app hashes are others, as its log begins anew and
 * one row of the kernel says how it began; what it leaves behind must be the same.
 */
export function imported(genesis: string): Replica {
  const runtime = defineRuntime(SERVICES)
  const state = begun(runtime, genesis)
  return {
    name: "exported, imported and gone on",
    state,
    take(block) {
      const outcome = executeBlock(runtime, state, inputOf(state, block), new Verdicts())
      outcome.commit()
      return lineOf(state, outcome)
    },
  }
}
