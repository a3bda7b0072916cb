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
  thumbprint,
  time,
  timeText,
  u32,
} from "@concordat/kernel"
import { ensureQuorum, reportShortage } from "./administrators.ts"
import { keyRevoked, keyRotated } from "./events.ts"
import { within } from "./grant-chains.ts"
import { enterKey, usableKey } from "./key-records.ts"
import { ensurePossession, possessionAhead } from "./possession.ts"
import { isAdministrator } from "./quorum.ts"
import { refuse } from "./refusals.ts"
import { nameOf } from "./rights.ts"
import {
  type KeyRow,
  keyAlgorithm,
  keyPurpose,
  keys,
  OVERLAP_SECONDS_MAX,
  principals,
} from "./tables.ts"

const MS_PER_SECOND = 1_000

/** Refuses a holder that is neither the caller's organisation nor one of its principals. */
function ensureOwn(tx: Tx, holder: Party): void {
  const { organisation } = tx
  const own = organisationOf(holder) === organisation
  ensure(own, refuse.not_the_owner, { holder, organisation })
  if (nameOf(holder) === "") return
  const row = principals.get(tx, { organisation, name: nameOf(holder) })
  ensure(row, refuse.unknown_principal, { principal: holder })
  const expected = "active or suspended"
  ensure(row.status !== "retired", refuse.wrong_state, { actual: row.status, expected })
}

/** A key is called by its thumbprint. */
const nameOfKey = ({ public: key }: { readonly public: Uint8Array }) => ({ key: thumbprint(key) })

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
  made: nameOfKey,
  run(tx, input) {
    ensureOwn(tx, input.holder)
    const key = usableKey(tx, input)
    ensurePossession(tx, input)

    enterKey(tx, key, input)
  },
})

/** Refuses a rotation of a key that is not in force, or with too long an overlap. */
function ensureRotatable(tx: Tx, key: string, old: KeyRow, overlap: number): void {
  const details = { key, actual: old.status, expected: "active" }
  ensure(old.status === "active" && within(old, tx.time), refuse.wrong_state, details)
  const limit = OVERLAP_SECONDS_MAX
  ensure(overlap <= limit, refuse.overlap_too_long, { limit, actual: overlap })
}

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
  made: nameOfKey,
  run(tx, input) {
    const old = keys.get(tx, { key: input.old })
    ensure(old, refuse.unknown_key, { key: input.old })
    ensureOwn(tx, old.holder)
    if (old.holder !== tx.caller) ensureQuorum(tx)
    ensureRotatable(tx, input.old, old, input.overlap)
    const { holder, purpose } = old
    const offered = { ...input, holder, purpose }
    const usable = usableKey(tx, offered)
    ensurePossession(tx, offered)

    const key = enterKey(tx, usable, { from: tx.time, until: null })
    const end = tx.time + input.overlap * MS_PER_SECOND
    const until = old.until === null || end < old.until ? end : old.until
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
    const { holder } = row
    const { organisation, caller } = tx
    const own = organisationOf(holder) === organisation
    ensure(own, refuse.not_the_owner, { holder, organisation })
    const missing = { role: "org.admin", scope: "", missing: caller, grantor: organisation }
    ensure(holder === caller || isAdministrator(tx, caller), refuse.permission_missing, missing)
    ensure(row.status === "active", refuse.wrong_state, { actual: row.status, expected: "active" })
    const since = compromisedSince ?? tx.time
    ensure(since <= tx.time, refuse.period_invalid, { since: timeText(since) })

    const status = compromisedSince === null ? "revoked" : "compromised"
    keys.patch(tx, { key }, { status, since })
    tx.emit(keyRevoked, { key, holder, compromisedSince })
    const counted = row.purpose === "sign" && isAdministrator(tx, holder)
    if (counted) reportShortage(tx, organisation)
  },
})
