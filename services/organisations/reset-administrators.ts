/** How an organisation that lost its administrators gets new ones: the other members decide. */
import {
  command,
  ensure,
  list,
  type Party,
  party,
  u8,
  type Values,
  type View,
  type Writer,
} from "@concordat/kernel"
import { countPrincipals, ensureThreshold, installAdministrators } from "./administrators.ts"
import { administratorsReset } from "./events.ts"
import { retireKeys } from "./key-records.ts"
import { refuse } from "./refusals.ts"
import { principalOf } from "./rights.ts"
import {
  ADMINISTRATORS_MAX,
  administrators,
  grants,
  invitationEnds,
  NEWCOMERS_MAX,
  newAdministrator,
  type OrganisationRow,
  organisations,
} from "./tables.ts"
import { clearInvitation } from "./void-invitation.ts"

const seating = {
  organisation: party,
  adminThreshold: u8,
  administrators: list(newAdministrator, NEWCOMERS_MAX, 1),
}

/** Takes right and keys from every administrator of an organisation. */
function unseatAdministrators(tx: Writer, organisation: Party): void {
  const limit = ADMINISTRATORS_MAX
  for (const { key } of administrators.scan(tx, { organisation }, { limit })) {
    const holder = principalOf(organisation, key.name)
    const right = { holder, role: "org.admin", scope: "" }
    administrators.delete(tx, key)
    grants.patch(tx, right, { status: "revoked", changed: tx.time })
    retireKeys(tx, holder)
  }
}

/** Refuses an organisation that is gone: removed, or its invitation void. */
function ensureThere(tx: View, organisation: Party): OrganisationRow {
  const row = organisations.get(tx, { organisation })
  ensure(row, refuse.unknown_organisation, { organisation })
  const lapsed = row.status === "invited" && tx.time >= invitationEnds(row)
  const there = row.status !== "removed" && !lapsed
  ensure(there, refuse.wrong_state, { organisation, actual: row.status })
  return row
}

export const resetAdministrators = command({
  about: "Give an organisation that lost its administrators new ones; the old ones lose the right.",
  signers: "two_thirds",
  scope: ({ organisation }) => organisation,
  input: seating,
  run: seatNewAdministrators,
})

/** Gives an organisation new administrators, whoever decided so. */
export function seatNewAdministrators(
  tx: Writer,
  { organisation, adminThreshold, administrators: newcomers }: Values<typeof seating>,
): undefined {
  const row = ensureThere(tx, organisation)
  ensureThreshold(adminThreshold, newcomers.length)

  const invited = row.status === "invited"
  const kept = invited ? row.principals - clearInvitation(tx, organisation) : row.principals
  if (!invited) unseatAdministrators(tx, organisation)
  const added = installAdministrators(tx, organisation, newcomers)
  organisations.patch(
    tx,
    { organisation },
    {
      ...{ adminThreshold, administrators: newcomers.length, changed: tx.time },
      principals: countPrincipals(kept, added),
    },
  )
  const names = newcomers.map(({ name }) => name)
  tx.emit(administratorsReset, { organisation, adminThreshold, administrators: names })
}
