/** What clients of a ledger write down of what they did and heard; all that the judge knows. */

/** What an operation asks for; ids, holds and accounts are hex. */
export type Act =
  | { readonly kind: "issue"; readonly id: string; readonly to: string; readonly amount: number }
  | {
      readonly kind: "pay" | "hold"
      readonly id: string
      readonly from: string
      readonly to: string
      readonly amount: number
    }
  | { readonly kind: "post"; readonly hold: string; readonly amount: number }
  | { readonly kind: "void"; readonly hold: string }

export type Mode = "atomic" | "each"

/** What became of each operation: null, it is done; a code; or `dropped`, as another refused. */
export type Outcomes = readonly (string | null)[]

/** What was told of a transaction. */
export type Answer =
  /** It is in a block, there. */
  | {
      readonly is: "placed"
      readonly height: number
      readonly index: number
      readonly outcomes: Outcomes
    }
  /** It was sent before, and is in the block of this height. */
  | { readonly is: "held"; readonly height: number }
  /** A block holds it, and nothing of it was done. */
  | { readonly is: "recorded"; readonly code: string }
  /** It was not taken: nothing that this try sent comes into a block. */
  | { readonly is: "turned away"; readonly code: string }
  /** Nothing for certain: no answer, or that of a node which did not decide. */
  | { readonly is: "unknown" }

/** The same bytes, once more or for the first time. Moments are of one clock that only ascends. */
export type Try = {
  readonly node: number
  readonly began: number
  readonly ended: number
  readonly answer: Answer
}

/** A transaction that a client made, and every time that it sent it. */
export type Sending = {
  readonly id: string
  readonly mode: Mode
  readonly acts: readonly Act[]
  readonly tries: Try[]
}

/** An account's counters. */
export type Counters = {
  readonly credits: number
  readonly debits: number
  /** Reserved by holds: to come, and to go. */
  readonly creditsPending: number
  readonly debitsPending: number
}

/** Counters as a node told them, with the height at which they hold. */
export type Reading = {
  readonly node: number
  readonly account: string
  readonly began: number
  readonly ended: number
  readonly height: number
  readonly counters: Counters
}

/** Where a node says that a transaction is. */
export type Placed = {
  readonly height: number
  readonly index: number
  readonly id: string
  readonly outcomes: Outcomes
}

/** What one follower of a feed was told, in its order, from a height on. */
export type Followed = {
  readonly node: number
  readonly from: number
  readonly items: readonly Placed[]
}

/** A block as a node tells it. */
export type Block = {
  readonly height: number
  readonly hash: string
  readonly appHash: string
  readonly ids: readonly string[]
}

/** All that a node holds in the end, from one height on. */
export type Chain = {
  readonly node: number
  readonly blocks: readonly Block[]
  readonly placed: readonly Placed[]
}

/** Everything of one run. */
export type History = {
  /** Counters after the block before the first one that is judged. */
  readonly begins: ReadonlyMap<string, Counters>
  /** The account from which money is issued; it may owe. */
  readonly issuance: string
  readonly sendings: readonly Sending[]
  readonly readings: readonly Reading[]
  readonly followed: readonly Followed[]
  readonly chains: readonly Chain[]
}
