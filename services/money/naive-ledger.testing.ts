/**
 * For tests: money as plain arrays, written from README.md beside this file and not from the code.
 * It predicts the code of every refusal, and all balances afterwards.
 */

import { moveItem } from "./naive-items.testing.ts"
import type {
  Naive,
  NaiveCap,
  NaiveCycle,
  NaiveHold,
  NaiveItem,
  NaiveLeg,
  NaiveLine,
  NaivePolicy,
  Rules,
} from "./naive-kinds.testing.ts"

const DAY = 86_400_000
const MAX = 2n ** 128n - 1n
export const UNLIMITED: Rules = { holding: false, flowing: false }
export const DUE: Rules = { ...UNLIMITED, owned: false }

/** One naive ledger. Methods answer the code of the refusal, or null. */
export class NaiveLedger {
  now = 0
  accounts: Naive[] = []
  holds: NaiveHold[] = []
  paused: string[] = []
  policies: Record<string, NaivePolicy> = {}
  entries: { id: string; says: string; lines: (NaiveLine | null)[] }[] = []
  returned: { entry: string; line: number; amount: bigint }[] = []
  uetrs: string[] = []
  allowances: { account: string; spender: string; left: bigint; expires: number }[] = []
  orders: {
    id: string
    kind: string
    account: string
    cap: bigint
    used: bigint
    expires: number
    lifted: boolean
  }[] = []
  quotes: {
    id: string
    pays: string
    takes: string
    num: bigint
    den: bigint
    left: bigint
    expires: number
  }[] = []
  items: NaiveItem[] = []
  cycles: NaiveCycle[] = []
  caps: NaiveCap[] = []
  /** Who signs the command under way: organisations that may pay. */
  signers: string[] = []

  open(name: string, asset: string, owner: string, kind = "wallet", tier = 0): void {
    this.accounts.push({
      ...{ name, asset, owner, kind, tier, posted: [0n, 0n], pending: [0n, 0n], frozen: 0n },
      ...{ credit: 0n, limit: null, sweepTo: null, mandate: null, noDebits: [] },
      ...{ noCredits: [], closed: false, flow: { level: 0n, since: 0 } },
    })
  }

  of(name: string): Naive | undefined {
    return this.accounts.find((one) => one.name === name)
  }

  balance(one: Naive): bigint {
    return one.posted[1] - one.posted[0]
  }

  free(one: Naive): bigint {
    const free = this.balance(one) + one.credit - one.pending[0] - one.frozen
    return free < 0n ? 0n : free
  }

  /** Refuses as `work` does, and then nothing of it has happened. */
  whole(work: () => string | null): string | null {
    const before = structuredClone({ ...this })
    const code = work()
    if (code !== null) Object.assign(this, before)
    return code
  }

  /** Whether an id is of a time at which something may come under it. */
  window(id: string): string | null {
    const time = Number.parseInt(id.slice(0, 12), 16)
    if (time < this.now - 7 * DAY) return "id_too_old"
    return time > this.now + 300_000 ? "id_in_future" : null
  }

  private fresh(id: string, says: string): string | null {
    const known = this.entries.find((one) => one.id === id)
    const late = this.window(id)
    if (late !== null || known === undefined) return late
    return known.says === says ? "entry_exists" : "entry_mismatch"
  }

  private terms(one: Naive) {
    return this.policies[one.asset]?.tiers.find(({ tier }) => tier === one.tier)
  }

  private level(one: Naive, flow: { limit: bigint; seconds: number }) {
    const leaked =
      (flow.limit * BigInt(this.now - one.flow.since)) / (BigInt(flow.seconds) * 1_000n)
    if (leaked === 0n) return one.flow
    return { level: one.flow.level > leaked ? one.flow.level - leaked : 0n, since: this.now }
  }

