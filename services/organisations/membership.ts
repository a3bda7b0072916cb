/** How organisations come in, are suspended and come back, and how lost administrators return. */
import {
  command,
  ensure,
  list,
  option,
  type Party,
  party,
  sorted,
  type Tx,
  text,
  u8,
} from "@concordat/kernel"
import { ensureThreshold, installAdministrators } from "./administrators.ts"
import {
  administratorsReset,
  organisationActivated,
  organisationAdmitted,
  organisationReinstated,
  organisationSuspended,
  organisationUpdated,
} from "./events.ts"
import { retireKeys } from "./key-records.ts"
import { refuse } from "./refusals.ts"
import { ableAdministrators, principalOf } from "./rights.ts"
import {
  administrators,
  consortium,
  grants,
  INVITATION_MS,
  MEMBERS_MAX,
  newAdministrator,
  organisationClass,
  organisations,
  principals,
} from "./tables.ts"

const concerned = ({ organisation }: { organisation: Party }) => organisation

/** The consortium's row, or a refusal where genesis made none. */
function theConsortium(tx: Tx) {
  const row = consortium.get(tx, {})
  ensure(row, refuse.wrong_state, { missing: "consortium" })
  return row
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
    administrators: list(newAdministrator, 5, 1),
  },
  run(tx, input) {
    const { organisation, name, adminThreshold } = input
    ensure(!organisation.includes("/"), refuse.unknown_organisation, { organisation })
    ensure(!organisations.has(tx, input), refuse.already_exists, { organisation })
    ensureThreshold(adminThreshold, input.administrators.length)

    installAdministrators(tx, organisation, input.administrators)
    organisations.put(tx, input, {
      name,
      class: input.class,
      status: "invited",
      adminThreshold,
      administrators: input.administrators.length,
      principals: input.administrators.length,
      page: null,
      since: tx.time,
      changed: tx.time,
      reason: null,
    })
    const names = input.administrators.map((one) => one.name)
    tx.emit(organisationAdmitted, {
      organisation,
      name,
      class: input.class,
      adminThreshold,
      administrators: names,
    })
  },
})

/** Adds to or takes from the sorted list of active members. */
function changeMembers(tx: Tx, change: (members: readonly Party[]) => readonly Party[]): void {
  const row = theConsortium(tx)
  const members = sorted(change(row.members), (member) => member)
  ensure(members.length <= MEMBERS_MAX, refuse.limit_reached, { limit: MEMBERS_MAX })
  consortium.patch(tx, {}, { members })
}

export const activate = command({
  about: "Accept the invitation: the administrators' signatures prove that they hold their keys.",
  signers: "administrators",
  input: {},
  run(tx) {
    const { organisation } = tx
    const row = organisations.get(tx, { organisation })
    ensure(row, refuse.unknown_organisation, { organisation })
    const open = row.status === "invited" && tx.time < row.since + INVITATION_MS
    ensure(open, refuse.wrong_state, { organisation, actual: row.status, expected: "invited" })

    organisations.patch(tx, { organisation }, { status: "active", changed: tx.time })
    if (row.class === "member") changeMembers(tx, (members) => [...members, organisation])
    tx.emit(organisationActivated, { organisation })
  },
})

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
    if (row.class === "member") {
      const { members, suspended } = theConsortium(tx)
      const all = members.length + suspended
      const allowed = 3 * (suspended + 1) <= all
      ensure(allowed, refuse.suspension_limit_reached, { have: suspended + 1, of: all })
      changeMembers(tx, (list) => list.filter((member) => member !== organisation))
      consortium.patch(tx, {}, { suspended: suspended + 1 })
    }

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
    if (row.class === "member") {
      changeMembers(tx, (members) => [...members, organisation])
      consortium.patch(tx, {}, { suspended: theConsortium(tx).suspended - 1 })
    }

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

export const resetAdministrators = command({
  about: "Give an organisation that lost its administrators new ones; the old ones lose the right.",
  signers: "two_thirds",
  scope: concerned,
  input: {
    organisation: party,
    adminThreshold: u8,
    administrators: list(newAdministrator, 5, 1),
  },
  run(tx, { organisation, adminThreshold, administrators: newcomers }) {
    const row = organisations.get(tx, { organisation })
    ensure(row, refuse.unknown_organisation, { organisation })
    ensure(row.status !== "removed", refuse.wrong_state, { organisation, actual: row.status })
    ensureThreshold(adminThreshold, newcomers.length)

    for (const { key } of administrators.scan(tx, { organisation }, { limit: 32 })) {
      const holder = principalOf(organisation, key.name)
      administrators.delete(tx, key)
      grants.patch(
        tx,
        { holder, role: "org.admin", scope: "" },
        {
          status: "revoked",
          changed: tx.time,
        },
      )
      retireKeys(tx, holder)
    }
    const known = newcomers.filter(({ name }) => principals.has(tx, { organisation, name })).length
    installAdministrators(tx, organisation, newcomers)
    organisations.patch(
      tx,
      { organisation },
      {
        adminThreshold,
        administrators: newcomers.length,
        principals: row.principals + newcomers.length - known,
        changed: tx.time,
      },
    )
    const names = newcomers.map(({ name }) => name)
    tx.emit(administratorsReset, { organisation, adminThreshold, administrators: names })
  },
})
