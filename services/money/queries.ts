/**
 * Questions over the read model: accounts and their statements, payments, holds, supply, orders,
 * cycles, quotes. Each is bounded by a key, an index or a time, never by the size of the ledger.
 */
import {
  bool,
  enumeration,
  option,
  party,
  query,
  type SqlEvent,
  type SqlHistory,
  type SqlLedger,
  type SqlTable,
  type SqlValue,
  sqlParameter,
  time,
} from "@concordat/kernel"
import { type Kysely, sql } from "kysely"
import {
  accountAnswer,
  balanceAnswer,
  bookedAnswer,
  cycleAnswer,
  holdAnswer,
  holdState,
  issueAnswer,
  lineAnswer,
  memberAnswer,
  movementAnswer,
  orderAnswer,
  paymentAnswer,
  quoteAnswer,
} from "./answers.ts"
import type { moved } from "./events.ts"
import { accountId, assetName, id, owner } from "./kinds.ts"
import type { accounts, assets, returns } from "./tables.ts"
import type { holds, orders, quotes } from "./tables-control.ts"
import type { caps, cycles, positions } from "./tables-netting.ts"

type Tables = SqlLedger & {
  "money.accounts": SqlTable<typeof accounts>
  "money_history.accounts": SqlHistory<typeof accounts>
  "money.assets": SqlTable<typeof assets>
  "money.holds": SqlTable<typeof holds>
  "money.orders": SqlTable<typeof orders>
  "money.quotes": SqlTable<typeof quotes>
  "money.caps": SqlTable<typeof caps>
  "money.cycles": SqlTable<typeof cycles>
  "money.positions": SqlTable<typeof positions>
  "money.returns": SqlTable<typeof returns>
  "money_events.moved": SqlEvent<typeof moved>
}

const DAY_MS = 86_400_000

const lineColumns = [
  ...(["e._position as position", "e._time as at", "e.entry", "e.line", "e.asset"] as const),
  ...(["e.amount", "e.code", "e.uetr", "e.memo"] as const),
] as const

/** Position of the first event at a time or later: an index of blocks and one of events find it. */
const firstEventAt = (at: number) => sql<SqlValue>`coalesce((SELECT first_event FROM ledger.blocks
  WHERE time >= ${sqlParameter(time, at)} ORDER BY time LIMIT 1), 9223372036854775807)`

/** From a time on, and before another one. */
type Period = { readonly from: number; readonly to: number }

const dayOf = (at: number): Period => ({
  from: at - (at % DAY_MS),
  to: at - (at % DAY_MS) + DAY_MS,
})

function entriesOf(db: Kysely<Tables>, side: "debit" | "credit", of: SqlValue, period: Period) {
  return db
    .selectFrom("money_events.moved as e")
    .select(lineColumns)
    .select(side === "debit" ? "e.credit as other" : "e.debit as other")
    .select(sql<string>`${sql.lit(side)}`.as("side"))
    .where(`e.${side}`, "=", of)
    .where("e._position", ">=", firstEventAt(period.from))
    .where("e._position", "<", firstEventAt(period.to))
}

