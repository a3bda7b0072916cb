/**
 * The two questions that the kernel asks before it runs a command: who is behind this key, and
 * may these signers send this command? The first failing check gives the one code.
 */
import {
  type Asked,
  divFloor,
  ensure,
  type Hash,
  organisationOf,
  type Party,
  type Signer,
  timeText,
  type View,
} from "@concordat/kernel"
import { activate } from "./membership.ts"
import { endorsements, isAdministrator, quorumOf } from "./quorum.ts"
import { refuse } from "./refusals.ts"
import { nameOf, rightOf } from "./rights.ts"
import {
  consortium,
  invitationEnds,
  type KeyRow,
  keys,
  organisations,
  principals,
} from "./tables.ts"

/** Check 7: a key that signs transactions, in force now. */
function keyInForce(view: View, kid: Hash): KeyRow {
  const row = keys.get(view, { key: kid })
  ensure(row, refuse.signer_not_registered, { key: kid })
  const { purpose, status, from, until } = row
  const signs = purpose === "sign" || purpose === "approve"
  ensure(signs, refuse.key_purpose_mismatch, { key: kid, actual: purpose, expected: "sign" })
  const revoked = status === "revoked" || status === "compromised"
  const since = row.since === null ? null : timeText(row.since)
  ensure(!revoked, refuse.key_revoked, { key: kid, since })
  ensure(from <= view.time, refuse.key_not_yet_valid, { key: kid, from: timeText(from) })
  ensure(status === "active", refuse.key_retired, { key: kid, since })
  const ended = until !== null && until <= view.time
  ensure(!ended, refuse.key_retired, { key: kid, since: ended ? timeText(until) : null })
  return row
}

/** Check 8: an active principal of an organisation that is active, or still invited. */
function ensureStanding(view: View, organisation: Party, holder: Party, kid: Hash): void {
  const principal = principals.get(view, { organisation, name: nameOf(holder) })
  ensure(principal, refuse.signer_not_registered, { key: kid })
  const who = { principal: holder, since: timeText(principal.changed) }
  ensure(principal.status !== "suspended", refuse.principal_suspended, who)
  ensure(principal.status === "active", refuse.principal_retired, who)

  const row = organisations.get(view, { organisation })
  ensure(row, refuse.organisation_not_active, { organisation })
  const whose = { organisation, since: timeText(row.changed) }
  ensure(row.status !== "suspended", refuse.organisation_suspended, whose)
  const invited = row.status === "invited" && view.time < invitationEnds(row)
  ensure(row.status === "active" || invited, refuse.organisation_not_active, whose)
}

/** Checks 7 and 8: a key in force for signing, of an active principal of an organisation. */
export function signer(view: View, kid: Hash): Signer {
  const { holder, algorithm, public: bytes } = keyInForce(view, kid)
  const organisation = organisationOf(holder)
  ensureStanding(view, organisation, holder, kid)
  ensure(algorithm !== "x25519", refuse.key_purpose_mismatch, { key: kid, actual: "encryption" })
  return { principal: holder, organisation, algorithm, public: bytes }
}

/** Check 12: the signatures that the command asks for beyond the caller's. */
function ensureSigners(view: View, asked: Asked, signers: readonly Party[]): void {
  const { organisation } = asked
  if (asked.signers === "administrators") {
    const { have, need } = quorumOf(view, organisation, signers)
    ensure(have >= need, refuse.administrators_insufficient, { organisation, have, need })
  }
  if (asked.signers === "half" || asked.signers === "two_thirds") {
    // Signatures of members decide where one person tries things out; elsewhere ballots do.
    const production = consortium.get(view, {})?.profile === "production"
    ensure(!production, refuse.proposal_required, { role: asked.signers })
    const { have, members } = endorsements(view, signers, asked.scope)
    const [of, share] = asked.signers === "half" ? [2n, 1n] : [3n, 2n]
    const need = Number(divFloor(share * BigInt(members), of)) + 1
    ensure(have >= need, refuse.endorsement_insufficient, { have, need })
  }
}

/** Checks 12, 13 and 14: signer rule, grant with its scope and window, the grant's limit. */
export function permit(view: View, asked: Asked): undefined {
  const { caller, organisation, role, scope, amount } = asked
  const status = organisations.get(view, { organisation })?.status
  const joining = status === "invited" && asked.command === activate
  ensure(status === "active" || joining, refuse.organisation_not_active, { organisation })
  ensureSigners(view, asked, [caller, ...asked.cosigners])
  if (role === null) return

  if (role === "org.admin") {
    const missing = { role, scope: "", missing: caller, grantor: organisation }
    ensure(isAdministrator(view, caller), refuse.permission_missing, missing)
    return
  }
  const right = rightOf(view, caller, role, scope)
  if (!right.held) {
    const { missing } = right
    const grantor = nameOf(missing) === "" ? "the consortium" : organisationOf(missing)
    ensure(false, refuse.permission_missing, { role, scope, missing, grantor })
    return
  }
  if (amount === null || right.limit === null) return
  const { limit } = right
  ensure(amount <= limit, refuse.grant_limit_exceeded, { limit, actual: amount })
}
