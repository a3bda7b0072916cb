/**
 * Five members, four of which run a validator, on a ledger of the real services: its genesis, its
 * keys and its transactions. All validators' keys lie in this process.
 */
import { testValidator } from "@concordat/engines/testing"
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

export const CHAIN = "council-1"
export const BEGAN = Date.UTC(2031, 2, 1)
/** Power of each. */
const POWER = 10n
const EXPIRES_MS = 60_000
const DAY = 86_400_000

/** In the order of their validators' keys: 1 to 5. */
export const MEMBERS = ["court", "guild", "hall", "mint", "port"] as Party[]
export const PORT = "port" as Party
export const runtime = defineRuntime(services)

/** The consensus key of a number, and its validator's address. */
export const keyOf = (number: number) => testValidator(number).key as Hash
export const addressOf = (number: number): Hex => addressOfKey(keyOf(number))
/** Where a validator stands in the state. */
export const rowOf = (number: number) => stateKey(validators, { address: addressOf(number) })
const coseOf = (number: number) => coseKey({ algorithm: "ed25519", x: fromHex(keyOf(number)) })

export const chiefOf = (organisation: string) => `${organisation}/administrator-1`
/** Administrators of more than two thirds of the members, whoever is concerned. */
export const MOST = MEMBERS.map(chiefOf)

/** Text of the genesis: the first four members have a validator. */
export function genesisText(): string {
  const seated = MEMBERS.slice(0, 4).map((organisation, index) => {
    return { organisation, key: keyOf(index + 1), power: POWER, node: null }
  })
  const rows = foundingRows({
    ...{ name: "Council", profile: "development", begun: BEGAN },
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
    ...{ format: 1, chain: CHAIN, time: timeText(BEGAN), height: "1" },
    services: Object.fromEntries(runtime.services.map(({ name, version }) => [name, version])),
    engine: {
      validators: seated.map(({ key }) => ({ key: { ed25519: key }, power: String(POWER) })),
      parameters: engineParameters.toJson(DEFAULT_PARAMETERS),
    },
    state: foundingState(rows, seated, BEGAN),
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
  return writeTransaction(
    runtime,
    heading,
    operations,
    who.map((name) => testSigner(name)),
  )
}

/** The proof that the port has the key of a number. */
function possession(number: number): Uint8Array {
  const name = thumbprint(coseOf(number))
  return createSign1({
    protectedHeader: new Map<number, number | Uint8Array>([
      [1, -8],
      [4, fromHex(name)],
    ]),
    payload: encode(possessionClaim, {
      ...{ chain: CHAIN, expires: BEGAN + DAY, holder: PORT, purpose: "consensus" },
      thumbprint: name,
    }),
    externalAad: POSSESSION_CONTEXT,
    sign: (message) => testValidator(number).sign(message),
  })
}

/** The port registers a consensus key. */
export const registerKey = (number: number): Operation => ({
  command: "organisations.addKey",
  input: {
    ...{ holder: PORT, purpose: "consensus", algorithm: "ed25519", public: coseOf(number) },
    ...{ from: BEGAN, until: null, possession: possession(number) },
  },
})
export const addValidator = (number: number, power = POWER): Operation => ({
  command: "validators.add",
  input: { organisation: PORT, key: keyOf(number), power },
})
export const rotateKey = (from: number, to: number): Operation => ({
  command: "validators.rotateKey",
  input: { validator: addressOf(from), public: coseOf(to), possession: possession(to) },
})
export const leave = (number: number): Operation => ({
  command: "validators.leave",
  input: { validator: addressOf(number) },
})
