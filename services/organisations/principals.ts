/** An organisation's principals: persons named by their function, programs and nodes. */
import { ascii, command, ensure, type Party, type Tx } from "@concordat/kernel"
import { countPrincipals, dropAdministrator, ensureEnoughAdministrators } from "./administrators.ts"
import {
  principalAdded,
  principalReinstated,
  principalRetired,
  principalSuspended,
} from "./events.ts"
import { isAdministrator } from "./quorum.ts"
import { refuse } from "./refusals.ts"
import { isPrincipalName, principalOf } from "./rights.ts"
import { organisations, principalKind, principals } from "./tables.ts"

type Status = "active" | "suspended" | "retired"

/** Moves a principal of the caller's organisation to another state; answers its party. */
function move(tx: Tx, name: string, from: readonly Status[], to: Status): Party {
  const { organisation } = tx
  const row = principals.get(tx, { organisation, name })
  const principal = principalOf(organisation, name)
  ensure(row, refuse.unknown_principal, { principal })
  const expected = from.join(" or ")
  const details = { principal, actual: row.status, expected }
  ensure(from.includes(row.status), refuse.wrong_state, details)
  principals.patch(tx, { organisation, name }, { status: to, changed: tx.time })
  return principal
}

export const addPrincipal = command({
  about: "Add a person's function, a program or a node to the caller's organisation.",
  signers: "administrators",
  input: { name: ascii(31), kind: principalKind },
  run(tx, { name, kind }) {
    const { organisation } = tx
    ensure(isPrincipalName(name), refuse.name_malformed, { name })
    const principal = principalOf(organisation, name)
    ensure(!principals.has(tx, { organisation, name }), refuse.already_exists, { principal })
    const before = organisations.get(tx, { organisation })?.principals ?? 0
    const count = countPrincipals(before, 1)

    const row = { kind, status: "active", since: tx.time, changed: tx.time } as const
    principals.put(tx, { organisation, name }, row)
    organisations.patch(tx, { organisation }, { principals: count })
    tx.emit(principalAdded, { principal, kind })
  },
})

export const suspendPrincipal = command({
  about: "Stop a principal at once: its keys sign nothing until it is reinstated.",
  role: "org.admin",
  input: { name: ascii(31) },
  run(tx, { name }) {
    const principal = move(tx, name, ["active"], "suspended")
    if (isAdministrator(tx, principal)) ensureEnoughAdministrators(tx, tx.organisation)

    tx.emit(principalSuspended, { principal })
  },
})

export const reinstatePrincipal = command({
  about: "Let a suspended principal sign again.",
  signers: "administrators",
  input: { name: ascii(31) },
  run(tx, { name }) {
    const principal = move(tx, name, ["suspended"], "active")

    tx.emit(principalReinstated, { principal })
  },
})

export const retirePrincipal = command({
  about: "End a principal for good; what it signed before stays valid.",
  signers: "administrators",
  input: { name: ascii(31) },
  run(tx, { name }) {
    const principal = move(tx, name, ["active", "suspended"], "retired")
    dropAdministrator(tx, tx.organisation, name)

    tx.emit(principalRetired, { principal })
  },
})
