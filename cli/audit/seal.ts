/** The key by which an export is sealed: an organisation's own, in a keystore of this machine. */
import type { JsonObject, Party } from "@concordat/kernel"
import { type Client, getRow, SdkError } from "@concordat/sdk"
import type { AuditSeal } from "@concordat/sdk/audit"
import type { Environment } from "../environment.ts"
import { UsageError } from "../failure.ts"
import { type KeystoreFlags, keystoreOf } from "../keystore.ts"

/** Flags that say which key. */
export type SealFlags = KeystoreFlags & { readonly by?: string }

/** Whose seal the ledger says a key is; null: nobody's now. */
async function holderOf(client: Client, kid: string): Promise<Party | null> {
  try {
    const { row, time } = await getRow(client, "organisations", "keys", [kid])
    const { holder, purpose, status, from, until } = row!["value"] as JsonObject
    // One that waits for its time, or is past it, seals nothing; all times are of one form.
    const inForce = String(from) <= time && (until === null || time < String(until))
    return purpose === "seal" && status === "active" && inForce ? (holder as Party) : null
  } catch (error) {
    if (error instanceof SdkError && error.status === 404) return null
    throw error
  }
}

/** The seal, and whose it is by the ledger. */
export async function sealOf(
  environment: Environment,
  client: Client,
  { by, ...flags }: SealFlags,
): Promise<{ readonly by: Party; readonly seal: AuditSeal }> {
  const keystore = await keystoreOf(environment, flags)
  const found: { readonly by: Party; readonly seal: AuditSeal }[] = []
  for (const { id: kid, purpose, algorithm } of keystore.list()) {
    if (purpose !== "seal") continue
    const holder = await holderOf(client, kid)
    if (holder === null || (by !== undefined && holder !== by)) continue
    const sign = (message: Uint8Array) => keystore.sign(kid, purpose, message)
    found.push({ by: holder, seal: { kid, algorithm, sign } })
  }
  const [only, another] = found
  if (only === undefined) {
    const hint = "Register one: concordat organisations add-key --purpose seal."
    throw new UsageError("unknown_key", "No key of this keystore seals for anybody here.", hint)
  }
  if (another === undefined || by !== undefined) return only
  const hint = `Name one of them: --by ${only.by}`
  throw new UsageError("field_missing", "This keystore has seals of several organisations.", hint)
}