  excess(one: Naive, amount: bigint): bigint {
    const limit = one.limit ?? this.terms(one)?.limit ?? null
    if (limit === null) return 0n
    const above = this.balance(one) + one.pending[1] + amount - limit
    return above > 0n ? above : 0n
  }

  private allowance(account: string) {
    return this.allowances.find(
      (one) =>
        one.account === account && this.signers.includes(one.spender) && one.expires > this.now,
    )
  }

  /** Whether an order blocks what goes out of one account, or what comes into the other. */
  private isBlocked(from: Naive, to: Naive): boolean {
    return from.noDebits.length > 0 || to.noCredits.length > 0
  }

  /** The list of lines, in its order. */
  wrong(line: NaiveLine, rules: Rules = {}): string | null {
    const { owned = true, stopped = true, holding = true, flowing = true, issuing = false } = rules
    const { amount, uetr } = line
    if (uetr !== null && this.uetrs.includes(uetr)) return "uetr_exists"
    if (amount === 0n) return "zero_amount"
    const [from, to] = [this.of(line.from), this.of(line.to)]
    const sum = this.accounts
      .filter(({ asset }) => asset === from?.asset)
      .reduce((all, one) => all + one.posted[0] + one.pending[0], 0n)
    if (from !== undefined && sum + amount > MAX) return "amount_overflow"
    if (line.from === line.to) return "same_account"
    if (from === undefined || to === undefined) return "unknown_account"
    if (from.asset !== to.asset) return "asset_mismatch"
    if (this.paused.includes(from.asset)) return "asset_paused"
    if (from.closed || to.closed) return "account_closed"
    if (stopped && this.isBlocked(from, to)) return "account_blocked"
    const issuance = [from, to].some(({ kind }) => kind === "issuance")
    if (issuance && !issuing) return "account_blocked"
    const own = this.signers.includes(from.owner)
    const allowed = this.allowance(from.name)
    if (owned && !own && allowed === undefined) return "not_the_owner"
    if (owned && !own && allowed!.left < amount) return "allowance_exceeded"
    const { deny = [] } = this.policies[from.asset] ?? {}
    const denied = deny.some(([a, b]) => a === from.tier && b === to.tier)
    if (stopped && denied) return "counterparty_not_allowed"
    const unspent = this.balance(from) + from.credit - from.pending[0]
    if (from.kind !== "issuance") {
      if (stopped && amount <= unspent && amount > this.free(from)) return "frozen_amount"
      if (amount > unspent) return "insufficient_funds"
    }
    if (holding && this.excess(to, amount) > 0n) return "holding_limit"
    const flow = this.terms(from)?.flow ?? null
    if (!flowing || flow === null) return null
    return this.level(from, flow).level + amount > flow.limit ? "flow_limit" : null
  }

  private flowOut(from: Naive, amount: bigint): void {
    const flow = this.terms(from)?.flow ?? null
    if (flow === null) return
    const { level, since } = this.level(from, flow)
    from.flow = { level: level + amount, since }
  }

  private spend(from: Naive, amount: bigint, { owned = true, flowing = true }: Rules): void {
    if (owned && !this.signers.includes(from.owner)) this.allowance(from.name)!.left -= amount
    if (flowing) this.flowOut(from, amount)
  }

  /** Books a line, or answers what is wrong with it. */
  book(line: NaiveLine, rules: Rules = {}): string | null {
    const wrong = this.wrong(line, rules)
    if (wrong !== null) return wrong
    const [from, to] = [this.of(line.from)!, this.of(line.to)!]
    this.spend(from, line.amount, rules)
    from.posted[0] += line.amount
    to.posted[1] += line.amount
    if (line.uetr !== null) this.uetrs.push(line.uetr)
    return null
  }

  private enter(id: string, says: string, lines: (NaiveLine | null)[]): void {
    this.entries.push({ id, says, lines })
  }

