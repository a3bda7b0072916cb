/** What happened in the register, for ever provable. */
import { ascii, event, hash, list, option, party, record, text, time, u8 } from "@concordat/kernel"
import {
  grantTerms,
  keyAlgorithm,
  keyPurpose,
  NEWCOMERS_MAX,
  organisationClass,
  principalKind,
} from "./tables.ts"

const reason = text(40)

export const organisationAdmitted = event("organisation_admitted", {
  organisation: party,
  name: text(120),
  class: organisationClass,
  adminThreshold: u8,
  administrators: list(ascii(31), NEWCOMERS_MAX),
})
export const organisationActivated = event("organisation_activated", { organisation: party })
export const organisationSuspended = event("organisation_suspended", {
  organisation: party,
  reason,
})
export const organisationReinstated = event("organisation_reinstated", {
  organisation: party,
  reason,
})
export const organisationRemoved = event("organisation_removed", { organisation: party, reason })
export const organisationUpdated = event("organisation_updated", {
  organisation: party,
  name: text(120),
  page: option(text(200)),
  adminThreshold: u8,
})
export const administratorsReset = event("administrators_reset", {
  organisation: party,
  adminThreshold: u8,
  administrators: list(ascii(31), NEWCOMERS_MAX),
})
/** An organisation can no longer gather its threshold; `resetAdministrators` helps. */
export const administratorsShort = event("administrators_short", {
  organisation: party,
  have: u8,
  need: u8,
})

export const principalAdded = event("principal_added", { principal: party, kind: principalKind })
export const principalSuspended = event("principal_suspended", { principal: party })
export const principalReinstated = event("principal_reinstated", { principal: party })
export const principalRetired = event("principal_retired", { principal: party })

export const keyAdded = event("key_added", {
  key: hash,
  holder: party,
  purpose: keyPurpose,
  algorithm: keyAlgorithm,
  from: time,
  until: option(time),
})
export const keyRotated = event("key_rotated", { old: hash, key: hash, holder: party, until: time })
export const keyRevoked = event("key_revoked", {
  key: hash,
  holder: party,
  compromisedSince: option(time),
})

/** `replaced` holds the terms of the grant that stood on the same key. */
export const grantGiven = event("grant_given", {
  holder: party,
  role: ascii(64),
  scope: ascii(64, 0),
  ...grantTerms,
  replaced: option(record(grantTerms)),
})
export const grantRevoked = event("grant_revoked", {
  holder: party,
  role: ascii(64),
  scope: ascii(64, 0),
})
