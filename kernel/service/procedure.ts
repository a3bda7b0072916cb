/** Procedures: what other services may call in process (ARCHITECTURE.md, "Services"). */
import { assert } from "../failures.ts"
import { rows, type Writer } from "./view.ts"

/** The service that offers a procedure, set by `service()`. */
export const procedureBinding: unique symbol = Symbol("procedure binding")

/** A function that runs with its owner's tables writable and `tx.service` naming the caller. */
export type Procedure<F> = F & { readonly [procedureBinding]: { service: string | null } }

type Work = (tx: never, ...inputs: never[]) => unknown

/**
 * A procedure over a transaction or hook. The calling service must list the owner in `uses`. A
 * refusal inside refuses the caller's whole operation, unless `tx.attempt` catches it.
 * @example export const move = procedure((tx: Writer, from: Hex, to: Hex, amount: bigint) => { … })
 */
export function procedure<F extends Work>(work: F): Procedure<F> {
  const binding: { service: string | null } = { service: null }
  const entered = (tx: Writer, ...inputs: unknown[]): unknown => {
    assert(binding.service !== null, "a procedure runs only once a service lists it")
    const call = work as unknown as (tx: Writer, ...inputs: unknown[]) => unknown
    return tx[rows].enter(binding.service, () => call(tx, ...inputs))
  }
  return Object.assign(entered, { [procedureBinding]: binding }) as unknown as Procedure<F>
}
