/**
 * What holds after every block. Statements about single rows are judged for the rows that a block
 * touched; statements about all money by `concordat verify state` and in tests.
 */
import { type Invariant, invariant, type View } from "@concordat/kernel"
import { unspent } from "./funds.ts"
import type { Id, Side } from "./kinds.ts"
import { type AccountRow, accounts, assets, totals } from "./tables.ts"
import { blockedSides, expiries, frozenItems, holds, items, orders } from "./tables-control.ts"
import { cycles, PARTICIPANTS_MAX, positions } from "./tables-netting.ts"

/** Rows read at once. */
const PAGE = 1_000
const ONE = { limit: 1 }

type Counters = Pick<
  AccountRow,
  "debitsPosted" | "debitsPending" | "creditsPosted" | "creditsPending"
>

/** The counters of all accounts, summed by asset. */
function sumsOf(view: View): ReadonlyMap<string, Counters> {
  const sums = new Map<string, Counters>()
  let page = accounts.scan(view, {}, { limit: PAGE })
  while (page.length > 0) {
    for (const { value } of page) sums.set(value.asset, added(sums.get(value.asset), value))
    page = accounts.scan(view, {}, { limit: PAGE, after: page.at(-1)!.key })
  }
  return sums
}

function added(sum: Counters | undefined, row: Counters): Counters {
  return {
    debitsPosted: (sum?.debitsPosted ?? 0n) + row.debitsPosted,
    debitsPending: (sum?.debitsPending ?? 0n) + row.debitsPending,
    creditsPosted: (sum?.creditsPosted ?? 0n) + row.creditsPosted,
    creditsPending: (sum?.creditsPending ?? 0n) + row.creditsPending,
  }
}

function isBalanced({ debitsPosted, debitsPending, creditsPosted, creditsPending }: Counters) {
  return debitsPosted === creditsPosted && debitsPending === creditsPending
}

/** What open holds reserve, by account: from it, and to it. */
function reservedOf(view: View) {
  const [from, to] = [new Map<string, bigint>(), new Map<string, bigint>()]
  let page = holds.scan(view, {}, { limit: PAGE })
  while (page.length > 0) {
    for (const { value } of page) {
      if (value.state !== "open") continue
      from.set(value.from, (from.get(value.from) ?? 0n) + value.amount)
      to.set(value.to, (to.get(value.to) ?? 0n) + value.amount)
    }
    page = holds.scan(view, {}, { limit: PAGE, after: page.at(-1)!.key })
  }
  return { from, to }
}

function isReserved(view: View): boolean {
  const { from, to } = reservedOf(view)
  let page = accounts.scan(view, {}, { limit: PAGE })
  while (page.length > 0) {
    for (const { key, value } of page) {
      if (value.debitsPending !== (from.get(key.account) ?? 0n)) return false
      if (value.creditsPending !== (to.get(key.account) ?? 0n)) return false
    }
    page = accounts.scan(view, {}, { limit: PAGE, after: page.at(-1)!.key })
  }
  return true
}

/** Whether what some participants of a cycle owe others are due, and what was given was taken. */
function isNetted(view: View, key: Parameters<typeof cycles.get>[1]): boolean {
  let [owes, gives] = [0n, 0n]
  for (const { value } of positions.scan(view, key, { limit: PARTICIPANTS_MAX })) {
    owes += value.owes - value.due
    gives += value.gives - value.takes
  }
  return owes === 0n && gives === 0n
}

/** In how many cycles that are not over each account stands. */
function standingOf(view: View): ReadonlyMap<string, number> {
  const standing = new Map<string, number>()
  const count = (account: string) => standing.set(account, (standing.get(account) ?? 0) + 1)
  let page = cycles.scan(view, {}, { limit: PAGE })
  while (page.length > 0) {
    for (const { key, value } of page) {
      if (value.state === "settled" || value.state === "abandoned") continue
      count(value.account)
      for (const { value: row } of positions.scan(view, key, { limit: PARTICIPANTS_MAX })) {
        if (!row.excluded) count(row.account)
      }
    }
    page = cycles.scan(view, {}, { limit: PAGE, after: page.at(-1)!.key })
  }
  return standing
}

