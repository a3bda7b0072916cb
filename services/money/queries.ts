/** Questions over the read model: statements and balances of accounts, holds, payments by UETR. */
import {
  enumeration,
  hash,
  option,
  query,
  type SqlEvent,
  type SqlHistory,
  type SqlLedger,
  type SqlTable,
  type SqlValue,
  sqlParameter,
  time,
  u16,
  u64,
  u128,
} from "@concordat/kernel"
import { type Kysely, sql } from "kysely"
import type { moved } from "./events.ts"
import { accountId, assetName, id } from "./kinds.ts"
import type { accounts, returns } from "./tables.ts"
import type { holds } from "./tables-control.ts"

type Tables = SqlLedger & {
  "money.accounts": SqlTable<typeof accounts>
  "money_history.accounts": SqlHistory<typeof accounts>
  "money.holds": SqlTable<typeof holds>
  "money.returns": SqlTable<typeof returns>
  "money_events.moved": SqlEvent<typeof moved>
}

const DAY_MS = 86_400_000

const lineFields = {
  ...{ position: u64, at: time, entry: id, line: u16, asset: assetName, amount: u128, code: u16 },
  ...{ uetr: option(id), memo: option(hash) },
}
const lineColumns = [
  ...(["e._position as position", "e._time as at", "e.entry", "e.line", "e.asset"] as const),
  ...(["e.amount", "e.code", "e.uetr", "e.memo"] as const),
] as const

/** Position of the first event at a time or later: an index of blocks and one of events find it. */
const firstEventAt = (at: number) => sql<SqlValue>`coalesce((SELECT first_event FROM ledger.blocks
  WHERE time >= ${sqlParameter(time, at)} ORDER BY time LIMIT 1), 9223372036854775807)`

const entriesOf = (db: Kysely<Tables>, side: "debit" | "credit", account: SqlValue, from: number) =>
  db
    .selectFrom("money_events.moved as e")
    .select(lineColumns)
    .select(side === "debit" ? "e.credit as other" : "e.debit as other")
    .select(sql<string>`${sql.lit(side)}`.as("side"))
    .where(`e.${side}`, "=", account)
    .where("e._position", ">=", firstEventAt(from))
    .where("e._position", "<", firstEventAt(from + DAY_MS))

/** Days are those of UTC; with `balance` at both ends of it, a day's statement is whole. */
export const statement = query({
  about: "Lines of an account in the UTC day of a time, in the order of the log",
  input: { account: accountId, day: time },
  output: { ...lineFields, side: enumeration("debit", "credit"), other: accountId },
  ...{ order: ["position", "side"], descending: false },
  build(db: Kysely<Tables>, { account, day }) {
    const of = sqlParameter(accountId, account)
    const from = day - (day % DAY_MS)
    return entriesOf(db, "debit", of, from).unionAll(entriesOf(db, "credit", of, from))
  },
})

const counters = [
  ...(["a.account", "a.asset", "a.debits_posted", "a.debits_pending"] as const),
  ...(["a.credits_posted", "a.credits_pending", "a.frozen"] as const),
] as const

/** A balance is the difference of what was posted; nothing before history begins. */
export const balance = query({
  about: "The counters of an account after the last block of a time or earlier",
  input: { account: accountId, by: time },
  output: {
    ...{ account: accountId, asset: assetName, debitsPosted: u128, debitsPending: u128 },
    ...{ creditsPosted: u128, creditsPending: u128, frozen: u128 },
  },
  ...{ order: ["account"], descending: false },
  build(db: Kysely<Tables>, { account, by }) {
    const of = sqlParameter(accountId, account)
    const height = sql<SqlValue>`(SELECT height FROM ledger.blocks
      WHERE time <= ${sqlParameter(time, by)} ORDER BY time DESC LIMIT 1)`
    return db
      .selectFrom("money.accounts as a")
      .select(counters)
      .where("a.account", "=", of)
      .where("a._height", "<=", height)
      .unionAll(
        db
          .selectFrom("money_history.accounts as a")
          .select(counters)
          .where("a.account", "=", of)
          .where("a._height", "<=", height)
          .where("a._until", ">", height),
      )
  },
})

/** Ids carry their time, so their order is that of making them. */
export const accountHolds = query({
  about: "Holds from or to an account, also in one state, the newest first",
  input: {
    account: accountId,
    state: option(enumeration("open", "posted", "voided", "expired")),
  },
  output: {
    ...{ hold: id, from: accountId, to: accountId, amount: u128, posted: u128 },
    ...{ notBefore: time, expires: time },
    state: enumeration("open", "posted", "voided", "expired"),
  },
  ...{ order: ["hold"], descending: true },
  build(db: Kysely<Tables>, { account, state }) {
    const of = sqlParameter(accountId, account)
    const found = db
      .selectFrom("money.holds as h")
      .select(["h.hold", "h.from", "h.to", "h.amount", "h.posted", "h.not_before", "h.expires"])
      .select("h.state")
      .where((eb) => eb.or([eb("h.from", "=", of), eb("h.to", "=", of)]))
    return state === null ? found : found.where("h.state", "=", state)
  },
})

/** A UETR may come again after two months: then there are two lines. */
export const payments = query({
  about: "Lines that were booked under a UETR, and what of them was returned",
  input: { uetr: id },
  output: { ...lineFields, debit: accountId, credit: accountId, returned: option(u128) },
  ...{ order: ["position"], descending: false },
  build: (db: Kysely<Tables>, { uetr }) =>
    db
      .selectFrom("money_events.moved as e")
      .leftJoin("money.returns as r", (join) =>
        join.onRef("r.entry", "=", "e.entry").onRef("r.line", "=", "e.line"),
      )
      .select(lineColumns)
      .select(["e.debit", "e.credit", "r.amount as returned"])
      .where("e.uetr", "=", sqlParameter(id, uetr)),
})
