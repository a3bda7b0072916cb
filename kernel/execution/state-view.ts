/** A view of a committed state, for who asks from outside of any block. */
import type { View } from "../service/view.ts"
import { Execution } from "./execution.ts"
import type { LedgerState } from "./ledger-state.ts"
import type { Runtime } from "./runtime.ts"
import { Verdicts } from "./verdicts.ts"

/** Reads the state as it stands after its last block. Nothing can be written through it. */
export function stateView(runtime: Runtime, state: LedgerState, verdicts = new Verdicts()): View {
  const { chain, height, time, decoded: base } = state
  return new Execution({ runtime, chain, height, time, verdicts, base }).view
}
