/**
 * Whether somebody still stands behind a credential: its key is in force for signing, its principal
 * and organisation are active. Asked of the ledger at every use, remembered for one height.
 */
import {
  type Hash,
  organisationOf,
  type Party,
  Refusal,
  type Row,
  stateKey,
} from "@concordat/kernel"
import { keys, nameOf, organisations, principals } from "@concordat/services/organisations"
import type { GatewayOptions } from "../gateway.ts"
import { STANDINGS_MAX } from "../limits.ts"

type Ledger = GatewayOptions["ledger"]
type KeyRow = Row<typeof keys>

const refused = (code: string, message: string, details = {}) =>
  new Refusal(code, message, details, 403)

/** A key in force now for signing. Throws as `check` does for a transaction by it. */
export async function keyInForce(ledger: Ledger, key: Hash): Promise<KeyRow> {
  const { value } = await ledger.row(stateKey(keys, { key }))
  if (value === null) throw refused("signer_not_registered", "The ledger does not know this key.")
  const row = keys.readRow(value) as KeyRow
  const { now } = ledger.status()
  const { purpose, status, from, until } = row
  if (purpose !== "sign" && purpose !== "approve") {
    const details = { actual: purpose, expected: "sign" }
    throw refused("key_purpose_mismatch", "This key is not for signing.", details)
  }
  if (status === "revoked" || status === "compromised") {
    throw refused("key_revoked", "The key behind this was revoked.")
  }
  if (from > now) throw refused("key_not_yet_valid", "The key behind this is not valid yet.")
  if (status !== "active" || (until !== null && until <= now)) {
    throw refused("key_retired", "The key behind this was retired.")
  }
  return row
}

/** Refuses a principal that is not active, or whose organisation is not. */
async function ensureActive(ledger: Ledger, principal: Party): Promise<void> {
  const organisation = organisationOf(principal)
  const name = nameOf(principal)
  const { value } = await ledger.row(stateKey(principals, { organisation, name }))
  if (value === null) throw refused("signer_not_registered", "The ledger has no such principal.")
  const { status } = principals.readRow(value) as Row<typeof principals>
  if (status === "suspended") throw refused("principal_suspended", "The principal is suspended.")
  if (status !== "active") throw refused("principal_retired", "The principal has retired.")
  const found = await ledger.row(stateKey(organisations, { organisation }))
  const row =
    found.value === null ? null : (organisations.readRow(found.value) as Row<typeof organisations>)
  if (row?.status === "suspended") {
    throw refused("organisation_suspended", "The organisation is suspended.")
  }
  if (row?.status !== "active") {
    throw refused("organisation_not_active", "The organisation is not active.")
  }
}

/** Verdicts of one ledger. */
export class Standings {
  private readonly ledger: Ledger
  private readonly known = new Map<string, { height: bigint; verdict: Promise<void> }>()

  constructor(ledger: Ledger) {
    this.ledger = ledger
  }

  /** Refuses whoever does not stand any more; `key` is null where no key is behind it. */
  ensure(principal: Party, key: Hash | null): Promise<void> {
    const name = `${principal} ${key}`
    const { height } = this.ledger.status()
    const known = this.known.get(name)
    if (known?.height === height) return known.verdict
    if (this.known.size >= STANDINGS_MAX) this.known.clear()
    const verdict = this.verdict(principal, key)
    verdict.catch(() => {}) // Whoever asked hears of it.
    this.known.set(name, { height, verdict })
    return verdict
  }

  private async verdict(principal: Party, key: Hash | null): Promise<void> {
    if (key !== null) await keyInForce(this.ledger, key)
    await ensureActive(this.ledger, principal)
  }
}
