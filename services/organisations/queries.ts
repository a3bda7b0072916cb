/** Questions over the read model: keys that end soon, and who may what in an organisation. */
import {
  ascii,
  bool,
  enumeration,
  hash,
  option,
  party,
  query,
  type SqlTable,
  sqlParameter,
  time,
  u8,
  u128,
} from "@concordat/kernel"
import type { Kysely } from "kysely"
import { type grants, keyAlgorithm, keyPurpose, type keys } from "./tables.ts"

type Tables = {
  "organisations.keys": SqlTable<typeof keys>
  "organisations.grants": SqlTable<typeof grants>
}

/** By the index of `until`. */
export const endingKeys = query({
  about: "Keys in force that end by a time, the first to end first",
  input: { by: time },
  output: { key: hash, holder: party, purpose: keyPurpose, algorithm: keyAlgorithm, until: time },
  ...{ order: ["until", "key"], descending: false },
  build: (db: Kysely<Tables>, { by }) =>
    db
      .selectFrom("organisations.keys as k")
      .select(["k.key", "k.holder", "k.purpose", "k.algorithm", "k.until"])
      .where("k.status", "=", "active")
      .where("k.until", "<=", sqlParameter(time, by)),
})

/** After `/` comes `0`: so all principals of an organisation lie between two keys. */
const principalsEnd = (organisation: string) => `${organisation}0`

/** Everything that is needed for a matrix of roles and principals. */
export const rights = query({
  about: "Every grant of an organisation and of its principals, by holder and role",
  input: { organisation: party },
  output: {
    ...{ holder: party, role: ascii(64), scope: ascii(64, 0), grantor: party, from: time },
    ...{ until: option(time), limit: option(u128), delegable: bool, depth: u8 },
    status: enumeration("active", "revoked"),
  },
  ...{ order: ["holder", "role", "scope"], descending: false },
  build: (db: Kysely<Tables>, { organisation }) =>
    db
      .selectFrom("organisations.grants as g")
      .select(["g.holder", "g.role", "g.scope", "g.grantor", "g.from", "g.until", "g.limit"])
      .select(["g.delegable", "g.depth", "g.status"])
      .where("g.holder", ">=", organisation)
      .where("g.holder", "<", principalsEnd(organisation)),
})