  post(id: string, mode: "linked" | "each", lines: readonly NaiveLine[]): string | null {
    const says = JSON.stringify([mode, lines], (_, v) => (typeof v === "bigint" ? `${v}` : v))
    return this.whole(() => {
      const old = this.fresh(id, says)
      if (old !== null) return old
      const booked: (NaiveLine | null)[] = []
      for (const line of lines) {
        const wrong = this.book(line)
        if (wrong !== null && mode === "linked") return wrong
        booked.push(wrong === null ? line : null)
      }
      this.enter(id, says, booked)
      return null
    })
  }

  transfer(id: string, line: NaiveLine): string | null {
    const says = `transfer ${line.from} ${line.to} ${line.amount} ${line.code} ${line.uetr}`
    return this.whole(() => {
      const old = this.fresh(id, says)
      if (old !== null) return old
      const [from, to] = [this.of(line.from), this.of(line.to)]
      const over = (to?.sweepTo ?? null) !== null
      const fees = from === undefined ? [] : this.fees(from, line)
      const first = this.wrong(line, { holding: !over })
      if (from !== undefined && (first === null || first === "insufficient_funds")) {
        this.pull(
          from,
          fees.reduce((all, fee) => all + fee.amount, line.amount),
        )
      }
      const wrong = this.book(line, { holding: !over })
      if (wrong !== null) return wrong
      for (const fee of fees) {
        const bad = this.book(fee, DUE)
        if (bad !== null) return bad
      }
      this.enter(id, says, [line])
      const above = over ? this.excess(to!, 0n) : 0n
      if (above === 0n) return null
      const out = plain(to!.name, to!.sweepTo!, above)
      return this.book(out, { owned: false, flowing: false })
    })
  }

  private fees(from: Naive, { amount, code }: NaiveLine): NaiveLine[] {
    const { fees = [] } = this.policies[from.asset] ?? {}
    return fees
      .filter((fee) => fee.code === code && fee.to !== from.name)
      .map((fee) => plain(from.name, fee.to, fee.fixed + (amount * fee.num) / fee.den))
      .filter((fee) => fee.amount > 0n)
  }

  private pull(from: Naive, needed: bigint): void {
    const missing = needed - this.free(from)
    if (from.mandate === null || missing <= 0n || from.mandate.left < missing) return
    const line = plain(from.mandate.from, from.name, missing)
    if (this.book(line, { owned: false, holding: false }) === null) from.mandate.left -= missing
  }

  /** Issuing and taking back; the issuer signs. */
  issue(id: string, way: "mint" | "burn", asset: string, amount: bigint): string | null {
    const says = `${way} ${asset} ${amount}`
    return this.whole(() => {
      const names = [`${asset} issuance`, `${asset} treasury`] as const
      const [from, to] = way === "mint" ? names : ([names[1], names[0]] as const)
      const rules = { owned: false, flowing: false, issuing: true, holding: way === "mint" }
      const wrong = this.fresh(id, says) ?? this.book(plain(from, to, amount), rules)
      if (wrong === null) this.enter(id, says, [plain(from, to, amount)])
      return wrong
    })
  }

  giveBack(id: string, original: string, amount: bigint): string | null {
    return this.whole(() => {
      const known = this.entries.find((one) => one.id === original)
      const line = known?.lines[0]
      const past = this.window(original) === "id_too_old"
      const says = `return ${original} ${amount}`
      const old = this.fresh(id, says)
      if (old !== null) return old
      if (!line || past) return "unknown_entry"
      const before = this.returned.filter(({ entry }) => entry === original)
      const left = before.reduce((all, one) => all - one.amount, line.amount)
      if (left === 0n) return "already_returned"
      if (amount > left) return "return_exceeds"
      const wrong = this.book(plain(line.to, line.from, amount), UNLIMITED)
      this.returned.push({ entry: original, line: 0, amount })
      this.enter(id, says, [plain(line.to, line.from, amount)])
      return wrong
    })
  }

