/** What happened between authorities and organisations, for ever provable. */
import { event, hash, option, party, time, u32 } from "@concordat/kernel"
import { orderKind, purpose, reason, scope } from "./kinds.ts"

export const orderRecorded = event("order_recorded", {
  subject: party,
  order: u32,
  authority: party,
  kind: orderKind,
  scope,
  caseFile: hash,
  from: time,
  until: time,
})
export const orderLifted = event("order_lifted", { subject: party, order: u32, authority: party })

export const accessRequested = event("access_requested", {
  subject: party,
  access: u32,
  authority: party,
  by: party,
  second: option(party),
  purpose,
  scope,
  caseFile: hash,
  order: option(u32),
  until: time,
})
/** `digest` is that of what was handed over. */
export const accessDisclosed = event("access_disclosed", {
  subject: party,
  access: u32,
  authority: party,
  digest: hash,
})
export const accessRefused = event("access_refused", {
  subject: party,
  access: u32,
  authority: party,
  reason,
})
