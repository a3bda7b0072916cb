/**
 * Money as its page describes it (services/money, "Terms" and "Refusals"), in the fewest words:
 * what each operation comes to, done one after another. It shares nothing with the service.
 */
import type { Act, Counters, Mode, Outcomes } from "./record.ts"

type Account = { -readonly [name in keyof Counters]: Counters[name] }
type Hold = { from: string; to: string; amount: number; open: boolean }

/** Accounts and holds of one asset. */
export class Book {
  private readonly accounts = new Map<string, Account>()
  private readonly holds = new Map<string, Hold>()
  private readonly issuance: string

  constructor(begins: ReadonlyMap<string, Counters>, issuance: string) {
    this.issuance = issuance
    for (const [account, counters] of begins) this.accounts.set(account, { ...counters })
  }

  counters(account: string): Counters | undefined {
    return this.accounts.get(account)
  }

  /** Does a transaction; answers what became of its operations. */
  transact(mode: Mode, acts: readonly Act[]): Outcomes {
    if (mode === "each") return acts.map((act) => this.act(act))
    const kept = this.copy(acts)
    for (const [at, act] of acts.entries()) {
      const code = this.act(act)
      if (code === null) continue
      kept()
      return acts.map((_, other) => (other === at ? code : "dropped"))
    }
    return acts.map(() => null)
  }

  /** Remembers all that some operations may touch; the function puts it back. */
  private copy(acts: readonly Act[]): () => void {
    const { accounts, holds } = this
    const named = acts.flatMap((act) => ("hold" in act ? [act.hold] : [act.id]))
    const before = named.map((name) => {
      const hold = holds.get(name)
      return [name, hold === undefined ? undefined : { ...hold }] as const
    })
    const touched = [
      this.issuance,
      ...acts.flatMap((act) => ("from" in act ? [act.from, act.to] : "to" in act ? [act.to] : [])),
      ...before.flatMap(([, hold]) => (hold === undefined ? [] : [hold.from, hold.to])),
    ]
    const counters = touched.map((name) => [name, { ...accounts.get(name)! }] as const)
    return () => {
      for (const [name, account] of counters) accounts.set(name, account)
      for (const [name, hold] of before) {
        if (hold === undefined) holds.delete(name)
        else holds.set(name, hold)
      }
    }
  }

  private act(act: Act): string | null {
    switch (act.kind) {
      case "issue":
        this.move(this.issuance, act.to, act.amount)
        return null
      case "pay":
        if (this.available(act.from) < act.amount) return "insufficient_funds"
        this.move(act.from, act.to, act.amount)
        return null
      case "hold": {
        const { id, from, to, amount } = act
        if (this.available(from) < amount) return "insufficient_funds"
        this.reserve(from, to, amount)
        this.holds.set(id, { from, to, amount, open: true })
        return null
      }
      case "post":
        return this.release(act.hold, act.amount)
      case "void":
        return this.release(act.hold, 0)
    }
  }

  private available(account: string): number {
    const { credits, debits, debitsPending } = this.accounts.get(account)!
    return credits - debits - debitsPending
  }

  private move(from: string, to: string, amount: number): void {
    this.accounts.get(from)!.debits += amount
    this.accounts.get(to)!.credits += amount
  }

  private reserve(from: string, to: string, amount: number): void {
    this.accounts.get(from)!.debitsPending += amount
    this.accounts.get(to)!.creditsPending += amount
  }

  /** Ends a hold; `amount` of it is paid. */
  private release(name: string, amount: number): string | null {
    const hold = this.holds.get(name)
    if (hold === undefined) return "unknown_hold"
    if (!hold.open) return "hold_not_open"
    if (amount > hold.amount) return "hold_exceeds"
    hold.open = false
    this.reserve(hold.from, hold.to, -hold.amount)
    this.move(hold.from, hold.to, amount)
    return null
  }
}