/** Days are those of UTC; with `balance` at both ends of it, a day's statement is whole. */
export const statement = query({
  about: "Lines of an account in the UTC day of a time, in the order of the log",
  input: { account: accountId, day: time },
  output: { ...lineAnswer, side: enumeration("debit", "credit"), other: accountId },
  ...{ order: ["position", "side"], descending: false },
  build(db: Kysely<Tables>, { account, day }) {
    const of = sqlParameter(accountId, account)
    const period = dayOf(day)
    return entriesOf(db, "debit", of, period).unionAll(entriesOf(db, "credit", of, period))
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
  output: balanceAnswer,
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

/** Holds with both their ends. */
const heldBetween = (db: Kysely<Tables>) =>
  db
    .selectFrom("money.holds as h")
    .innerJoin("money.accounts as f", "f.account", "h.from")
    .innerJoin("money.accounts as t", "t.account", "h.to")
    .select(["h.hold", "f.asset", "h.from", "h.to", "f.owner as from_owner"])
    .select(["t.owner as to_owner", "h.amount", "h.posted", "h.not_before", "h.expires"])
    .select("h.state")

/** Ids carry their time, so their order is that of making them. */
export const accountHolds = query({
  about: "Holds from or to an account, also in one state, the newest first",
  input: { account: accountId, state: option(holdState) },
  output: holdAnswer,
  ...{ order: ["hold"], descending: true },
  build(db: Kysely<Tables>, { account, state }) {
    const of = sqlParameter(accountId, account)
    const found = heldBetween(db).where((eb) => eb.or([eb("h.from", "=", of), eb("h.to", "=", of)]))
    return state === null ? found : found.where("h.state", "=", state)
  },
})

/** A UETR may come again after two months: then there are two lines. */
export const payments = query({
  about: "Lines that were booked under a UETR, and what of them was returned",
  input: { uetr: id },
  output: paymentAnswer,
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

/** The sums are of the whole period, whatever page is asked for: with `balance` at its beginning
 * they give the balance after each line. */
export const movements = query({
  about: "Lines of an account in a period, the newest first, with sums of both sides up to each",
  input: { account: accountId, from: time, to: time },
  output: movementAnswer,
  ...{ order: ["position"], descending: true },
  build(db: Kysely<Tables>, { account, from, to }) {
    const of = sqlParameter(accountId, account)
    const sides = entriesOf(db, "debit", of, { from, to }).unionAll(
      entriesOf(db, "credit", of, { from, to }),
    )
    const sumOf = (side: string) => sql<SqlValue>`sum(CASE m.side WHEN ${sql.lit(side)}
      THEN m.amount ELSE 0 END) OVER (ORDER BY m.position)`
    return db
      .selectFrom(sides.as("m"))
      .innerJoin("money.accounts as o", "o.account", "m.other")
      .selectAll("m")
      .select(["o.owner as other_owner", "o.kind as other_kind"])
      .select([sumOf("debit").as("debited"), sumOf("credit").as("credited")])
  },
})

/** Lines with both their accounts, and what of them was returned. */
const booked = (db: Kysely<Tables>) =>
  db
    .selectFrom("money_events.moved as e")
    .innerJoin("money.accounts as d", "d.account", "e.debit")
    .innerJoin("money.accounts as c", "c.account", "e.credit")
    .leftJoin("money.returns as r", (join) =>
      join.onRef("r.entry", "=", "e.entry").onRef("r.line", "=", "e.line"),
    )
    .select(lineColumns)
    .select(["e.debit", "e.credit", "d.owner as debit_owner", "c.owner as credit_owner"])
    .select("r.amount as returned")

/** Refused lines are none. */
export const entryLines = query({
  about: "The lines that were booked under an entry, and what of them was returned",
  input: { entry: id },
  output: bookedAnswer,
  ...{ order: ["position"], descending: false },
  build: (db: Kysely<Tables>, { entry }) =>
    booked(db).where("e.entry", "=", sqlParameter(id, entry)),
})

/** A day at a time: a bank has more payments than anybody reads. */
export const paymentsAt = query({
  about: "Lines of accounts that a party operates, in the UTC day of a time, the newest first",
  input: { operator: party, day: time },
  output: bookedAnswer,
  ...{ order: ["position"], descending: true },
  build: (db: Kysely<Tables>, { operator, day }) =>
    booked(db)
      .where("e._position", ">=", firstEventAt(dayOf(day).from))
      .where("e._position", "<", firstEventAt(dayOf(day).to))
      .where((eb) => eb.or([eb("d.operator", "=", operator), eb("c.operator", "=", operator)])),
})

/** By an index each; with neither, all accounts by number. */
export const accountList = query({
  about: "Accounts of an owner, or that a party operates, by number",
  input: { owner: option(party), operator: option(party) },
  output: accountAnswer,
  ...{ order: ["account"], descending: false },
  build(db: Kysely<Tables>, { owner: who, operator }) {
    let found = db
      .selectFrom("money.accounts as a")
      .select(["a.account", "a.asset", "a.owner", "a.operator", "a.kind"])
      .select(["a.debits_posted", "a.debits_pending", "a.credits_posted", "a.credits_pending"])
      .select(["a.frozen", "a.credit_limit", "a.holding_limit", "a.tier"])
      .select(["a.no_debits", "a.no_credits", "a.closed"])
    if (who !== null) {
      found = found.where("a.owner", "=", sqlParameter(owner, { party: who }))
    }
    return operator === null ? found : found.where("a.operator", "=", operator)
  },
})

/** Lines of the issuance account, which nothing but issue and redemption moves. */
export const issuance = query({
  about: "What was issued and redeemed of an asset, the newest first",
  input: { asset: assetName },
  output: issueAnswer,
  ...{ order: ["position"], descending: true },
  build: (db: Kysely<Tables>, { asset }) =>
    (["e.debit", "e.credit"] as const)
      .map((side) =>
        db
          .selectFrom("money.assets as a")
          .innerJoin("money_events.moved as e", side, "a.issuance")
          .select(lineColumns)
          .select(["e.debit", "e.credit"])
          .where("a.asset", "=", asset),
      )
      .reduce((issued, redeemed) => issued.unionAll(redeemed)),
})

/** From both ends, as `accountHolds`. */
export const holdsAt = query({
  about: "Holds from or to accounts that a party operates, also in one state, the newest first",
  input: { operator: party, state: option(holdState) },
  output: holdAnswer,
  ...{ order: ["hold"], descending: true },
  build(db: Kysely<Tables>, { operator, state }) {
    const found = heldBetween(db).where((eb) =>
      eb.or([eb("f.operator", "=", operator), eb("t.operator", "=", operator)]),
    )
    return state === null ? found : found.where("h.state", "=", state)
  },
})

/** What was frozen stays so after an order's end: the account says what is. */
export const orderList = query({
  about: "Orders with how their accounts stand, also those of one account, the newest first",
  input: { account: option(accountId) },
  output: orderAnswer,
  ...{ order: ["order"], descending: true },
  build(db: Kysely<Tables>, { account }) {
    const found = db
      .selectFrom("money.orders as o")
      .innerJoin("money.accounts as a", "a.account", "o.account")
      .select(["o.order", "o.authority", "o.kind", "o.digest", "o.account", "o.cap", "o.used"])
      .select(["o.expires", "o.lifted", "a.asset", "a.owner", "a.frozen", "a.no_debits"])
      .select("a.no_credits")
    return account === null
      ? found
      : found.where("o.account", "=", sqlParameter(accountId, account))
  },
})

/** At most 256 positions a cycle are summed. */
export const cycleList = query({
  about: "Netting cycles, also of one asset, with what is owed in them, the newest first",
  input: { asset: option(assetName) },
  output: cycleAnswer,
  ...{ order: ["cycle"], descending: true },
  build(db: Kysely<Tables>, { asset }) {
    const found = db
      .selectFrom("money.cycles as c")
      .leftJoin("money.positions as p", "p.cycle", "c.cycle")
      .select(["c.cycle", "c.asset", "c.operator", "c.state", "c.round", "c.fund_by"])
      .select([
        sql<SqlValue>`count(p.participant)::integer`.as("members"),
        sql<SqlValue>`coalesce(sum(p.gives), 0)`.as("gross"),
        sql<SqlValue>`coalesce(sum(p.owes), 0)`.as("net"),
        sql<SqlValue>`count(*) FILTER (WHERE p.owes > 0 AND p.hold IS NULL)::integer`.as(
          "unfunded",
        ),
      ])
      .groupBy("c.cycle")
    return asset === null ? found : found.where("c.asset", "=", asset)
  },
})

/** From caps, which are few; of each its accounts by their owner's index. */
export const memberList = query({
  about: "Who may owe in cycles of an asset, with each of its open accounts of it",
  input: { asset: assetName },
  output: memberAnswer,
  ...{ order: ["participant", "account"], descending: false },
  build: (db: Kysely<Tables>, { asset }) =>
    db
      .selectFrom("money.caps as c")
      .innerJoin("money.accounts as a", (join) =>
        join.on(sql`a.owner`, "=", sql`jsonb_build_object('party', c.participant)`),
      )
      .select(["c.participant", "a.account", "a.kind", "c.cap", "c.exposure"])
      .where("c.asset", "=", asset)
      .where("a.asset", "=", asset)
      .where("a.closed", "=", sqlParameter(bool, false))
      .where("a.kind", "!=", "issuance"),
})

/** What the ledger's own time has ended is no offer any more. */
export const quoteBoard = query({
  about: "Offers in force, also those that take or give one asset, the newest first",
  input: { sells: option(assetName), buys: option(assetName) },
  output: quoteAnswer,
  ...{ order: ["quote"], descending: true },
  build(db: Kysely<Tables>, { sells, buys }) {
    let found = db
      .selectFrom("money.quotes as q")
      .innerJoin("money.accounts as p", "p.account", "q.pays")
      .innerJoin("money.accounts as t", "t.account", "q.takes")
      .select(["q.quote", "q.provider", "q.pays", "q.takes", "t.asset as sells"])
      .select(["p.asset as buys", "q.num", "q.den", "q.left", "q.expires"])
      .where("q.left", ">", 0)
      .where(sql<boolean>`q.expires > (SELECT time FROM ledger.marker)`)
    if (sells !== null) found = found.where("t.asset", "=", sells)
    return buys === null ? found : found.where("p.asset", "=", buys)
  },
})
