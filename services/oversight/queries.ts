/** Questions over the read model: who looked at what of mine, and what waits for my answer. */
import {
  enumeration,
  hash,
  option,
  party,
  query,
  type SqlTable,
  time,
  u32,
} from "@concordat/kernel"
import type { Kysely } from "kysely"
import { orderKind, purpose, reason, scope } from "./kinds.ts"
import type { accesses, orders } from "./tables.ts"

type Tables = {
  "oversight.accesses": SqlTable<typeof accesses>
  "oversight.orders": SqlTable<typeof orders>
}

const asked = {
  ...{ subject: party, access: u32, authority: party, by: party, second: option(party) },
  ...{ purpose, scope, caseFile: hash, order: option(u32), asked: time, until: time },
}
const askedColumns = [
  ...([
    "a.subject",
    "a.access",
    "a.authority",
    "a.by",
    "a.second",
    "a.purpose",
    "a.scope",
  ] as const),
  ...(["a.case_file", "a.order", "a.asked", "a.until"] as const),
] as const

/** Every look-up, with what its order is and what became of it: complete by its numbers. */
export const lookups = query({
  about: "Who looked at what of an organisation, when, under which order: the newest first",
  input: { organisation: party },
  output: {
    ...{ ...asked, state: enumeration("requested", "disclosed", "refused") },
    ...{ answered: option(time), digest: option(hash), reason: option(reason) },
    ...{ kind: option(orderKind), lifted: option(time) },
  },
  ...{ order: ["access"], descending: true },
  build: (db: Kysely<Tables>, { organisation }) =>
    db
      .selectFrom("oversight.accesses as a")
      .leftJoin("oversight.orders as o", (join) =>
        join.onRef("o.subject", "=", "a.subject").onRef("o.order", "=", "a.order"),
      )
      .select(askedColumns)
      .select(["a.state", "a.answered", "a.digest", "a.reason", "o.kind", "o.lifted"])
      .where("a.subject", "=", organisation),
})

/** Also those whose time is over: they ended without an answer. */
export const inbox = query({
  about: "Look-ups that wait for an organisation's answer, the first that ends first",
  input: { organisation: party },
  output: asked,
  ...{ order: ["until", "access"], descending: false },
  build: (db: Kysely<Tables>, { organisation }) =>
    db
      .selectFrom("oversight.accesses as a")
      .select(askedColumns)
      .where("a.subject", "=", organisation)
      .where("a.state", "=", "requested"),
})

/** By the index of `authority`. */
export const asking = query({
  about: "Look-ups of an authority with their answers, by organisation",
  input: { authority: party },
  output: {
    ...{ ...asked, state: enumeration("requested", "disclosed", "refused") },
    ...{ answered: option(time), digest: option(hash), reason: option(reason) },
  },
  ...{ order: ["subject", "access"], descending: true },
  build: (db: Kysely<Tables>, { authority }) =>
    db
      .selectFrom("oversight.accesses as a")
      .select(askedColumns)
      .select(["a.state", "a.answered", "a.digest", "a.reason"])
      .where("a.authority", "=", authority),
})

/** Those that ended or were lifted stay: the answer says so by its times. */
export const ordersOver = query({
  about: "Orders over an organisation, the newest first",
  input: { organisation: party },
  output: {
    ...{ subject: party, order: u32, authority: party, by: party, kind: orderKind, scope },
    ...{ caseFile: hash, from: time, until: time, recorded: time, lifted: option(time) },
  },
  ...{ order: ["order"], descending: true },
  build: (db: Kysely<Tables>, { organisation }) =>
    db
      .selectFrom("oversight.orders as o")
      .select(["o.subject", "o.order", "o.authority", "o.by", "o.kind", "o.scope"])
      .select(["o.case_file", "o.from", "o.until", "o.recorded", "o.lifted"])
      .where("o.subject", "=", organisation),
})
