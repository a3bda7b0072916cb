/** Questions over the read model: who signed a block, and who was found guilty of what. */
import {
  hash,
  option,
  party,
  query,
  type SqlHistory,
  type SqlTable,
  sqlParameter,
  time,
  u64,
} from "@concordat/kernel"
import type { Kysely } from "kysely"
import { address, faultKind, type faults, VOTES_AFTER, type validators } from "./tables.ts"

type Tables = {
  "validators.validators": SqlTable<typeof validators>
  "validators_history.validators": SqlHistory<typeof validators>
  "validators.faults": SqlTable<typeof faults>
}

const columns = ["v.address", "v.organisation", "v.key", "v.power"] as const
/** States of a row whose key votes two blocks after the one that left it so. */
const VOTING = ["joining", "active"]

/**
 * The rows as they stood two blocks before: what a block decides votes from then on. The genesis
 * stands for what lies before it. Nothing where history begins later: the answer says where.
 */
export const set = query({
  about: "The validators that sign the block of a height; above the next one, as decided so far",
  input: { height: u64 },
  output: { address, organisation: party, key: hash, power: u64 },
  ...{ order: ["address"], descending: false },
  build(db: Kysely<Tables>, { height }) {
    const decided = sqlParameter(u64, height < VOTES_AFTER ? 0n : height - VOTES_AFTER)
    return db
      .selectFrom("validators.validators as v")
      .select(columns)
      .where("v._height", "<=", decided)
      .where("v.state", "in", VOTING)
      .unionAll(
        db
          .selectFrom("validators_history.validators as v")
          .select(columns)
          .where("v._height", "<=", decided)
          .where("v._until", ">", decided)
          .where("v.state", "in", VOTING),
      )
  },
})

/** `power` is what the validator had at that height. */
export const faultsFound = query({
  about: "Faults of validators, also of one organisation's, the latest first",
  input: { organisation: option(party) },
  output: {
    height: u64,
    address,
    organisation: party,
    kind: faultKind,
    power: u64,
    recorded: time,
  },
  ...{ order: ["height", "address"], descending: true },
  build(db: Kysely<Tables>, { organisation }) {
    const found = db
      .selectFrom("validators.faults as f")
      .innerJoin("validators.validators as v", "v.address", "f.address")
      .select(["f.height", "f.address", "v.organisation", "f.kind", "f.power", "f.recorded"])
    return organisation === null ? found : found.where("v.organisation", "=", organisation)
  },
})