  hold(given: Omit<NaiveHold, "state">, rules: Rules = {}): string | null {
    const { id, from, to, amount, notBefore, expires } = given
    const late = this.window(id)
    if (late !== null) return late
    if (this.holds.some((one) => one.id === id)) return "hold_exists"
    const range = expires > this.now && expires <= this.now + 400 * DAY && notBefore < expires
    if (!range) return "expiry_out_of_range"
    const wrong = this.wrong(plain(from, to, amount), rules)
    if (wrong !== null) return wrong
    this.spend(this.of(from)!, amount, rules)
    this.of(from)!.pending[0] += amount
    this.of(to)!.pending[1] += amount
    this.holds.push({ ...given, state: "open" })
    return null
  }

  /** The list of holds, in its order, and what stops a hold. */
  unpostable(
    id: string,
    amount: bigint,
    proof: { secret?: string; terms?: string; cycle?: string },
  ) {
    const hold = this.holds.find((one) => one.id === id)
    if (hold === undefined) return "unknown_hold"
    if (hold.state !== "open") return "hold_not_open"
    if (hold.expires <= this.now) return "hold_expired"
    if (hold.notBefore > this.now) return "hold_too_early"
    if (amount > hold.amount) return "hold_exceeds"
    if (!this.meets(hold.by, proof)) return "condition_unmet"
    if (amount === 0n) return "zero_amount"
    const [from, to] = [this.of(hold.from)!, this.of(hold.to)!]
    if (this.paused.includes(from.asset)) return "asset_paused"
    return this.isBlocked(from, to) ? "account_blocked" : null
  }

  private meets(by: NaiveHold["by"], proof: Parameters<NaiveLedger["unpostable"]>[2]): boolean {
    if ("party" in by) return this.signers.includes(by.party)
    if ("secret" in by) return proof.secret === by.secret
    if ("k" in by) return by.of.filter((who) => this.signers.includes(who)).length >= by.k
    if ("terms" in by) return proof.terms === by.terms
    return "cycle" in by && proof.cycle === by.cycle
  }

  end(hold: NaiveHold, amount: bigint, state: string): void {
    const [from, to] = [this.of(hold.from)!, this.of(hold.to)!]
    from.pending[0] -= hold.amount
    to.pending[1] -= hold.amount
    from.posted[0] += amount
    to.posted[1] += amount
    hold.state = state
  }

  postHold(id: string, amount: bigint, secret?: string): string | null {
    const wrong = this.unpostable(id, amount, secret === undefined ? {} : { secret })
    if (wrong === null) this.end(this.holds.find((one) => one.id === id)!, amount, "posted")
    return wrong
  }

  voidHold(id: string): string | null {
    const hold = this.holds.find((one) => one.id === id)
    if (hold === undefined) return "unknown_hold"
    if (hold.state !== "open") return "hold_not_open"
    if (hold.expires <= this.now) return "hold_expired"
    const payee = this.signers.includes(this.of(hold.to)!.owner)
    if (!payee || "cycle" in hold.by) return "not_the_owner"
    this.end(hold, 0n, "voided")
    return null
  }

  settle(id: string, legs: readonly NaiveLeg[]): string | null {
    const terms = naiveTerms(legs)
    return this.whole(() => {
      const old = this.fresh(id, terms)
      if (old !== null) return old
      for (const leg of legs) {
        const wrong =
          "line" in leg
            ? this.book(leg.line)
            : "item" in leg
              ? moveItem(this, leg.item)
              : this.settleHold(leg, terms)
        if (wrong !== null) return wrong
      }
      this.enter(id, terms, [])
      return null
    })
  }

  private settleHold(leg: Extract<NaiveLeg, { hold: string }>, terms: string): string | null {
    const hold = this.holds.find((one) => one.id === leg.hold)
    if (hold === undefined) return "unknown_hold"
    const same = hold.from === leg.from && hold.to === leg.to && hold.amount === leg.amount
    const agreed = !("terms" in hold.by) || hold.by.terms === terms
    if (!same || !agreed) return "terms_mismatch"
    const wrong = this.unpostable(leg.hold, leg.amount, { terms })
    if (wrong === null) this.end(hold, leg.amount, "posted")
    return wrong
  }

