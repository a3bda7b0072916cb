/** What the engine of money keeps of netting: cycles, who owes whom, positions and caps. */
import {
  bool,
  enumeration,
  list,
  option,
  party,
  table,
  time,
  u8,
  u32,
  u128,
} from "@concordat/kernel"
import { accountId, assetName, id, owner } from "./kinds.ts"

/** Participants of a cycle. */
export const PARTICIPANTS_MAX = 256
/** How often a cycle may be recomputed. */
export const ROUNDS_MAX = 3

/** Netting windows of one asset. */
export const cycles = table("cycles", {
  key: { cycle: id },
  value: {
    asset: assetName,
    operator: owner,
    account: accountId,
    participants: list(party, PARTICIPANTS_MAX, 2),
    state: enumeration("open", "funding", "settled", "abandoned"),
    round: u8,
    fundWithin: u32,
    fundBy: time,
  },
  indexes: ["asset"],
  absent: "unknown_cycle",
})

/** Who owes whom how much in a cycle. */
export const obligations = table("obligations", {
  key: { cycle: id, from: party, to: party },
  value: { amount: u128 },
  absent: "unknown_cycle",
})

/**
 * Where a participant stands: what it gave and took in all, and from the close on the difference,
 * which it owes or is due. `account` is where it is paid; `hold` funds what it owes.
 */
export const positions = table("positions", {
  key: { cycle: id, participant: party },
  value: {
    account: accountId,
    gives: u128,
    takes: u128,
    owes: u128,
    due: u128,
    hold: option(id),
    excluded: bool,
  },
  absent: "unknown_cycle",
})

/** What a participant may owe in all unsettled cycles, and what it does. */
export const caps = table("caps", {
  key: { asset: assetName, participant: party },
  value: { cap: u128, exposure: u128 },
})
