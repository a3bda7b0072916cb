/** Administrators: the principals whose signatures, together, decide for an organisation. */
import { ensure, type Party, type Tx } from "@concordat/kernel"
import { administratorsShort } from "./events.ts"
import { admitKey } from "./key-records.ts"
import { refuse } from "./refusals.ts"
import { ableAdministrators, DEPTH_PRINCIPAL, principalOf } from "./rights.ts"
import {
  ADMINISTRATORS_MAX,
  administrators,
  grants,
  organisations,
  principals,
  THRESHOLD_MAX,
} from "./tables.ts"

/** A threshold that its administrators can reach. */
export function ensureThreshold(threshold: number, able: number): void {
  const reachable = threshold >= 1 && threshold <= THRESHOLD_MAX && threshold <= able
  ensure(reachable, refuse.last_administrator, { have: able, need: threshold })
}

/** Makes a principal an administrator: its right, and the row that rules count. */
function makeAdministrator(tx: Tx, organisation: Party, name: string): void {
  administrators.put(tx, { organisation, name }, {})
  grants.put(
    tx,
    { holder: principalOf(organisation, name), role: "org.admin", scope: "" },
    {
      grantor: organisation,
      from: tx.time,
      until: null,
      limit: null,
      delegable: false,
      depth: DEPTH_PRINCIPAL,
      status: "active",
      changed: tx.time,
    },
  )
}

type Newcomer = { readonly name: string; readonly public: Uint8Array }

/** New principals with a key each, all administrators; refuses a name or key given twice. */
export function installAdministrators(
  tx: Tx,
  organisation: Party,
  newcomers: readonly Newcomer[],
): void {
  for (const { name, public: key } of newcomers) {
    const id = { organisation, name }
    ensure(!administrators.has(tx, id), refuse.already_exists, { administrator: name })
    const kept = principals.get(tx, id)
    const since = kept?.since ?? tx.time
    principals.put(tx, id, { kind: "person", status: "active", since, changed: tx.time })
    admitKey(tx, { holder: principalOf(organisation, name), purpose: "sign", public: key })
    makeAdministrator(tx, organisation, name)
  }
}

/** An event when an organisation can no longer gather its threshold. */
export function reportShortage(tx: Tx, organisation: Party): void {
  const row = organisations.get(tx, { organisation })
  if (row === undefined || row.status !== "active") return
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
  const id = { organisation, name }
  if (!administrators.delete(tx, id)) return
  const right = { holder: principalOf(organisation, name), role: "org.admin", scope: "" }
  grants.patch(tx, right, { status: "revoked", changed: tx.time })
  recount(tx, organisation, -1)
  ensureEnoughAdministrators(tx, organisation)
}
