/** Rows G06 to G09: changes of validators, administrators, keys and grants that must not be. */
import { testValidator } from "@concordat/engines/testing"
import {
  createSign1,
  encode,
  fromHex,
  type Hash,
  type Operation,
  type Party,
  parseCoseKey,
} from "@concordat/kernel"
import { type TestSigner, testSigner } from "@concordat/kernel/testing"
import { POSSESSION_CONTEXT, possessionClaim } from "../../../services/organisations/possession.ts"
import { REGISTRAR, SECOND } from "../../../services/provenance/office.testing.ts"
import { addressOfKey } from "../../../services/validators/validators.ts"
import type { Live } from "../live.ts"
import { KEYS, SPEND_LIMIT } from "../people.ts"
import type { TransactionRow } from "../row.ts"

const ADMINISTRATOR = "education/administrator"
const HOUR_MS = 3_600_000
const newKey = testSigner(SECOND, "ed25519", "new")

const by = (who: string, operation: (live: Live) => Operation) => (live: Live) =>
  live.sign([who], [operation(live)])

/** Registers a key for the second registrar; `proving` signs that it holds it. */
function addKey(key: TestSigner, proving: TestSigner) {
  return (live: Live): Operation => {
    const holder = SECOND as Party
    const claim = { chain: live.ledger.chain, expires: live.now + HOUR_MS, holder }
    const possession = createSign1({
      protectedHeader: new Map<number, number | Uint8Array>([
        [1, -8],
        [4, fromHex(key.kid)],
      ]),
      payload: encode(possessionClaim, { ...claim, purpose: "sign", thumbprint: key.kid }),
      externalAad: POSSESSION_CONTEXT,
      sign: (message) => proving.sign(message),
    })
    const { algorithm } = parseCoseKey(key.public)
    const about = { holder, purpose: "sign", algorithm, public: key.public, from: live.now }
    return { command: "organisations.addKey", input: { ...about, until: null, possession } }
  }
}

/** Passes the right to spend on, with these terms. */
function grant(terms: Readonly<Record<string, unknown>>) {
  return (live: Live): Operation => ({
    command: "organisations.grant",
    input: {
      ...{ holder: SECOND, role: "sample.spend", scope: "", from: live.now, until: null },
      ...{ limit: SPEND_LIMIT, delegable: false, ...terms },
    },
  })
}

const NOBODY = "00".repeat(20)
const { key: VALIDATOR } = testValidator(1)

const refused = (row: string, what: string, code: string, status: 403 | 404 | 409) => {
  return { row, what, code, status, decodes: true } as const
}

export const GOVERNANCE: readonly TransactionRow[] = [
  {
    ...refused("G06c", "a large part of the power at once", "change_too_large", 409),
    says: ['moved "10"', 'total "10"'],
    bytes: by(ADMINISTRATOR, () => ({
      command: "validators.leave",
      input: { validator: addressOfKey(VALIDATOR as Hash) },
    })),
  },
  {
    ...refused("G06e", "a validator that is none", "unknown_validator", 404),
    says: [NOBODY],
    bytes: by(ADMINISTRATOR, () => ({ command: "validators.leave", input: { validator: NOBODY } })),
  },
  {
    ...refused("G06f", "a node that is none", "unknown_node", 404),
    says: [NOBODY],
    bytes: by(ADMINISTRATOR, () => ({ command: "validators.removeNode", input: { node: NOBODY } })),
  },
  {
    ...refused("G07a", "the last administrator retires", "last_administrator", 409),
    says: ['have "0"', 'need "1"'],
    bytes: by(ADMINISTRATOR, () => ({
      command: "organisations.retirePrincipal",
      input: { name: "administrator" },
    })),
  },
  {
    ...refused("G07b", "a key that somebody has", "key_in_use", 409),
    says: [KEYS.receipt.kid],
    bytes: by(ADMINISTRATOR, addKey(KEYS.receipt, KEYS.receipt)),
  },
  {
    ...refused("G08a", "possession proved by another key", "possession_invalid", 403),
    says: ["signature"],
    bytes: by(ADMINISTRATOR, addKey(newKey, KEYS.receipt)),
  },
  {
    ...refused("G08b", "a grant wider than one's own", "grant_exceeds_parent", 403),
    says: ['limit "100"'],
    bytes: by(REGISTRAR, grant({ limit: SPEND_LIMIT + 1n })),
  },
  {
    ...refused("G09a", "a grant of depth 3", "delegation_too_deep", 409),
    says: ['limit "2"'],
    bytes: by(REGISTRAR, grant({ delegable: true })),
  },
  {
    ...refused("G09b", "a grant that ends before it starts", "period_invalid", 409),
    says: ["from", "until"],
    bytes: by(ADMINISTRATOR, (live) => grant({ until: live.now - 1 })(live)),
  },
]