function isCounted(view: View): boolean {
  const standing = standingOf(view)
  let page = accounts.scan(view, {}, { limit: PAGE })
  while (page.length > 0) {
    for (const { key, value } of page) {
      if (value.cycles !== (standing.get(key.account) ?? 0)) return false
    }
    page = accounts.scan(view, {}, { limit: PAGE, after: page.at(-1)!.key })
  }
  return true
}

/** Whether an order blocks the side of an account. */
function isOrdered(view: View, account: Id, side: Side): boolean {
  return blockedSides.scan(view, { account, side }, ONE).length > 0
}

/** All of them, each with a sentence that says what holds. */
export const invariants: readonly Invariant[] = [
  invariant("For each asset debits and credits are equal, posted and pending.", {
    rows: totals,
    holds: (_view, _key, row) => isBalanced(row),
  }),
  invariant("The totals of an asset are the sums over its accounts.", {
    holds(view) {
      for (const [asset, sum] of sumsOf(view)) {
        const row = totals.get(view, { asset })
        const same =
          row !== undefined &&
          row.debitsPosted === sum.debitsPosted &&
          row.debitsPending === sum.debitsPending &&
          row.creditsPosted === sum.creditsPosted &&
          row.creditsPending === sum.creditsPending
        if (!same) return false
      }
      return true
    },
  }),
  invariant("No account but that of issuance has spent or reserved more than it may.", {
    rows: accounts,
    holds: (_view, _key, row) => row.kind === "issuance" || unspent(row, row) >= 0n,
  }),
  invariant("An asset has an issuance account of its own and totals.", {
    rows: assets,
    holds(view, { asset }, { issuance }) {
      const row = accounts.get(view, { account: issuance })
      const own = row?.asset === asset && row.kind === "issuance"
      return own && totals.has(view, { asset })
    },
  }),
  invariant("A closed account has no balance, nothing pending and no cycle.", {
    rows: accounts,
    holds(_view, _key, row) {
      if (!row.closed) return true
      const pending = row.debitsPending + row.creditsPending
      return row.creditsPosted === row.debitsPosted && pending === 0n && row.cycles === 0
    },
  }),
  invariant("An account counts the cycles in which it stands and that are not over.", {
    holds: isCounted,
  }),
  invariant("What is pending of an account is what open holds reserve.", {
    holds: isReserved,
  }),
  invariant("An open hold has posted nothing and has its note for the sweep.", {
    rows: holds,
    holds(view, { hold }, { state, posted, amount, expires }) {
      if (state !== "open") return posted <= amount
      return posted === 0n && expiries.has(view, { at: expires, kind: "hold", of: hold })
    },
  }),
  invariant("Nothing is done beyond an order.", {
    rows: orders,
    holds: (_view, _key, { used, cap }) => used <= cap,
  }),
  invariant("A side of an account that is blocked, is so under an order.", {
    rows: accounts,
    holds: (view, { account }, { noDebits, noCredits }) =>
      (!noDebits || isOrdered(view, account, "debit")) &&
      (!noCredits || isOrdered(view, account, "credit")),
  }),
  invariant("What an order blocks of an account is blocked.", {
    rows: blockedSides,
    holds(view, { account, side }) {
      const row = accounts.get(view, { account })
      return row !== undefined && (side === "debit" ? row.noDebits : row.noCredits)
    },
  }),
  invariant("An item is frozen under an order, or not at all.", {
    rows: items,
    holds: (view, key, { frozen }) => frozen === frozenItems.scan(view, key, ONE).length > 0,
  }),
  invariant("What an order freezes is an item.", {
    rows: frozenItems,
    holds: (view, key) => items.has(view, key),
  }),
  invariant("In a cycle what is given is taken, and what is owed is due.", {
    rows: cycles,
    holds: (view, key) => isNetted(view, key),
  }),
  invariant("An item is held by an account of its asset.", {
    rows: items,
    holds: (view, { asset }, { holder }) =>
      accounts.get(view, { account: holder })?.asset === asset,
  }),
]
