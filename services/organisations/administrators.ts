/** Administrators: the principals whose signatures, together, decide for an organisation. */
import { ensure, type Party, type Tx, type Writer } from "@concordat/kernel"
import { administratorsShort } from "./events.ts"
import { DEPTH_PRINCIPAL } from "./grant-chains.ts"
import { enterKey, usableKey } from "./key-records.ts"
import { ableAdministrators, ownQuorum } from "./quorum.ts"
import { refuse } from "./refusals.ts"
import { isPrincipalName, principalOf } from "./rights.ts"
import {
  ADMINISTRATORS_MAX,
  administrators,
  grants,
  organisations,
  PRINCIPALS_MAX,
  principals,
  THRESHOLD_MAX,
} from "./tables.ts"

/** Refuses unless as many administrators of the caller's organisation signed as decide for it. */
export function ensureQuorum(tx: Tx): void {
  const { organisation } = tx
  const { have, need } = ownQuorum(tx)
  ensure(have >= need, refuse.administrators_insufficient, { organisation, have, need })
}

/** Refuses a threshold out of bounds, or one that `able` administrators cannot reach. */
export function ensureThreshold(threshold: number, able: number): void {
  const lawful = threshold >= 1 && threshold <= THRESHOLD_MAX
  const bounds = `1 to ${THRESHOLD_MAX}`
  ensure(lawful, refuse.parameter_out_of_range, { actual: threshold, expected: bounds })
  ensure(threshold <= able, refuse.last_administrator, { have: able, need: threshold })
}

type Newcomer = { readonly name: string; readonly public: Uint8Array }

/** A new principal, or one that is there already and not retired. Answers whether it is new. */
function seatPrincipal(tx: Writer, organisation: Party, name: string): boolean {
  ensure(isPrincipalName(name), refuse.name_malformed, { name })
  const id = { organisation, name }
  const kept = principals.get(tx, id)
  const details = { principal: principalOf(organisation, name), actual: kept?.status ?? null }
  ensure(kept?.status !== "retired", refuse.wrong_state, details)
  const { kind, since } = kept ?? { kind: "person", since: tx.time }
  principals.put(tx, id, { kind, status: "active", since, changed: tx.time })
  return kept === undefined
}

/**
 * Seats administrators with a key each, in an organisation that has none; refuses a name or key
 * given twice. Answers how many principals are new.
 */
export function installAdministrators(
  tx: Writer,
  organisation: Party,
  newcomers: readonly Newcomer[],
): number {
  let added = 0
  for (const { name, public: bytes } of newcomers) {
    const taken = administrators.has(tx, { organisation, name })
    ensure(!taken, refuse.already_exists, { administrator: name })
    if (seatPrincipal(tx, organisation, name)) added += 1
    const holder = principalOf(organisation, name)
    const key = usableKey(tx, { holder, purpose: "sign", public: bytes })
    enterKey(tx, key, { from: tx.time, until: null })
    administrators.put(tx, { organisation, name }, {})
    grants.put(
      tx,
      { holder, role: "org.admin", scope: "" },
      {
        ...{ grantor: organisation, from: tx.time, until: null, limit: null, delegable: false },
        ...{ depth: DEPTH_PRINCIPAL, status: "active", changed: tx.time },
      },
    )
  }
  return added
}

/** Counts new principals of an organisation. */
export function countPrincipals(before: number, added: number): number {
  const limit = PRINCIPALS_MAX
  ensure(before + added <= limit, refuse.limit_reached, { limit })
  return before + added
}

/** An event when an active organisation can no longer gather its threshold. */
export function reportShortage(tx: Tx, organisation: Party): void {
  const row = organisations.get(tx, { organisation })
  if (row?.status !== "active") return
  const have = ableAdministrators(tx, organisation)
  if (have >= row.adminThreshold) return
  tx.emit(administratorsShort, { organisation, have, need: row.adminThreshold })
}

/** Refuses what would leave fewer administrators able to act than the threshold asks. */
export function ensureEnoughAdministrators(tx: Tx, organisation: Party): void {
  const need = organisations.get(tx, { organisation })?.adminThreshold ?? 1
  const have = ableAdministrators(tx, organisation)
  ensure(have >= need, refuse.last_administrator, { have, need })
}

/** Counts an administrator in or out of its organisation's row. */
function recount(tx: Tx, organisation: Party, by: 1 | -1): void {
  const count = (organisations.get(tx, { organisation })?.administrators ?? 0) + by
  ensure(count <= ADMINISTRATORS_MAX, refuse.limit_reached, { limit: ADMINISTRATORS_MAX })
  organisations.patch(tx, { organisation }, { administrators: count })
}

/** Makes a principal an administrator of a standing organisation, once. */
export function addAdministrator(tx: Tx, organisation: Party, name: string): void {
  const id = { organisation, name }
  if (administrators.has(tx, id)) return
  administrators.put(tx, id, {})
  recount(tx, organisation, 1)
}

/** Takes the right from a principal that has it; the others must still reach the threshold. */
export function dropAdministrator(tx: Tx, organisation: Party, name: string): void {
  if (!administrators.delete(tx, { organisation, name })) return
  const right = { holder: principalOf(organisation, name), role: "org.admin", scope: "" }
  grants.patch(tx, right, { status: "revoked", changed: tx.time })
  recount(tx, organisation, -1)
  ensureEnoughAdministrators(tx, organisation)
}
