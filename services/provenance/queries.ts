/** Questions over the read model: what an office registered, what ends, what may be disposed of. */
import {
  hash,
  option,
  party,
  query,
  type SqlEvent,
  type SqlLedger,
  type SqlTable,
  sqlParameter,
  time,
  u32,
  u64,
} from "@concordat/kernel"
import { type Kysely, sql } from "kysely"
import { registered } from "./answers.ts"
import type { statementRegistered } from "./events.ts"
import {
  type classes,
  className,
  type items,
  standing,
  statementKind,
  type statements,
} from "./tables.ts"

type Tables = SqlLedger & {
  "provenance.classes": SqlTable<typeof classes>
  "provenance.statements": SqlTable<typeof statements>
  "provenance.items": SqlTable<typeof items>
  "provenance_events.statement_registered": SqlEvent<typeof statementRegistered>
}

const statement = {
  ...{ statement: hash, issuer: party, class: className, kind: statementKind, count: u32 },
  ...{ position: u64, at: time, until: option(time), status: standing },
}
const statementColumns = [
  ...(["s.statement", "s.issuer", "s.class", "s.kind", "s.count", "s.position"] as const),
  ...(["s.at", "s.until", "s.status"] as const),
] as const

const NOW = sql`(SELECT time FROM ledger.marker)`
/** The states from good to bad, as `worse` has them. */
const STATES = sql.raw(
  `ARRAY[${["valid", "suspended", "superseded", "revoked", "disposed"].map((s) => `'${s}'`)}]`,
)

/** The place in that order of a standing as it is now: a suspension that has run out is none. */
function rankOf(column: "i.status" | "s.status") {
  const of = sql.ref(column)
  const lapsed = sql`(${of} ->> 'until')::timestamptz <= ${NOW}`
  const state = sql`CASE WHEN ${of} ->> 'state' = 'suspended' AND ${lapsed} THEN 'valid'
    ELSE ${of} ->> 'state' END`
  return sql`array_position(${STATES}, ${state})`
}

/** A document is never better than its statement; one of a batch has a row once that changed. */
const stateNow = sql<string>`(${STATES})[greatest(${rankOf("s.status")}, ${rankOf("i.status")})]`

/** The first place in the log of a block of this time or later. */
const logAt = (from: number) => sql<string>`COALESCE((SELECT "first_event" FROM ledger.blocks
  WHERE "time" >= ${sqlParameter(time, from)}::timestamptz ORDER BY "time" LIMIT 1),
  9223372036854775807)`

/** By the event of the registration, which is indexed in the order of the log. */
export const documents = query({
  about: "What was registered, by whom, and its standing now, the newest first",
  input: {
    ...{ issuer: option(party), class: option(className) },
    ...{ since: option(time), before: option(time) },
  },
  output: registered,
  ...{ order: ["event"], descending: true },
  build(db: Kysely<Tables>, { issuer, class: name, since, before }) {
    let found = db
      .selectFrom("provenance_events.statement_registered as e")
      .innerJoin("provenance.statements as s", "s.statement", "e.statement")
      .leftJoin("provenance.items as i", (join) =>
        join.onRef("i.statement", "=", "e.statement").on("e.kind", "=", "document"),
      )
      .select(["e._position as event", "s.statement", "i.handle", "s.issuer", "s.by", "s.class"])
      .select(["s.kind", "s.count", "s.at", "s.until"])
      .select(stateNow.as("state"))
    if (issuer !== null) found = found.where("e.issuer", "=", issuer)
    if (name !== null) found = found.where("e.class", "=", name)
    if (since !== null) found = found.where("e._position", ">=", logAt(since))
    return before === null ? found : found.where("e._position", "<", logAt(before))
  },
})

/** Statements without an end never end. */
export const expiring = query({
  about: "Statements of an issuer that end by a time, the first to end first",
  input: { issuer: party, by: time },
  output: { ...statement, until: time },
  ...{ order: ["until", "statement"], descending: false },
  build: (db: Kysely<Tables>, { issuer, by }) =>
    db
      .selectFrom("provenance.statements as s")
      .select(statementColumns)
      .where("s.issuer", "=", issuer)
      .where("s.until", "<=", sqlParameter(time, by)),
})

/** Documents that have a row of their own; those of a batch get one with their first change. */
export const disposalDue = query({
  about: "Documents of an issuer whose retention is over by a time, by handle",
  input: { issuer: party, by: time },
  output: { handle: hash, statement: hash, class: className, registered: time, status: standing },
  ...{ order: ["handle"], descending: false },
  build: (db: Kysely<Tables>, { issuer, by }) =>
    db
      .selectFrom("provenance.items as i")
      .innerJoin("provenance.statements as s", "s.statement", "i.statement")
      .innerJoin("provenance.classes as c", "c.class", "s.class")
      .select(["i.handle", "i.statement", "s.class", "s.at as registered", "i.status"])
      .where("i.issuer", "=", issuer)
      .where(sql<string>`i.status ->> 'state'`, "<>", "disposed")
      .where(sql`s.at + c.keep * interval '1 day'`, "<=", sqlParameter(time, by)),
})
