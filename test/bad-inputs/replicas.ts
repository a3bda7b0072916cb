/**
 * Everything that was sent, forced into blocks of replicas: what a dishonest proposer could put
 * there has the same answer and leaves the same root everywhere, whatever a replica remembers.
 */
import {
  createCheck,
  defineRuntime,
  executeBlock,
  executeGenesis,
  type Hash,
  type LedgerState,
  type Outcome,
  type Runtime,
  readGenesis,
  Verdicts,
} from "@concordat/kernel"
import { type Live, SERVICES, type Sent } from "./live.ts"

/** One block of a replica: its app hash, and the first code of each of its transactions. */
export type Closed = { readonly appHash: Hash; readonly codes: readonly string[] }

type Replica = {
  readonly runtime: Runtime
  readonly state: LedgerState
  /** What it knows of signatures before it executes a block. */
  verdicts(): Verdicts
  /** Whether it checked each transaction before. */
  readonly checks: boolean
}

function replica(live: Live, { frozen = false, forgets = false, checks = false }): Replica {
  const runtime = defineRuntime(SERVICES, { freeze: frozen })
  const { state, outcome } = executeGenesis(runtime, readGenesis(runtime, live.genesis))
  outcome.commit()
  const kept = new Verdicts()
  return { runtime, state, verdicts: () => (forgets ? new Verdicts() : kept), checks }
}

/** Four replicas: as a node has it, frozen rows, without memory, with every check before. */
export function fourReplicas(live: Live): readonly Replica[] {
  return [
    replica(live, {}),
    replica(live, { frozen: true }),
    replica(live, { forgets: true }),
    replica(live, { checks: true }),
  ]
}

/** Closes a block; time never goes back, as an engine has it. */
export function close(replica: Replica, sent: readonly Sent[]): Closed {
  const { runtime, state, checks } = replica
  const verdicts = replica.verdicts()
  const time = Math.max(state.time + 1, ...sent.map((one) => one.time))
  const transactions = sent.map(({ bytes }) => bytes)
  if (checks) {
    const check = createCheck(runtime, state, verdicts, () => time)
    for (const bytes of transactions) check.check(bytes)
  }
  const block = { height: state.height + 1n, time, misbehaviour: [], proposer: null }
  const outcome: Outcome = executeBlock(runtime, state, { ...block, transactions }, verdicts)
  outcome.commit()
  return {
    appHash: outcome.appHash,
    codes: outcome.results.map(({ refusals }) => refusals[0]?.code ?? ""),
  }
}
