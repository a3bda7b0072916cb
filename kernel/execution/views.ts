/** The fronts of an execution that services hold: views, transactions, hooks. */
import { Bug } from "../failures.ts"
import type { Hash, Hex } from "../schema/fixed.ts"
import type { Party } from "../schema/party.ts"
import {
  type HookTx,
  type Misbehaviour,
  rows,
  type Tx,
  type View,
  type Writer,
} from "../service/view.ts"
import type { EngineUpdates } from "./engine-updates.ts"
import type { Execution } from "./execution.ts"

/** What an operation knows of its transaction. */
export type Origin = {
  readonly id: Hash
  readonly keys: readonly Hash[]
  /** Null: an open transaction without signature. */
  readonly caller: Party | null
  readonly organisation: Party | null
  readonly cosigners: readonly Party[]
}

/** What the engine reported for this block. */
export type EngineFacts = {
  readonly misbehaviour: readonly Misbehaviour[]
  readonly proposer: Hex | null
}

/** Reads the running overlay. */
export function viewOf(execution: Execution): View {
  const { chain, height, time } = execution
  return {
    ...{ chain, height, time, roles: execution.runtime.roles },
    verify: (rule, input) => execution.verify(rule, input),
    charge: (units) => execution.charge(units),
    remaining: () => execution.meter.remaining(),
    [rows]: execution.rows,
  }
}

/** What one operation of a transaction runs on. */
export function operationOf(execution: Execution, origin: Origin, operation: number): Tx {
  const { view } = execution
  const { id, keys, caller, organisation, cosigners } = origin
  const tx = {
    ...{ chain: view.chain, height: view.height, time: view.time, roles: view.roles },
    verify: view.verify,
    charge: view.charge,
    remaining: view.remaining,
    [rows]: execution.rows,
    ...writingOf(execution),
    ...{ id, keys, caller, organisation, cosigners, operation },
    get service() {
      return execution.caller
    },
  }
  return tx as Tx // Only open commands meet a null caller, and their type says so.
}

/** What a hook of `service` runs on. `updates` is null where the engine takes none. */
export function hookOf(
  execution: Execution,
  { misbehaviour, proposer }: EngineFacts,
  updates: EngineUpdates | null,
): HookTx {
  const collector = (): EngineUpdates => {
    const engine = execution.runtime.engine?.name
    if (updates !== null && execution.owner === engine) return updates
    throw new Bug(`"${execution.owner}" may not hand updates to the engine here`)
  }
  return {
    ...execution.view,
    ...writingOf(execution),
    get service() {
      return execution.caller
    },
    engine: {
      ...{ misbehaviour, proposer },
      validators: (list) => collector().addValidators(list),
      parameters: (groups) => collector().addParameters(groups),
    },
  }
}

function writingOf(execution: Execution): Pick<Writer, "emit" | "attempt" | "rehearse"> {
  return {
    emit: (event, fields) => execution.emit(event, fields),
    attempt: (work) => execution.attempt(work),
    rehearse: (work) => execution.rehearse(work),
  }
}
