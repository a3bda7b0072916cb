/** How organisations come in, are suspended, come back, and tell of themselves. */
import {
  command,
  ensure,
  list,
  option,
  type Party,
  party,
  type Row,
  sorted,
  text,
  u8,
  type Values,
  type View,
  type Writer,
} from "@concordat/kernel"
import { ensureThreshold, installAdministrators } from "./administrators.ts"
import {
  organisationActivated,
  organisationAdmitted,
  organisationReinstated,
  organisationRemoved,
  organisationSuspended,
  organisationUpdated,
} from "./events.ts"
import { ableAdministrators } from "./quorum.ts"
import { refuse } from "./refusals.ts"
import {
  consortium,
  invitationEnds,
  MEMBERS_MAX,
  NEWCOMERS_MAX,
  newAdministrator,
  organisationClass,
  organisations,
} from "./tables.ts"
import { clearInvitation } from "./void-invitation.ts"

const concerned = ({ organisation }: { organisation: Party }) => organisation

const invitation = {
  organisation: party,
  name: text(120, 1),
  class: organisationClass,
  adminThreshold: u8,
  administrators: list(newAdministrator, NEWCOMERS_MAX, 1),
}
const standing = { organisation: party, reason: text(40) }
type Invitation = Values<typeof invitation>
type Standing = Values<typeof standing>

/** Refuses an organisation that is there; a void invitation leaves its place free. */
function ensureFree(tx: View, organisation: Party): void {
  const row = organisations.get(tx, { organisation })
  if (row === undefined) return
  const lapsed = row.status === "invited" && tx.time >= invitationEnds(row)
  ensure(lapsed, refuse.already_exists, { organisation })
}

export const admit = command({
  about: "Invite an organisation; it becomes active when its own administrators accept.",
  signers: "two_thirds",
  scope: concerned,
  input: invitation,
  run: inviteOrganisation,
})

/** Invites an organisation, whoever decided so. */
export function inviteOrganisation(tx: Writer, input: Invitation): undefined {
  const { organisation, name, adminThreshold, administrators: newcomers } = input
  ensure(!organisation.includes("/"), refuse.name_malformed, { name: organisation })
  ensureFree(tx, organisation)
  ensureThreshold(adminThreshold, newcomers.length)

  clearInvitation(tx, organisation)
  const principals = installAdministrators(tx, organisation, newcomers)
  organisations.put(tx, input, {
    ...{ name, class: input.class, status: "invited", adminThreshold },
    ...{ administrators: newcomers.length, principals },
    ...{ page: null, since: tx.time, changed: tx.time, reason: null },
  })
  const administrators = newcomers.map((one) => one.name)
  tx.emit(organisationAdmitted, { ...input, administrators })
}

/** The consortium's row, or a refusal where genesis made none. */
function theConsortium(tx: View): Row<typeof consortium> {
  const row = consortium.get(tx, {})
  ensure(row, refuse.wrong_state, { missing: "consortium" })
  return row
}

/** Enters an organisation into the sorted list of active members. */
function addMember(tx: Writer, organisation: Party, suspended: number): void {
  const members = sorted([...theConsortium(tx).members, organisation], (member) => member)
  ensure(members.length <= MEMBERS_MAX, refuse.limit_reached, { limit: MEMBERS_MAX })
  consortium.patch(tx, {}, { members, suspended })
}

export const activate = command({
  about: "Accept the invitation: the administrators' signatures prove that they hold their keys.",
  signers: "administrators",
  input: {},
  run(tx) {
    const { organisation } = tx
    const row = organisations.get(tx, { organisation })
    ensure(row, refuse.unknown_organisation, { organisation })
    const details = { organisation, actual: row.status, expected: "invited" }
    ensure(row.status === "invited", refuse.wrong_state, details)

    organisations.patch(tx, { organisation }, { status: "active", changed: tx.time })
    if (row.class === "member") addMember(tx, organisation, theConsortium(tx).suspended)
    tx.emit(organisationActivated, { organisation })
  },
})

/** Takes a member from the list; at most a third of members may be suspended at once. */
function dropMember(tx: Writer, organisation: Party, suspended: number): void {
  const members = theConsortium(tx).members.filter((member) => member !== organisation)
  const of = members.length + suspended
  ensure(3 * suspended <= of, refuse.suspension_limit_reached, { have: suspended, of })
  consortium.patch(tx, {}, { members, suspended })
}

export const suspend = command({
  about: "Stop an organisation's commands; its evidence, receipts and validators stay.",
  signers: "two_thirds",
  scope: concerned,
  input: standing,
  run: suspendOrganisation,
})

/** Suspends an organisation, whoever decided so. */
export function suspendOrganisation(tx: Writer, input: Standing): undefined {
  const { organisation, reason } = input
  const row = organisations.get(tx, { organisation })
  ensure(row, refuse.unknown_organisation, { organisation })
  const details = { organisation, actual: row.status, expected: "active" }
  ensure(row.status === "active", refuse.wrong_state, details)
  if (row.class === "member") dropMember(tx, organisation, theConsortium(tx).suspended + 1)

  organisations.patch(tx, { organisation }, { status: "suspended", changed: tx.time, reason })
  tx.emit(organisationSuspended, { organisation, reason })
}

export const reinstate = command({
  about: "Let a suspended organisation work again.",
  signers: "two_thirds",
  scope: concerned,
  input: standing,
  run: reinstateOrganisation,
})

/** Reinstates an organisation, whoever decided so. */
export function reinstateOrganisation(tx: Writer, input: Standing): undefined {
  const { organisation, reason } = input
  const row = organisations.get(tx, { organisation })
  ensure(row, refuse.unknown_organisation, { organisation })
  const details = { organisation, actual: row.status, expected: "suspended" }
  ensure(row.status === "suspended", refuse.wrong_state, details)
  if (row.class === "member") addMember(tx, organisation, theConsortium(tx).suspended - 1)

  organisations.patch(tx, { organisation }, { status: "active", changed: tx.time, reason: null })
  tx.emit(organisationReinstated, { organisation, reason })
}

/**
 * Removes an organisation for good: it signs nothing and cannot come back under its name. The
 * members decide so by a proposal, never by signatures; the last member cannot be removed.
 */
export function removeOrganisation(tx: Writer, input: Standing): undefined {
  const { organisation, reason } = input
  const row = organisations.get(tx, { organisation })
  ensure(row, refuse.unknown_organisation, { organisation })
  const stands = row.status === "active" || row.status === "suspended"
  const details = { organisation, actual: row.status, expected: "active or suspended" }
  ensure(stands, refuse.wrong_state, details)
  if (row.class === "member") {
    const { members, suspended } = theConsortium(tx)
    ensure(
      members.some((one) => one !== organisation),
      refuse.limit_reached,
      { limit: 1 },
    )
    dropMember(tx, organisation, row.status === "suspended" ? suspended - 1 : suspended)
  }

  organisations.patch(tx, { organisation }, { status: "removed", changed: tx.time, reason })
  tx.emit(organisationRemoved, { organisation, reason })
}

export const update = command({
  about: "Change an organisation's own name, page, or the signatures that decide for it.",
  signers: "administrators",
  input: { name: text(120, 1), page: option(text(200)), adminThreshold: u8 },
  run(tx, { name, page, adminThreshold }) {
    const { organisation } = tx
    ensureThreshold(adminThreshold, ableAdministrators(tx, organisation))

    organisations.patch(tx, { organisation }, { name, page, adminThreshold, changed: tx.time })
    tx.emit(organisationUpdated, { organisation, name, page, adminThreshold })
  },
})
