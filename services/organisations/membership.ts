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
  type Tx,
  text,
  u8,
} from "@concordat/kernel"
import { ensureThreshold, installAdministrators } from "./administrators.ts"
import {
  organisationActivated,
  organisationAdmitted,
  organisationReinstated,
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

/** Refuses an organisation that is there; a void invitation leaves its place free. */
function ensureFree(tx: Tx, organisation: Party): void {
  const row = organisations.get(tx, { organisation })
  if (row === undefined) return
  const lapsed = row.status === "invited" && tx.time >= invitationEnds(row)
  ensure(lapsed, refuse.already_exists, { organisation })
}

export const admit = command({
  about: "Invite an organisation; it becomes active when its own administrators accept.",
  signers: "two_thirds",
  scope: concerned,
  input: {
    organisation: party,
    name: text(120, 1),
    class: organisationClass,
    adminThreshold: u8,
    administrators: list(newAdministrator, NEWCOMERS_MAX, 1),
  },
  run(tx, input) {
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
  },
})

/** The consortium's row, or a refusal where genesis made none. */
function theConsortium(tx: Tx): Row<typeof consortium> {
  const row = consortium.get(tx, {})
  ensure(row, refuse.wrong_state, { missing: "consortium" })
  return row
}

/** Enters an organisation into the sorted list of active members. */
function addMember(tx: Tx, organisation: Party, suspended: number): void {
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
function suspendMember(tx: Tx, organisation: Party): void {
  const row = theConsortium(tx)
  const suspended = row.suspended + 1
  const of = row.members.length + row.suspended
  ensure(3 * suspended <= of, refuse.suspension_limit_reached, { have: suspended, of })
  const members = row.members.filter((member) => member !== organisation)
  consortium.patch(tx, {}, { members, suspended })
}

export const suspend = command({
  about: "Stop an organisation's commands; its evidence, receipts and validators stay.",
  signers: "two_thirds",
  scope: concerned,
  input: { organisation: party, reason: text(40) },
  run(tx, { organisation, reason }) {
    const row = organisations.get(tx, { organisation })
    ensure(row, refuse.unknown_organisation, { organisation })
    const details = { organisation, actual: row.status, expected: "active" }
    ensure(row.status === "active", refuse.wrong_state, details)
    if (row.class === "member") suspendMember(tx, organisation)

    organisations.patch(tx, { organisation }, { status: "suspended", changed: tx.time, reason })
    tx.emit(organisationSuspended, { organisation, reason })
  },
})

export const reinstate = command({
  about: "Let a suspended organisation work again.",
  signers: "two_thirds",
  scope: concerned,
  input: { organisation: party, reason: text(40) },
  run(tx, { organisation, reason }) {
    const row = organisations.get(tx, { organisation })
    ensure(row, refuse.unknown_organisation, { organisation })
    const details = { organisation, actual: row.status, expected: "suspended" }
    ensure(row.status === "suspended", refuse.wrong_state, details)
    if (row.class === "member") addMember(tx, organisation, theConsortium(tx).suspended - 1)

    organisations.patch(tx, { organisation }, { status: "active", changed: tx.time, reason: null })
    tx.emit(organisationReinstated, { organisation, reason })
  },
})

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
