/**
 * For tests: members that keep a ledger together and run its validators, one observer, and
 * consensus keys that are registered and wait to be used.
 */
import {
  fromHex,
  type Hash,
  type Hex,
  hashOf,
  inSetOrder,
  type Misbehaviour,
  type Party,
  parseCoseKey,
  type Service,
  type Validators,
} from "@concordat/kernel"
import {
  type GivenRow,
  given,
  openTestLedger,
  scenario,
  type TestLedger,
  type TestSigner,
  testSigner,
} from "@concordat/kernel/testing"
import {
  BEGAN,
  CHAIN,
  chiefsOf,
  consortiumRow,
  keyRows,
  officeRows,
  overlaid,
  possessionOf,
  seat,
} from "../organisations/consortium.testing.ts"
import { organisationsService } from "../organisations/service.ts"
import { validatorsService } from "./service.ts"
import { type NodeRow, nodes, type ValidatorRow, validators } from "./tables.ts"
import { addressOfKey } from "./validators.ts"

export { BEGAN, CHAIN, chiefsOf } from "../organisations/consortium.testing.ts"

const parties = (...names: readonly string[]) => names as Party[]
/** Members with a validator each; a member without; one that only looks on. */
export const [ALPHA, BETA, DELTA, GAMMA] = parties("alpha", "beta", "delta", "gamma") as [
  Party,
  Party,
  Party,
  Party,
]
export const SEATED = [ALPHA, BETA, DELTA, GAMMA]
export const OMEGA = "omega" as Party
export const ZETA = "zeta" as Party
const MEMBERS = [...SEATED, OMEGA]

/** Administrators of more than two thirds of the members, whoever is concerned. */
export const MOST = chiefsOf(...MEMBERS)
/** The administrator that decides for an organisation. */
export const chiefOf = (organisation: Party) => seat(organisation, "chief")

/** The consensus keys of an organisation: the first one signs from the beginning. */
export function consensusKey(organisation: Party, number = 1): TestSigner {
  return testSigner(organisation, "ed25519", `consensus ${number}`)
}

/** The key itself, as the engine knows it, and its address. */
function rawKey(signer: TestSigner): Hash {
  return hashOf(parseCoseKey(signer.public).x)
}
export const keyOf = (organisation: Party, number = 1) => rawKey(consensusKey(organisation, number))
export const addressOf = (organisation: Party, number = 1): Hex =>
  addressOfKey(keyOf(organisation, number))

/** A registered consensus key. */
export function registered(organisation: Party, number: number): GivenRow[] {
  return keyRows(organisation, consensusKey(organisation, number), { purpose: "consensus" })
}

/** What a new key needs to take the place of one that signs. */
export function rotation(organisation: Party, from: number, to: number) {
  const next = consensusKey(organisation, to)
  const validator = addressOf(organisation, from)
  const claim = { expires: BEGAN + 86_400_000 * 365 }
  const possession = possessionOf(next, organisation, "consensus", claim)
  return { validator, public: next.public, possession }
}

/** A validator's row: it signs from the beginning. */
export function validatorRow(
  organisation: Party,
  power: bigint,
  more: Partial<ValidatorRow> = {},
  number = 1,
): GivenRow {
  const row: ValidatorRow = {
    ...{ organisation, key: keyOf(organisation, number), power, state: "active", since: 0n },
    ...{ changed: BEGAN, predecessor: null, successor: null, ...more },
  }
  return given(validators, { address: addressOf(organisation, number) }, row)
}

/** A node that may connect. */
export function nodeRow(node: Hex, organisation: Party, more: Partial<NodeRow> = {}): GivenRow {
  const row: NodeRow = {
    ...{ organisation, kind: "validator", hints: [], tls: null, state: "active", changed: BEGAN },
    ...more,
  }
  return given(nodes, { node }, row)
}

/** The name of a node that no key belongs to. */
export const nodeId = (number: number) => number.toString(16).padStart(40, "0") as Hex

/** Power of the first keys, by organisation. */
export type Powers = Readonly<Record<string, bigint>>
export const EVEN: Powers = { alpha: 10n, beta: 10n, delta: 10n, gamma: 10n }
type Profile = "development" | "production"

/** All that a ledger begins with. */
export type Beginning = {
  readonly powers?: Powers
  readonly profile?: Profile
  readonly rows?: readonly GivenRow[]
  readonly services?: readonly Service[]
}

function rowsOf({ powers = EVEN, profile = "development", rows = [] }: Beginning): GivenRow[] {
  const names = Object.keys(powers) as Party[] // as written
  return overlaid([
    consortiumRow(MEMBERS, 0, profile),
    ...MEMBERS.flatMap((member) => officeRows(member, ["chief"])),
    ...officeRows(ZETA, ["chief"], [], { class: "observer" }),
    ...[...MEMBERS, ZETA].flatMap((member) => [...registered(member, 1), ...registered(member, 2)]),
    ...names.map((name) => validatorRow(name, powers[name]!)),
    ...rows,
  ])
}

function setOf({ powers = EVEN }: Beginning): Validators {
  const set = Object.entries(powers).map(([name, power]) => {
    return { key: { ed25519: keyOf(name as Party) }, power }
  })
  return inSetOrder(set)
}

const all = (services: readonly Service[] = []) => [
  organisationsService,
  validatorsService,
  ...services,
]

/** A scenario of the council. */
export const council = (beginning: Beginning = {}) =>
  scenario(...all(beginning.services))
    .begins({ chain: CHAIN, time: BEGAN, validators: setOf(beginning) })
    .given(...rowsOf(beginning))

/** The same as a ledger. */
export const openCouncil = (beginning: Beginning = {}): TestLedger =>
  openTestLedger(all(beginning.services), {
    ...{ chain: CHAIN, time: BEGAN, validators: setOf(beginning) },
    rows: rowsOf(beginning),
  })

/** Proof that a validator misbehaved at a height, which was just now. */
export function faultOf(
  ledger: TestLedger,
  address: Hex,
  more: Partial<Misbehaviour> = {},
): Misbehaviour {
  const { height, time } = ledger.state
  return { kind: "duplicate_vote", address, power: 10n, height, time, ...more }
}

/** The set that is decided now, as `organisation: power`. */
export function powersOf(ledger: TestLedger): Record<string, bigint> {
  const of = new Map<string, bigint>()
  for (const { key, power } of ledger.state.validators) {
    const row = validators.get(ledger.view(), { address: addressOfKey(key.ed25519) })
    const name = row?.organisation ?? "nobody"
    of.set(name, (of.get(name) ?? 0n) + power)
  }
  return Object.fromEntries([...of].sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** The bytes of a key that is no point of the curve, and of one of small order. */
export const WEAK_KEY = fromHex(
  `${"ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"}`,
)
