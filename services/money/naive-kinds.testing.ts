/** For tests: what the naive ledger keeps, and what it is told. */

export type Naive = {
  readonly name: string
  readonly asset: string
  readonly owner: string
  readonly kind: string
  tier: number
  posted: [debits: bigint, credits: bigint]
  pending: [debits: bigint, credits: bigint]
  frozen: bigint
  credit: bigint
  limit: bigint | null
  sweepTo: string | null
  mandate: { from: string; left: bigint } | null
  /** Orders that block a side. */
  noDebits: string[]
  noCredits: string[]
  closed: boolean
  flow: { level: bigint; since: number }
}
/** A party signs, a secret is shown, so many sign, a settlement or a cycle has it; nobody. */
export type NaiveCondition =
  | { party: string }
  | { secret: string }
  | { k: number; of: readonly string[] }
  | { terms: string }
  | { cycle: string }
  | { service: string }
export type NaiveHold = {
  readonly id: string
  readonly from: string
  readonly to: string
  amount: bigint
  readonly by: NaiveCondition
  readonly notBefore: number
  readonly expires: number
  state: string
}
export type NaiveLine = {
  from: string
  to: string
  amount: bigint
  code: number
  uetr: string | null
}
export type NaivePolicy = {
  readonly tiers: readonly {
    tier: number
    limit: bigint | null
    flow: { limit: bigint; seconds: number } | null
  }[]
  readonly deny: readonly (readonly [number, number])[]
  readonly fees: readonly { code: number; fixed: bigint; num: bigint; den: bigint; to: string }[]
}
export type NaiveLeg =
  | { line: NaiveLine }
  | { hold: string; from: string; to: string; amount: bigint }
  | { item: NaiveMove }
export type Rules = {
  owned?: boolean
  stopped?: boolean
  holding?: boolean
  flowing?: boolean
  issuing?: boolean
}

/** A thing of which there is one. */
export type NaiveItem = {
  readonly name: string
  asset: string
  holder: string
  /** Orders that have frozen it. */
  frozen: string[]
}
export type NaiveMove = { asset: string; item: string; from: string; to: string }

/** A cycle: who owes whom in it; what each owes is computed each time from that. */
export type NaiveCycle = {
  readonly id: string
  readonly asset: string
  readonly account: string
  readonly operator: string
  readonly within: number
  readonly members: { who: string; account: string; hold: string | null; out: boolean }[]
  readonly owed: { from: string; to: string; amount: bigint }[]
  state: "open" | "funding" | "settled" | "abandoned"
  round: number
  fundBy: number
}
export type NaiveCap = { asset: string; who: string; cap: bigint }
