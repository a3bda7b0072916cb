/** Steps of every command of validators, and faults that an engine would prove. */
import {
  createSign1,
  encode,
  fromHex,
  type Hash,
  type Hex,
  hashOf,
  type Misbehaviour,
  type Party,
  parseCoseKey,
  party,
  type Validators,
} from "@concordat/kernel"
import { type GivenRow, given, type TestSigner, testSigner } from "@concordat/kernel/testing"
import { POSSESSION_CONTEXT, possessionClaim } from "../organisations/possession.ts"
import { type Maker, type World, weighted } from "../organisations/random-world.testing.ts"
import { holderKeys, keys } from "../organisations/tables.ts"
import { BEGAN } from "../provenance/office.testing.ts"
import { nodes, validators } from "./tables.ts"
import { addressOfKey } from "./validators.ts"

const MINUTE = 60_000
/** The power of each validator at the beginning. */
export const POWER = 10n
const OTHERS = ["health", "archive", "customs", "transport", "culture"]
/** Who may have a validator from the beginning. */
export const SEATS = ["education", "justice", ...OTHERS].map((name) => party.check(name))
/** Who has one in the recorded chain. */
const FIRST = SEATS.slice(0, 5)
const HOSTS = SEATS.slice(0, 2)
/** Consensus keys that stand in the register from the beginning, of each host. */
const REGISTERED = 24
const SCAN = { limit: 200 }

const signerOf = (holder: string, number: number) =>
  testSigner(holder, "ed25519", `consensus ${number}`)
const keyOf = ({ public: cose }: TestSigner): Hash => hashOf(parseCoseKey(cose).x)

function keyRows(holder: Party, number: number): GivenRow[] {
  const { kid: key, public: bytes } = signerOf(holder, number)
  const row = { holder, purpose: "consensus", algorithm: "ed25519", public: bytes } as const
  return [
    given(keys, { key }, { ...row, from: BEGAN, until: null, status: "active", since: null }),
    given(holderKeys, { holder, key }, {}),
  ]
}

/** The set that the engine begins with. */
export const FIRST_SET: Validators = FIRST.map((seat) => {
  return { key: { ed25519: keyOf(signerOf(seat, 0)) }, power: POWER }
})

/** Rows of an organisation's consensus keys, and of the validator that votes with the first. */
export function seatRows(organisation: Party, votes = true): readonly GivenRow[] {
  const key = keyOf(signerOf(organisation, 0))
  const row = {
    ...{ organisation, key, power: POWER, state: "active" as const, since: 0n, changed: BEGAN },
    ...{ predecessor: null, successor: null },
  }
  const more = HOSTS.includes(organisation) ? REGISTERED : 1
  return [
    ...(votes ? [given(validators, { address: addressOfKey(key) }, row)] : []),
    ...Array.from({ length: more }, (_, number) => keyRows(organisation, number)).flat(),
  ]
}

/** The rows that say whose the first set is, and keys for more. */
export const SEATED: readonly GivenRow[] = FIRST.flatMap((organisation) => seatRows(organisation))

/** A validator of the register, of a host mostly. */
function someValidator(world: World): { address: Hex; organisation: Party } {
  const all = validators.scan(world.view, {}, SCAN)
  const signing = all.filter(({ value }) => value.power > 0n)
  const { key, value } = world.pick(world.chance(85) && signing.length > 0 ? signing : all)
  return { address: key.address, organisation: value.organisation }
}

/** The one with the least power, whom the others can spare. */
function least(world: World): { validator: Hex; organisation: Party } {
  const [first, ...others] = validators
    .scan(world.view, {}, SCAN)
    .filter(({ value }) => value.power > 0n)
  const found = others.reduce((a, b) => (b.value.power < a.value.power ? b : a), first!)
  return { validator: found.key.address, organisation: found.value.organisation }
}

/** One of a host that signs, mostly. */
function own(world: World): { address: Hex; organisation: Party } {
  for (let attempt = 0; attempt < 8; attempt++) {
    const found = someValidator(world)
    if (HOSTS.includes(found.organisation)) return found
  }
  return someValidator(world)
}

const deciding = (world: World, organisation: Party) => {
  const all = world.administrators(organisation)
  return all.length > 0 ? all : [world.administrator(organisation)]
}
const address = (world: World) => world.hash().slice(0, 40)

function concerned(world: World) {
  const { organisation, address: validator } = someValidator(world)
  return { organisation, validator }
}

function proof(world: World, key: TestSigner, holder: Party): Uint8Array {
  const expires = world.time + (world.chance(90) ? MINUTE : -MINUTE)
  const claim = { chain: world.chain, expires, holder, purpose: "consensus" as const }
  return createSign1({
    protectedHeader: new Map<number, number | Uint8Array>([
      [1, -8],
      [4, fromHex(key.kid)],
    ]),
    payload: encode(possessionClaim, { ...claim, thumbprint: key.kid }),
    externalAad: POSSESSION_CONTEXT,
    sign: (message) => key.sign(message),
  })
}

const makers: Readonly<Record<string, Maker>> = {
  add(world) {
    const organisation = world.chance(90) ? world.pick(HOSTS) : world.organisation()
    const key = keyOf(signerOf(organisation, world.random.below(REGISTERED)))
    const power = world.pick([POWER, POWER, 8n, 1n, 1n, 1n, 40n, 0n])
    return { who: world.members(), input: { organisation, key, power } }
  },
  remove(world) {
    const input = world.chance(85) ? least(world) : concerned(world)
    return { who: world.members(), input }
  },
  setPower: (world) => ({
    who: world.members(),
    input: { ...concerned(world), power: world.pick([8n, 9n, 10n, 11n, 12n, 60n]) },
  }),
  rotateKey(world) {
    const { organisation, address: validator } = own(world)
    const key = signerOf(organisation, REGISTERED + world.random.below(40))
    const possession = proof(world, key, organisation)
    const input = { validator, public: key.public, possession }
    return { who: deciding(world, organisation), input }
  },
  leave(world) {
    const { organisation, address: validator } = own(world)
    return { who: deciding(world, organisation), input: { validator } }
  },
  registerNode(world) {
    const organisation = world.organisation()
    const hints = [`10.0.0.${world.random.below(250)}:26656`, "no address"]
    const input = {
      ...{ node: address(world), kind: world.pick(["validator", "sentry", "full"]), tls: null },
      hints: world.chance(85) ? hints.slice(0, 1) : hints,
    }
    return { who: deciding(world, organisation), input }
  },
  removeNode(world) {
    const all = nodes.scan(world.view, {}, SCAN)
    const found = all.length > 0 && world.chance(90) ? world.pick(all) : null
    const organisation = found?.value.organisation ?? world.organisation()
    const node = found?.key.node ?? address(world)
    return { who: deciding(world, organisation), input: { node } }
  },
}

/** Until then the set is in balance; afterwards faults leave little that may change. */
const QUIET_BLOCKS = 400n

/** What an engine proves now and then: against a validator, or against nobody. */
export function faultsOf(world: World): readonly Misbehaviour[] {
  const { height, time } = world.view
  if (height < QUIET_BLOCKS || !world.chance(7)) return []
  const named = world.chance(75) ? someValidator(world).address : (address(world) as Hex)
  const kind = world.pick(["duplicate_vote", "light_client_attack"] as const)
  return [{ kind, address: named, power: POWER, height, time }]
}

/** Makers of every command of validators. */
export const validatorsOperations = weighted("validators", makers)
