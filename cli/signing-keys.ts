/** Keys that sign, as people call them: by their thumbprint, or by the principal whose they are. */
import type { Hash } from "@concordat/kernel"
import { type Client, listRows } from "@concordat/sdk"
import { partyOf } from "./connect.ts"
import { UsageError } from "./failure.ts"

const KEYS_OF_HOLDER_MAX = 64
const THUMBPRINT = /^[0-9a-f]{64}$/

/** The keys of a principal that are in force for one of these purposes, as the ledger has them. */
async function keysOf(client: Client, holder: string, purposes: readonly string[]) {
  const held = { holder, limit: KEYS_OF_HOLDER_MAX }
  const { rows } = await listRows(client, "organisations", "holderKeys", held)
  const keys: Hash[] = []
  for (const { key } of rows) {
    const kid = String(key["key"])
    const { rows: found } = await listRows(client, "organisations", "keys", { key: kid })
    const { purpose, status } = found[0]?.value ?? {}
    if (purposes.includes(String(purpose)) && status === "active") keys.push(kid as Hash)
  }
  return keys
}

/** The key that a principal signs with, or the key that is named. */
export async function kidOf(client: Client, name: string): Promise<Hash> {
  if (THUMBPRINT.test(name)) return name as Hash
  const [key] = await keysOf(client, name, ["sign"])
  if (key !== undefined) return key
  const hint = "Name a principal with a key to sign with, or the key itself by its 64 hex digits."
  throw new UsageError("unknown_signer", `${name} has no key that signs.`, hint)
}

/**
 * What `--key` names: one key, or all with which a principal signs; null where it is absent. The
 * ledger is asked for a principal alone, and its word can do no harm: whoever signs still needs the
 * key in its own keystore. Throws `Invalid` for what is neither.
 */
export async function namedKeys(
  client: () => Client,
  name: string | undefined,
): Promise<readonly Hash[] | null> {
  if (name === undefined) return null
  if (THUMBPRINT.test(name)) return [name as Hash]
  return keysOf(client(), partyOf(name, "key"), ["sign", "approve"])
}
