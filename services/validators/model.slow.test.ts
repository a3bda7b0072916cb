/**
 * Random changes and faults, block by block, against a naive set that predicts every answer and
 * every set. What the engine is told is judged by itself: no key twice, no power below zero, nobody
 * removed who is no member, and somebody left. `CONCORDAT_RUNS=50` plays 100,000 blocks.
 */
import {
  command,
  type Hash,
  hash,
  type Party,
  party,
  service,
  u64,
  verifyState,
} from "@concordat/kernel"
import type { TestLedger } from "@concordat/kernel/testing"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { SeededRandom } from "../../engines/testing/random.ts"
import { verifyByOpenssl } from "../../test/openssl.ts"
import { runs } from "../../test/runs.ts"
import {
  addressOf,
  chiefOf,
  faultOf,
  keyOf,
  openCouncil,
  registered,
  rotation,
  SEATED,
  ZETA,
} from "./council.testing.ts"
import { type NaiveChange, NaiveSet } from "./naive-set.testing.ts"
import { addValidator, removeValidator, setPower, validatorsService } from "./service.ts"
import { address } from "./tables.ts"

/** Blocks of one ledger, and ledgers in all: 2,000 blocks a run. */
const BLOCKS = 125
const LEDGERS = 16
const CHANGES_MAX = 7
/** Where many runs are asked for, one test takes long. */
const LONG_MS = 7_200_000
/** Keys of each member that are registered from the beginning. */
const REGISTERED = 6
const HOSTS = [...SEATED, "omega" as Party]

const about = "Decide by ballot."
const letIn = command({
  ...{ about, role: null, input: { organisation: party, key: hash, power: u64 } },
  run(tx, input) {
    addValidator(tx, input)
  },
})
const weigh = command({
  ...{ about, role: null, input: { organisation: party, validator: address, power: u64 } },
  run(tx, input) {
    setPower(tx, input)
  },
})
const dismiss = command({
  ...{ about, role: null, input: { organisation: party, validator: address } },
  run(tx, input) {
    removeValidator(tx, input)
  },
})
/** Decides as governance does, so that one signature is enough. */
const ballots = service({
  name: "ballots",
  about: "Decides by ballot, for tests",
  uses: [validatorsService],
  commands: { letIn, weigh, dismiss },
})

let restoreCrypto = () => {}
beforeAll(() => {
  restoreCrypto = verifyByOpenssl()
})
afterAll(() => restoreCrypto())

const [nameOf, numberOf] = [
  (key: string) => key.split(" ")[0] as Party,
  (key: string) => Number(key.split(" ")[1]),
]
const rawOf = (key: string): Hash => keyOf(nameOf(key), numberOf(key))
const placeOf = (key: string) => addressOf(nameOf(key), numberOf(key))

/** Who sends a change, and as which operation. */
function operationOf(change: NaiveChange) {
  const { organisation, key } = change
  const about = { organisation, validator: placeOf(key) }
  const own = chiefOf(organisation as Party)
  switch (change.do) {
    case "add":
      return [
        chiefOf(ZETA),
        { command: "ballots.letIn", input: { organisation, key: rawOf(key), power: change.power } },
      ] as const
    case "remove":
      return [chiefOf(ZETA), { command: "ballots.dismiss", input: about }] as const
    case "setPower":
      return [
        chiefOf(ZETA),
        { command: "ballots.weigh", input: { ...about, power: change.power } },
      ] as const
    case "leave":
      return [own, { command: "validators.leave", input: { validator: placeOf(key) } }] as const
    case "rotateKey": {
      const input = rotation(nameOf(key), numberOf(key), numberOf(change.next))
      return [own, { command: "validators.rotateKey", input }] as const
    }
  }
}

/** One ledger and its model. */
class Game {
  readonly ledger: TestLedger
  readonly naive: NaiveSet
  readonly codes = new Set<string>()
  private readonly random: SeededRandom
  private fresh = 100

