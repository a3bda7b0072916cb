/** Keys come in with proof of possession, are replaced with an overlap, and end for good. */
import {
  bytes,
  command,
  ensure,
  hash,
  option,
  organisationOf,
  type Party,
  party,
  type Tx,
  time,
  u32,
} from "@concordat/kernel"
import { reportShortage } from "./administrators.ts"
import { keyRevoked, keyRotated } from "./events.ts"
import { admitKey } from "./key-records.ts"
import { ensurePossession, possessionAhead } from "./possession.ts"
import { refuse } from "./refusals.ts"
import { isAdministrator, isQuorum, nameOf, within } from "./rights.ts"
import { keyAlgorithm, keyPurpose, keys, OVERLAP_MS_MAX, principals } from "./tables.ts"

/** Refuses a holder that is neither the caller's organisation nor one of its principals. */
function ensureOwn(tx: Tx, holder: Party): void {
  const details = { holder, organisation: tx.organisation }
  ensure(organisationOf(holder) === tx.organisation, refuse.not_the_owner, details)
  if (nameOf(holder) === "") return
  const row = principals.get(tx, { organisation: tx.organisation, name: nameOf(holder) })
  ensure(row, refuse.unknown_principal, { principal: holder })
  const expected = "active or suspended"
  ensure(row.status !== "retired", refuse.wrong_state, { actual: row.status, expected })
}

export const addKey = command({
  about: "Register a key for the caller's organisation or one of its principals.",
  signers: "administrators",
  input: {
    holder: party,
    purpose: keyPurpose,
    algorithm: keyAlgorithm,
    public: bytes(2048),
    from: time,
    until: option(time),
    possession: bytes(4096),
  },
  ahead: possessionAhead,
  run(tx, input) {
    ensureOwn(tx, input.holder)
    ensurePossession(tx, input)

    admitKey(tx, input)
  },
})

export const rotateKey = command({
  about: "Replace a key by a new one; both are in force until the overlap ends.",
  role: null,
  input: {
    old: hash,
    algorithm: keyAlgorithm,
    public: bytes(2048),
    possession: bytes(4096),
    overlap: u32,
  },
  ahead(view, input) {
    const old = keys.get(view, { key: input.old })
    if (old === undefined) return []
    return possessionAhead(view, { ...input, holder: old.holder, purpose: old.purpose })
  },
  run(tx, input) {
    const old = keys.get(tx, { key: input.old })
    ensure(old, refuse.unknown_key, { key: input.old })
    ensureOwn(tx, old.holder)
    const allowed =
      old.holder === tx.caller || isQuorum(tx, tx.organisation, [tx.caller, ...tx.cosigners])
    ensure(allowed, refuse.administrators_insufficient, { organisation: tx.organisation })
    const stands = old.status === "active" && within(old, tx.time)
    ensure(stands, refuse.wrong_state, { key: input.old, actual: old.status, expected: "active" })
    const overlapMs = input.overlap * 1000
    const limit = OVERLAP_MS_MAX
    ensure(overlapMs <= limit, refuse.overlap_too_long, { limit, actual: overlapMs })
    const { holder, purpose } = old
    ensurePossession(tx, { ...input, holder, purpose })

    const key = admitKey(tx, { ...input, holder, purpose })
    const end = tx.time + overlapMs
    const until = old.until === null || end < old.until ? end : old.until
    if (overlapMs === 0) keys.patch(tx, { key: input.old }, { status: "retired", since: until })
    keys.patch(tx, { key: input.old }, { until })
    tx.emit(keyRotated, { old: input.old, key, holder, until })
  },
})

export const revokeKey = command({
  about: "End a key at once and for good; say since when it may have been in wrong hands.",
  role: null,
  input: { key: hash, compromisedSince: option(time) },
  run(tx, { key, compromisedSince }) {
    const row = keys.get(tx, { key })
    ensure(row, refuse.unknown_key, { key })
    const own = organisationOf(row.holder) === tx.organisation
    ensure(own, refuse.not_the_owner, { holder: row.holder, organisation: tx.organisation })
    const allowed = row.holder === tx.caller || isAdministrator(tx, tx.caller)
    const need = { role: "org.admin", scope: "", missing: tx.caller }
    ensure(allowed, refuse.permission_missing, need)
    ensure(row.status === "active", refuse.wrong_state, { actual: row.status, expected: "active" })
    const past = compromisedSince === null || compromisedSince <= tx.time
    ensure(past, refuse.period_invalid, { since: compromisedSince })

    keys.patch(
      tx,
      { key },
      {
        status: compromisedSince === null ? "revoked" : "compromised",
        since: compromisedSince ?? tx.time,
      },
    )
    tx.emit(keyRevoked, { key, holder: row.holder, compromisedSince })
    reportShortage(tx, tx.organisation)
  },
})