  useOrder(id: string, kind: string, account: string, amount: bigint): string | null {
    const order = this.orders.find((one) => one.id === id)
    if (order?.kind !== kind || order.account !== account || order.lifted) return "order_missing"
    if (order.expires <= this.now) return "order_expired"
    if (order.used + amount > order.cap) return "order_exceeded"
    order.used += amount
    return null
  }

  /** The order of a kind for an account, whether it is over or not. */
  orderFor(id: string, kind: string, account: string): string | null {
    const order = this.orders.find((one) => one.id === id)
    return order?.kind === kind && order.account === account ? null : "order_missing"
  }

  freeze(order: string, account: string, amount: bigint): string | null {
    const wrong = this.useOrder(order, "freeze", account, amount)
    if (wrong !== null) return wrong
    if (amount === 0n) return "zero_amount"
    this.of(account)!.frozen += amount
    return null
  }

  unfreeze(id: string, account: string, amount: bigint): string | null {
    const order = this.orders.find((one) => one.id === id)
    if (order?.kind !== "freeze" || order.account !== account) return "order_missing"
    if (amount === 0n) return "zero_amount"
    if (amount > order.used) return "order_exceeded"
    order.used -= amount
    this.of(account)!.frozen -= amount
    return null
  }

  force(
    id: string,
    order: string,
    [from, to, amount]: readonly [string, string, bigint],
    kind: "transfer" | "recovery" = "transfer",
  ): string | null {
    return this.whole(() => {
      const says = `forced ${kind} ${from} ${to} ${amount}`
      const rules = { ...DUE, stopped: false }
      const wrong =
        this.fresh(id, says) ??
        this.useOrder(order, kind, from, amount) ??
        this.book(plain(from, to, amount), rules)
      if (wrong === null) this.enter(id, says, [plain(from, to, amount)])
      return wrong
    })
  }

  takeQuote(id: string, quote: string, pays: string, takes: string, amount: bigint, least: bigint) {
    return this.whole(() => {
      const row = this.quotes.find((one) => one.id === quote)
      if (row === undefined) return "unknown_quote"
      const says = `quote ${pays} ${row.takes} ${amount}`
      const old = this.fresh(id, says)
      if (old !== null) return old
      const gets = (amount * row.num) / row.den
      if (row.expires <= this.now) return "quote_expired"
      if (gets < least || gets > row.left) return "price_moved"
      const wrong =
        this.book(plain(pays, row.takes, amount)) ??
        this.book(plain(row.pays, takes, gets), { owned: false })
      row.left -= gets
      this.enter(id, says, [plain(pays, row.takes, amount)])
      return wrong
    })
  }

  /** After a block: what is over ends. */
  sweep(): void {
    for (const hold of this.holds) {
      if (hold.state === "open" && hold.expires <= this.now) this.end(hold, 0n, "expired")
    }
    this.holds = this.holds.filter(
      (hold) =>
        hold.state === "open" || this.window(hold.id) !== "id_too_old" || hold.expires > this.now,
    )
    this.quotes = this.quotes.filter(
      ({ id, expires }) => expires > this.now || this.window(id) !== "id_too_old",
    )
  }
}

/** What a settlement's legs come to. */
export function naiveTerms(legs: readonly NaiveLeg[]): string {
  return legs
    .map((leg) => ("line" in leg ? leg.line : "item" in leg ? leg.item : leg))
    .map((leg) => `${leg.from} ${leg.to} ${"amount" in leg ? leg.amount : leg.item}`)
    .join()
}

export function plain(from: string, to: string, amount: bigint): NaiveLine {
  return { from, to, amount, code: 0, uetr: null }
}
