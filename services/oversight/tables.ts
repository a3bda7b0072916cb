/**
 * What is kept of orders and look-ups. Both are numbered from 1 within the organisation that they
 * concern, without gaps: so *these are all* is provable, by the rows and the absence of the next.
 */
import {
  ascii,
  enumeration,
  hash,
  option,
  party,
  type Row,
  table,
  time,
  u32,
  u64,
} from "@concordat/kernel"
import { orderKind, purpose, reason, scope } from "./kinds.ts"
import { placeKind } from "./places.ts"

/** An order ends within two years, a look-up within thirty days. */
export const ORDER_MS_MAX = 731 * 86_400_000
export const ACCESS_MS_MAX = 30 * 86_400_000
/** Orders that preserve one and the same place at one time: of all authorities, of one of them. */
export const PRESERVING_MAX = 64
export const PRESERVING_SHARE = 8

/** How many orders and look-ups concern an organisation. */
export const registers = table("registers", {
  key: { subject: party },
  value: { orders: u32, accesses: u32 },
})

/** `caseFile`: salted commitment to the number of the case, or to its file. */
export const orders = table("orders", {
  key: { subject: party, order: u32 },
  value: {
    authority: party,
    by: party,
    kind: orderKind,
    scope,
    caseFile: hash,
    from: time,
    until: time,
    recorded: time,
    lifted: option(time),
  },
  indexes: ["authority", "kind"],
  absent: "unknown_order",
})
export type OrderRow = Row<typeof orders>

/** Look-ups. `height`: the block that accepted the request; an answer comes in a later one. */
export const accesses = table("accesses", {
  key: { subject: party, access: u32 },
  value: {
    authority: party,
    by: party,
    second: option(party),
    purpose,
    scope,
    caseFile: hash,
    order: option(u32),
    asked: time,
    height: u64,
    until: time,
    state: enumeration("requested", "disclosed", "refused"),
    answered: option(time),
    answeredBy: option(party),
    digest: option(hash),
    reason: option(reason),
  },
  indexes: ["authority", "state"],
  absent: "unknown_access",
})
export type AccessRow = Row<typeof accesses>

/** What must be kept, where a rule asks by what it is about to destroy; by whose order. */
export const preserved = table("preserved", {
  key: { subject: party, place: placeKind, id: ascii(64, 0), order: u32 },
  value: { authority: party, from: time, until: time },
  absent: "unknown_order",
})
