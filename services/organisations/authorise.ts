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
  type View,
} from "@concordat/kernel"
import { activate } from "./membership.ts"
import { refuse } from "./refusals.ts"
import { administratorsAmong, endorsements, isAdministrator, nameOf, rightOf } from "./rights.ts"
import { INVITATION_MS, keys, organisations, principals } from "./tables.ts"

/** Checks 7 and 8: a key in force for signing, of an active principal of an organisation. */
export function signer(view: View, kid: Hash): Signer {
  const key = keys.get(view, { key: kid })
  ensure(key, refuse.signer_not_registered, { key: kid })
  const signs = key.purpose === "sign" || key.purpose === "approve"
  ensure(signs, refuse.key_purpose_mismatch, { key: kid, actual: key.purpose, expected: "sign" })
  const revoked = key.status === "revoked" || key.status === "compromised"
  ensure(!revoked, refuse.key_revoked, { key: kid, since: key.since })
  ensure(key.from <= view.time, refuse.key_not_yet_valid, { key: kid, from: key.from })
  const ended = key.until !== null && key.until <= view.time
  const since = ended ? key.until : key.since
  ensure(!ended && key.status === "active", refuse.key_retired, { key: kid, since })

  const organisation = organisationOf(key.holder)
  const principal = principals.get(view, { organisation, name: nameOf(key.holder) })
  ensure(principal, refuse.signer_not_registered, { key: kid })
  const who = { principal: key.holder, since: principal.changed }
  ensure(principal.status !== "suspended", refuse.principal_suspended, who)
  ensure(principal.status === "active", refuse.principal_retired, who)

  const member = organisations.get(view, { organisation })
  ensure(member, refuse.organisation_not_active, { organisation })
  const since8 = { organisation, since: member.changed }
  ensure(member.status !== "suspended", refuse.organisation_suspended, since8)
  const invited = member.status === "invited" && view.time < member.since + INVITATION_MS
  ensure(member.status === "active" || invited, refuse.organisation_not_active, since8)

  return {
    principal: key.holder,
    organisation,
    algorithm: key.algorithm as "ed25519" | "es256",
    public: key.public,
  }
}

/** Check 12: the signatures that the command asks for beyond the caller's. */
function signerRule(view: View, asked: Asked, signers: readonly Party[]): void {
  const { organisation } = asked
  if (asked.signers === "administrators") {
    const need = organisations.get(view, { organisation })?.adminThreshold ?? 1
    const have = administratorsAmong(view, organisation, signers)
    ensure(have >= need, refuse.administrators_insufficient, { organisation, have, need })
  }
  if (asked.signers === "half" || asked.signers === "two_thirds") {
    const { have, members } = endorsements(view, signers, asked.scope)
    const [times, of] = asked.signers === "half" ? [2n, 1n] : [3n, 2n]
    const need = Number(divFloor(of * BigInt(members), times)) + 1
    ensure(have >= need, refuse.endorsement_insufficient, { have, need })
  }
}

/** Checks 12, 13 and 14: signer rule, grant with its scope and window, the grant's limit. */
export function permit(view: View, asked: Asked): undefined {
  const { caller, organisation, role, scope, amount } = asked
  const status = organisations.get(view, { organisation })?.status
  const joining = status === "invited" && asked.command === activate
  ensure(status === "active" || joining, refuse.organisation_not_active, { organisation })
  signerRule(view, asked, [caller, ...asked.cosigners])
  if (role === null) return

  if (role === "org.admin") {
    const details = { role, scope: "", missing: caller }
    ensure(isAdministrator(view, caller), refuse.permission_missing, details)
    return
  }
  const right = rightOf(view, caller, role, scope)
  if (!right.held) {
    const grantor = right.missing.includes("/") ? organisationOf(right.missing) : "the consortium"
    ensure(false, refuse.permission_missing, { role, scope, missing: right.missing, grantor })
    return
  }
  if (amount === null || right.limit === null) return
  const limit = right.limit.toString()
  ensure(amount <= right.limit, refuse.grant_limit_exceeded, { limit, actual: amount.toString() })
}
