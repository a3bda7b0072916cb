/**
 * What a ledger's own rows say of its network. The node knows no service: whoever opens it hands in
 * the questions (`services.ts` has those of this build).
 */
import {
  beginsWith,
  executeGenesis,
  type Genesis,
  type Hex,
  type LedgerState,
  type Party,
  type Runtime,
  stateView,
  type View,
} from "@concordat/kernel"

/** Answers from a committed state. */
export interface NetworkRegister {
  /** Whose validator has this address; null: nobody's that is known. */
  organisationOf(view: View, address: Hex): Party | null
  /** Whether the node of this id may connect. */
  mayConnect(view: View, node: Hex): boolean
  /** Whom to dial, as `id@host:port`. */
  peersOf(view: View): readonly string[]
}

export type NetworkRowsOptions = {
  /** Null: the ledger has no such rows. */
  readonly register: NetworkRegister | null
  readonly runtime: Runtime
  readonly genesis: Genesis
  /** Null before the ledger has begun. */
  readonly state: () => LedgerState | null
}

/** A register asked about the last committed state; while there is none, about the genesis. */
export class NetworkRows {
  private readonly options: NetworkRowsOptions
  private first: LedgerState | null = null

  constructor(options: NetworkRowsOptions) {
    this.options = options
  }

  private get view(): View | null {
    const { runtime, state } = this.options
    const known = state() ?? this.beginning()
    return known === null ? null : stateView(runtime, known)
  }

  /**
   * The state of the genesis, in memory: a node that joins has no other one yet. Null where the
   * genesis goes on from rows that are not in it, or was begun by older services.
   */
  private beginning(): LedgerState | null {
    const { runtime, genesis } = this.options
    const unable = genesis.recovery !== null || !beginsWith(runtime, genesis)
    if (this.first !== null || unable) return this.first
    const { state, outcome } = executeGenesis(runtime, genesis)
    outcome.commit()
    this.first = state
    return state
  }

  readonly organisationOf = (address: Hex): Party | null => {
    const { register } = this.options
    const { view } = this
    return register === null || view === null ? null : register.organisationOf(view, address)
  }

  /** Null where nothing says so: no register, or no state above the genesis that knows the node. */
  mayConnect(node: Hex): boolean | null {
    const { register, state } = this.options
    const { view } = this
    if (register === null || view === null) return null
    return register.mayConnect(view, node) || (state() === null ? null : false)
  }

  peers(): readonly string[] {
    const { register } = this.options
    const { view } = this
    return register === null || view === null ? [] : register.peersOf(view)
  }
}