  constructor(seed: number) {
    this.random = new SeededRandom(seed)
    const production = this.random.below(2) === 0
    const members = this.random.below(4) === 0 ? SEATED : HOSTS
    const power = () => BigInt(8 + this.random.below(5))
    const powers = Object.fromEntries(members.map((member) => [member, power()]))
    const keys = HOSTS.flatMap((host) =>
      Array.from({ length: REGISTERED }, (_, i) => [host, i + 1] as const),
    )
    this.ledger = openCouncil({
      ...{ powers, profile: production ? "production" : "development", services: [ballots] },
      rows: keys.flatMap(([host, number]) => registered(host, number)),
    })
    const named = Object.entries(powers).map(([name, of]) => [`${name} 1`, of] as const)
    const names = keys.map(([host, number]) => `${host} ${number}`)
    this.naive = new NaiveSet(Object.fromEntries(named), names, production ? 4 : 1)
  }

  private pick<T>(list: readonly T[]): T {
    return list[this.random.below(list.length)]!
  }

  /** A key that signs, mostly; else any. */
  private key(): string {
    const signing = [...this.naive.powers().keys()]
    if (this.random.below(10) < 7 && signing.length > 0) return this.pick(signing)
    return `${this.pick(HOSTS)} ${1 + this.random.below(REGISTERED + 1)}`
  }

  private change(): NaiveChange {
    const key = this.key()
    const organisation = this.random.below(12) === 0 ? this.pick(HOSTS) : nameOf(key)
    const power = this.pick([1n, 2n, 5n, 8n, 9n, 10n, 11n, 12n, 0n, 1_000_001n])
    const what = this.random.below(10)
    if (what < 3) {
      const host = this.pick(HOSTS)
      return { do: "add", organisation: host, key: `${host} ${1 + this.random.below(7)}`, power }
    }
    if (what < 6) return { do: "setPower", organisation, key, power }
    if (what < 7) return { do: "remove", organisation, key }
    if (what < 8) return { do: "leave", organisation, key }
    const next = this.random.below(8) === 0 ? `${organisation} 2` : `${nameOf(key)} ${this.fresh++}`
    return { do: "rotateKey", organisation, key, next }
  }

  /** One block, judged. */
  play(): void {
    const { ledger, naive, random } = this
    const faulty = random.below(60) === 0 ? [this.key(), this.key()] : []
    const known = new Map(ledger.state.validators.map(({ key, power }) => [key.ed25519, power]))
    naive.begin(faulty)
    const changes = Array.from({ length: random.below(CHANGES_MAX + 1) }, () => this.change())
    const bytes = changes.map((change) => {
      const [who, operation] = operationOf(change)
      return ledger.sign(who, [operation])
    })
    const faults = faulty.map((key) => faultOf(ledger, placeOf(key)))
    const { results, validatorUpdates } = ledger.block(bytes, faults)
    const found = results.map(({ refusals }) => refusals[0]?.code ?? null)
    const expected = changes.map((change) => naive.apply(change))
    expect(found).toEqual(expected)
    for (const code of found) this.codes.add(code ?? "accepted")

    const named = validatorUpdates.map(({ key }) => key)
    expect(new Set(named).size).toBe(named.length)
    for (const { key, power } of validatorUpdates) {
      expect(power >= 0n && (power > 0n || known.has(key))).toBe(true)
    }
    const powers = [...naive.powers()].map(([key, power]) => [rawOf(key), power] as const)
    const set = ledger.state.validators.map(({ key, power }) => [key.ed25519, power] as const)
    expect(set.length).toBeGreaterThan(0)
    expect(new Map(set)).toEqual(new Map(powers))
  }
}

describe("the set against a naive one", () => {
  test(
    "answers every random change as predicted, and tells the engine nothing that stops it",
    () => {
      const seed = Number(process.env["CONCORDAT_SEED"] ?? 1)
      const codes = new Set<string>()
      for (let game = 0; game < runs(LEDGERS); game++) {
        const one = new Game(seed * 1_000_003 + game)
        for (let block = 0; block < BLOCKS; block++) one.play()
        expect(verifyState(one.ledger.runtime, one.ledger.state), `game ${game}`).toEqual([])
        for (const code of one.codes) codes.add(code)
      }
      const reachable =
        "accepted already_exists change_too_large key_in_use not_the_owner " +
        "parameter_out_of_range unknown_key unknown_validator update_pending " +
        "validator_minimum_reached validator_share_exceeded wrong_state"
      expect(reachable.split(" ").filter((code) => !codes.has(code))).toEqual([])
    },
    LONG_MS,
  )
})
