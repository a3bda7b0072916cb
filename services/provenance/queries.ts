/** Questions over the read model: what an office registered, what ends, what may be disposed of. */
import {
  hash,
  option,
  party,
  query,
  type SqlEvent,
  type SqlTable,
  sqlParameter,
  time,
  u32,
  u64,
} from "@concordat/kernel"
import { type Kysely, sql } from "kysely"
import type { statementRegistered } from "./events.ts"
import {
  type classes,
  className,
  type items,
  standing,
  statementKind,
  type statements,
} from "./tables.ts"

type Tables = {
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

/** By the event of the registration: its fields are indexed in the order of the log. */
export const documents = query({
  about: "Statements of an issuer, also of one class, the newest first",
  input: { issuer: party, class: option(className) },
  output: statement,
  ...{ order: ["position"], descending: true },
  build(db: Kysely<Tables>, { issuer, class: name }) {
    const registered = db
      .selectFrom("provenance_events.statement_registered as e")
      .innerJoin("provenance.statements as s", "s.statement", "e.statement")
      .select(statementColumns)
      .where("e.issuer", "=", issuer)
    return name === null ? registered : registered.where("e.class", "=", name)
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
