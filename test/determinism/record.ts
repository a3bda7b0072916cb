/**
 * A recorded chain: a genesis file and the transactions of every block, made from a seed over the
 * real services. Right and wrong transactions of every command, both algorithms, both modes, and
 * bytes that are no transaction at all.
 */
import {
  DEFAULT_PARAMETERS,
  decodeTransaction,
  exportGenesis,
  type JsonObject,
  jsonText,
  type Misbehaviour,
  type Operation,
  toHex,
} from "@concordat/kernel"
import { openTestLedger, shown, type TestBlock, type TestLedger } from "@concordat/kernel/testing"
import { SeededRandom } from "../../engines/testing/random.ts"
import { governanceService } from "../../services/governance/service.ts"
import { moneyOperations } from "../../services/money/random.testing.ts"
import { BANK } from "../../services/money/random-bank.testing.ts"
import { moneyService } from "../../services/money/service.ts"
import { organisationsOperations } from "../../services/organisations/random.testing.ts"
import { type Operations, World } from "../../services/organisations/random-world.testing.ts"
import { organisationsService } from "../../services/organisations/service.ts"
import { BUREAUS } from "../../services/oversight/bureau.testing.ts"
import { oversightOperations } from "../../services/oversight/random.testing.ts"
import { oversightService } from "../../services/oversight/service.ts"
import {
  BEGAN,
  CHAIN,
  SERVICES as OFFICE_SERVICES,
  OFFICES,
} from "../../services/provenance/office.testing.ts"
import { provenanceOperations } from "../../services/provenance/random.testing.ts"
import { provenanceService } from "../../services/provenance/service.ts"
import {
  FIRST_SET,
  faultsOf,
  SEATED,
  validatorsOperations,
} from "../../services/validators/random.testing.ts"
import { validatorsService } from "../../services/validators/service.ts"
import { GOVERNED, governing } from "./governing.ts"

/** What a replay needs, in text and hex, so that any program reads it. */
export type RecordedChain = {
  readonly genesis: string
  readonly blocks: readonly RecordedBlock[]
}
type RecordedBlock = {
  readonly time: number
  readonly transactions: readonly string[]
  /** Wide numbers as texts. */
  readonly misbehaviour: readonly (Omit<Misbehaviour, "power" | "height"> & {
    readonly power: string
    readonly height: string
  })[]
}
/** The services of the story. */
export const SERVICES = [...OFFICE_SERVICES, validatorsService, moneyService, governanceService]
/** A right may be given to somebody who has it already. */
const rows = [...OFFICES, ...SEATED, ...BANK, ...BUREAUS, ...GOVERNED]
export const BEGINNING = {
  rows: [...new Map(rows.map((row) => [`${row.table.name} ${shown(row.key)}`, row])).values()],
  ...{ chain: CHAIN, time: BEGAN, validators: FIRST_SET },
}

/** What the story reached, so that a gap in it is seen. */
export type Reached = {
  /** Commands of which an operation was accepted. */
  readonly commands: Set<string>
  readonly events: Set<string>
  /** Codes of refusals and of invalid transactions. */
  readonly codes: Set<string>
}

const HOUR = 3_600_000
const DAY = 24 * HOUR
const TRANSACTIONS_MAX = 5
const OPERATIONS_MAX = 4
const BANKING_MAX = 4
const WATCHING_MAX = 2
const GOVERNING_MAX = 3
/** Until then nothing is stopped, so that the rest of the story has its say. */
const GOVERNING_FROM = 60n

/** Records `blocks` blocks of the story of `seed`. */
export function recordChain(
  seed: number,
  blocks: number,
): { readonly chain: RecordedChain; readonly reached: Reached } {
  const ledger = openTestLedger(SERVICES, BEGINNING)
  const random = new SeededRandom(seed)
  // Chance of their own: no part of the story stirs another.
  const [banking, watching, governed] = [1, 2, 3].map((each) => new SeededRandom(seed + each))
  const reached: Reached = { commands: new Set(), events: new Set(), codes: new Set() }
  const recorded: RecordedBlock[] = []
  for (let block = 0; block < blocks; block++) {
    const world = new World(random, ledger.view(), ledger.time)
    const bank = new World(banking!, world.view, ledger.time)
    const transactions = [
      ...[...transactionsOf(ledger, world), ...bankingOf(ledger, bank)],
      ...watchingOf(ledger, new World(watching!, world.view, ledger.time)),
      ...governingOf(ledger, new World(governed!, world.view, ledger.time)),
    ]
    const { time } = ledger
    const faults = faultsOf(world)
    note(reached, ledger, transactions, ledger.block(transactions, faults))
    recorded.push({
      time,
      transactions: transactions.map((bytes) => toHex(bytes)),
      misbehaviour: faults.map(({ power, height, ...fault }) => {
        return { ...fault, power: String(power), height: String(height) }
      }),
    })
    ledger.time += world.chance(90) ? random.below(HOUR) : random.below(5 * DAY)
  }
  return { chain: { genesis: genesisText(), blocks: recorded }, reached }
}

