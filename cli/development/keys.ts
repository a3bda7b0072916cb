/** The keys of a development ledger: made once into a keystore, found again by their rows. */

import type { DevelopmentKeys, HeldKey } from "@concordat/gateway"
import { type Hash, type Party, type Row, tablePrefix } from "@concordat/kernel"
import type { Keystore, Ledger } from "@concordat/node"
import { keys } from "@concordat/services/organisations"
import {
  DEMO_AUTHORITIES,
  DEMO_MONEY,
  DEMO_ORGANISATIONS,
  DEMO_REGISTRAR,
  type DemoKey,
  demoKeys,
  demoPrincipals,
} from "@concordat/services/organisations/demo"
import { DEMO_CLASS } from "@concordat/services/provenance/demo"

const ROWS_MAX = 1_000
const KEY_BYTES = 32

/** Makes every key that organisations need, the two of a single node if absent. */
export async function makeKeys(
  keystore: Keystore,
  organisations?: readonly Party[],
): Promise<(key: DemoKey) => Uint8Array> {
  const made = new Map<string, Uint8Array>()
  for (const { holder, purpose } of demoKeys(organisations)) {
    const { public: cose } = await keystore.create(purpose, "ed25519")
    made.set(`${holder} ${purpose}`, cose)
  }
  return ({ holder, purpose }) => made.get(`${holder} ${purpose}`)!
}

/** The seeded principals' and organisations' keys, by what the ledger says of them. */
export async function heldKeys(ledger: Ledger, keystore: Keystore): Promise<DevelopmentKeys> {
  const prefix = tablePrefix(keys)
  const { rows } = await ledger.rows(prefix, { limit: ROWS_MAX })
  const held = new Map<string, HeldKey>()
  const known = new Map(keystore.list().map((key) => [key.id, key]))
  for (const [bytes, value] of rows) {
    const kid = Buffer.from(bytes.subarray(prefix.length, prefix.length + KEY_BYTES)).toString(
      "hex",
    )
    const key = known.get(kid as Hash)
    const row = keys.readRow(value) as Row<typeof keys>
    if (key === undefined || row.status !== "active") continue
    const { holder, purpose } = row
    const sign = (message: Uint8Array) => keystore.sign(key.id, key.purpose, message)
    held.set(`${holder} ${purpose}`, { kid: key.id, algorithm: key.algorithm, holder, sign })
  }
  const everybody = demoPrincipals([...[...DEMO_ORGANISATIONS, ...DEMO_MONEY, ...DEMO_AUTHORITIES]])
  const mine = everybody.filter((principal) => held.has(`${principal} sign`))
  return {
    principals: mine,
    default: { principal: DEMO_REGISTRAR, class: DEMO_CLASS },
    key: (holder: Party, purpose) => held.get(`${holder} ${purpose}`) ?? null,
  }
}
