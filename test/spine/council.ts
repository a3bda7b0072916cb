/**
 * Five members, the first four of which run a validator, on a ledger of the real services: its
 * genesis, its transactions, and what the fifth sends to come in, change its key and leave.
 */
import {
  coseKey,
  createSign1,
  DEFAULT_PARAMETERS,
  defineRuntime,
  encode,
  engineParameters,
  fromHex,
  type Hash,
  type Hex,
  type Json,
  jsonText,
  type Operation,
  type Party,
  stateKey,
  thumbprint,
  timeText,
} from "@concordat/kernel"
import { saltOf, testSigner, writeTransaction } from "@concordat/kernel/testing"
import { services } from "@concordat/node"
import { foundingRows } from "@concordat/services/organisations/founding"
import { foundingState } from "@concordat/services/validators/founding"
import { POSSESSION_CONTEXT, possessionClaim } from "../../services/organisations/possession.ts"
import { validators } from "../../services/validators/tables.ts"
import { addressOfKey } from "../../services/validators/validators.ts"

const CHAIN = "council-1"
export const BEGAN = Date.UTC(2031, 2, 1)
/** Power of each. */
const POWER = 10n
const EXPIRES_MS = 60_000
const LONG_AGO = 0

export const MEMBERS = ["court", "guild", "hall", "mint", "port"] as Party[]
export const PORT = "port" as Party
export const runtime = defineRuntime(services)

/** A consensus key with what signs by it. */
export type Consensus = { readonly key: string; sign(message: Uint8Array): Uint8Array }

/** The address of a consensus key's validator, and where it stands in the state. */
export const addressOf = ({ key }: Pick<Consensus, "key">): Hex => addressOfKey(key as Hash)
export const rowOf = (of: Pick<Consensus, "key">) =>
  stateKey(validators, { address: addressOf(of) })
const coseOf = ({ key }: Consensus) => coseKey({ algorithm: "ed25519", x: fromHex(key) })

export const chiefOf = (organisation: string) => `${organisation}/administrator-1`
/** Administrators of more than two thirds of the members, whoever is concerned. */
export const MOST = MEMBERS.map(chiefOf)

/** A validator of the genesis, in the order of members; its node, if it has one. */
export type Seated = {
  readonly key: string
  readonly node: { readonly id: Hex; readonly hint: string } | null
}

/** Text of the genesis. */
export function genesisText(seats: readonly Seated[], began = BEGAN): string {
  const seated = seats.map(({ key, node }, index) => {
    return { organisation: MEMBERS[index]!, key: key as Hash, power: POWER, node }
  })
  const rows = foundingRows({
    ...{ name: "Council", profile: "development", begun: began },
    founders: MEMBERS.map((organisation) => ({
      ...{ organisation, title: organisation, roles: [] },
      seats: [{ name: "administrator-1", roles: [] }],
      keys: [
        {
          holder: chiefOf(organisation) as Party,
          ...{ purpose: "sign", public: testSigner(chiefOf(organisation)).public },
        },
      ],
    })),
  })
  const genesis: Json = {
    ...{ format: 1, chain: CHAIN, time: timeText(began), height: "1" },
    services: Object.fromEntries(runtime.services.map(({ name, version }) => [name, version])),
    engine: {
      validators: seated.map(({ key }) => ({ key: { ed25519: key }, power: String(POWER) })),
      parameters: engineParameters.toJson(DEFAULT_PARAMETERS),
    },
    state: foundingState(rows, seated, began),
  }
  return jsonText(genesis)
}

let salt = 0
/** A transaction of these principals, the first being its caller. */
export function signed(now: number, who: readonly string[], operations: readonly Operation[]) {
  const heading = {
    ...{ chain: CHAIN, expires: now + EXPIRES_MS, memo: null, mode: "atomic" as const },
    salt: saltOf(++salt),
  }
  const signers = who.map((name) => testSigner(name))
  return writeTransaction(runtime, heading, operations, signers)
}

/** The proof that the port has a key. */
function possession(key: Consensus, expires: number): Uint8Array {
  const name = thumbprint(coseOf(key))
  const claim = { chain: CHAIN, expires, holder: PORT, purpose: "consensus" as const }
  return createSign1({
    protectedHeader: new Map<number, number | Uint8Array>([
      [1, -8],
      [4, fromHex(name)],
    ]),
    payload: encode(possessionClaim, { ...claim, thumbprint: name }),
    externalAad: POSSESSION_CONTEXT,
    sign: (message) => key.sign(message),
  })
}

/** The port registers a consensus key. */
export const registerKey = (key: Consensus, expires: number): Operation => ({
  command: "organisations.addKey",
  input: {
    ...{ holder: PORT, purpose: "consensus", algorithm: "ed25519", public: coseOf(key) },
    ...{ from: LONG_AGO, until: null, possession: possession(key, expires) },
  },
})
export const addValidator = ({ key }: Consensus): Operation => ({
  command: "validators.add",
  input: { organisation: PORT, key, power: POWER },
})
export const rotateKey = (from: Consensus, to: Consensus, expires: number): Operation => ({
  command: "validators.rotateKey",
  input: {
    ...{ validator: addressOf(from), public: coseOf(to) },
    possession: possession(to, expires),
  },
})
export const leave = (key: Consensus): Operation => ({
  command: "validators.leave",
  input: { validator: addressOf(key) },
})