/** The genesis file of the two offices and the bank, as `openTestLedger` begins. */
function genesisText(): string {
  const begun = [
    ...[organisationsService, oversightService, validatorsService, moneyService],
    governanceService,
  ]
  const { runtime, state } = openTestLedger(begun, BEGINNING)
  const { chain, validators } = state
  const heading = { chain, time: BEGAN, height: 1n, validators, parameters: DEFAULT_PARAMETERS }
  const alone = exportGenesis(runtime, heading, state.rows)
  const { name, version } = provenanceService
  const services = { ...(alone["services"] as JsonObject), [name]: version }
  return jsonText({ ...alone, services })
}

/** None in one of ten blocks; in others some of the story, some spoilt, some sent again. */
function transactionsOf(ledger: TestLedger, world: World): Uint8Array[] {
  if (world.chance(10)) return []
  const transactions: Uint8Array[] = []
  const count = 1 + world.random.below(TRANSACTIONS_MAX)
  for (let index = 0; index < count; index++) {
    const bytes = signed(
      ledger,
      world,
      world.chance(60) ? organisationsOperations : provenanceOperations,
    )
    transactions.push(world.chance(6) ? spoilt(world, bytes) : bytes)
    if (world.chance(3)) transactions.push(bytes)
  }
  if (world.chance(60)) transactions.push(signed(ledger, world, validatorsOperations))
  return transactions
}

/** Up to four of money. */
function bankingOf(ledger: TestLedger, world: World): Uint8Array[] {
  const count = world.random.below(BANKING_MAX + 1)
  return Array.from({ length: count }, () => signed(ledger, world, moneyOperations))
}

/** Up to two of those who look at others. */
function watchingOf(ledger: TestLedger, world: World): Uint8Array[] {
  const count = world.random.below(WATCHING_MAX + 1)
  return Array.from({ length: count }, () => signed(ledger, world, oversightOperations))
}

/** Up to three of the members who decide. */
function governingOf(ledger: TestLedger, world: World): Uint8Array[] {
  if (world.view.height < GOVERNING_FROM) return []
  const count = world.random.below(GOVERNING_MAX + 1)
  return Array.from({ length: count }, () => signed(ledger, world, governing(world)))
}

/** One transaction: operations of the caller of the first one. */
function signed(ledger: TestLedger, world: World, operations: Operations): Uint8Array {
  const [command, make] = world.pick(operations)
  const { who, input } = make(world)
  const steps: Operation[] = [{ command, input }]
  while (world.chance(30) && steps.length < OPERATIONS_MAX) {
    steps.push({ command, input: make(world).input })
  }
  const mode = world.chance(50) ? "atomic" : "each"
  const memo = world.chance(20) ? "İstanbul, ıŞğ, e\u0301" : null
  const expires = ledger.time + (world.chance(96) ? 60_000 : world.pick([0, DAY]))
  return ledger.sign(who, steps, { mode, memo, expires })
}

/** A byte altered, cut off, added, or all of them others. */
function spoilt(world: World, bytes: Uint8Array): Uint8Array {
  const at = world.random.below(bytes.length)
  const altered = bytes.slice()
  altered[at]! ^= 1 << world.random.below(8)
  const longer = new Uint8Array([...bytes, 0])
  return world.pick([altered, altered, bytes.slice(0, at), longer, world.random.bytes(40)])
}

function note(
  reached: Reached,
  { runtime }: TestLedger,
  transactions: readonly Uint8Array[],
  { results, events }: TestBlock,
): void {
  for (const { service, event } of events) reached.events.add(`${service}.${event}`)
  for (const [index, { code, refusals }] of results.entries()) {
    for (const refusal of refusals) reached.codes.add(refusal.code)
    if (code !== 0) continue
    const refused = new Set(refusals.map(({ operation }) => operation))
    const { operations } = decodeTransaction(transactions[index]!, runtime).payload
    for (const [place, { command }] of operations.entries()) {
      if (!refused.has(place)) reached.commands.add(command)
    }
  }
}
