/** The fronts of an execution that services hold: views, transactions, hooks. */

import type { Validators } from "../block/validator-set.ts"
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
  readonly set: Validators
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

/**
 * What one operation of a transaction runs on. Only open commands meet a null caller, and their
 * type says so. A class, so that all operations have one shape in memory.
 */
class OperationTx {
  readonly chain: string
  readonly height: bigint
  readonly time: number
  readonly roles: View["roles"]
  readonly verify: View["verify"]
  readonly charge: View["charge"]
  readonly remaining: View["remaining"]
  readonly [rows]: View[typeof rows]
  readonly emit: Writer["emit"]
  readonly attempt: Writer["attempt"]
  readonly rehearse: Writer["rehearse"]
  readonly id: Hash
  readonly keys: readonly Hash[]
  readonly caller: Party | null
  readonly organisation: Party | null
  readonly cosigners: readonly Party[]
  readonly operation: number
  readonly #execution: Execution

  constructor(execution: Execution, origin: Origin, operation: number) {
    const { view, writing } = execution
    this.chain = view.chain
    this.height = view.height
    this.time = view.time
    this.roles = view.roles
    this.verify = view.verify
    this.charge = view.charge
    this.remaining = view.remaining
    this[rows] = view[rows]
    this.emit = writing.emit
    this.attempt = writing.attempt
    this.rehearse = writing.rehearse
    this.id = origin.id
    this.keys = origin.keys
    this.caller = origin.caller
    this.organisation = origin.organisation
    this.cosigners = origin.cosigners
    this.operation = operation
    this.#execution = execution
  }

  get service(): string {
    return this.#execution.caller
  }
}

/** What operation number `operation` of a transaction runs on. */
export function operationOf(execution: Execution, origin: Origin, operation: number): Tx {
  return new OperationTx(execution, origin, operation) as Tx
}

/** What code of a service runs on where there is no transaction. */
export function writerOf(execution: Execution): Writer {
  return {
    ...execution.view,
    ...execution.writing,
    get service() {
      return execution.caller
    },
  }
}

/** What a hook of `service` runs on. `updates` is null where the engine takes none. */
export function hookOf(
  execution: Execution,
  { set, misbehaviour, proposer }: EngineFacts,
  updates: EngineUpdates | null,
): HookTx {
  const collector = (): EngineUpdates => {
    const engine = execution.runtime.engine?.name
    if (updates !== null && execution.owner === engine) return updates
    throw new Bug(`"${execution.owner}" may not hand updates to the engine here`)
  }
  const engine: HookTx["engine"] = {
    ...{ set, misbehaviour, proposer },
    validators: (list) => collector().addValidators(list),
    parameters: (groups) => collector().addParameters(groups),
  }
  // Not spread: `service` is asked anew each time.
  return Object.assign(writerOf(execution), { upgrading: execution.upgrading, engine })
}

/** What a `Writer` has beyond a `View`. */
export type Writing = Pick<Writer, "emit" | "attempt" | "rehearse">

/** Writes through the running execution, whoever's code it runs. */
export function writingOf(execution: Execution): Writing {
  return {
    emit: (event, fields) => execution.emit(event, fields),
    attempt: (work) => execution.attempt(work),
    rehearse: (work) => execution.rehearse(work),
  }
}
