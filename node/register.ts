/**
 * What a ledger's own rows say of its network. The node knows no service: whoever opens it hands in
 * the questions (`services.ts` has those of this build).
 */

import type { View } from "@concordat/kernel"
import { type Hex, type LedgerState, type Party, type Runtime, stateView } from "@concordat/kernel"

/** Answers from a committed state. */
export interface NetworkRegister {
  /** Whose validator has this address; null: nobody's that is known. */
  organisationOf(view: View, address: Hex): Party | null
  /** Whether the node of this id may connect. */
  mayConnect(view: View, node: Hex): boolean
  /** Whom to dial, as `id@host:port`. */
  peersOf(view: View): readonly string[]
}

/** A register asked about the last committed state. */
export class NetworkRows {
  private readonly register: NetworkRegister | null
  private readonly runtime: Runtime
  /** Null before the ledger has begun. */
  private readonly state: () => LedgerState | null

  constructor(register: NetworkRegister | null, runtime: Runtime, state: () => LedgerState | null) {
    this.register = register
    this.runtime = runtime
    this.state = state
  }

  private get view(): View | null {
    const state = this.state()
    return state === null ? null : stateView(this.runtime, state)
  }

  readonly organisationOf = (address: Hex): Party | null => {
    const { view } = this
    return view === null ? null : (this.register?.organisationOf(view, address) ?? null)
  }

  /** Null where nothing says so yet. */
  mayConnect(node: Hex): boolean | null {
    const { view } = this
    return view === null ? null : (this.register?.mayConnect(view, node) ?? null)
  }

  peers(): readonly string[] {
    const { view } = this
    return view === null ? [] : (this.register?.peersOf(view) ?? [])
  }
}
