/**
 * One service alone under load: blocks of its own random operations, right and wrong, by its own
 * makers (`random.testing.ts` beside each). What a block holds is drawn from the state before it,
 * so a course is told by its seed.
 */
import type { Operation } from "@concordat/kernel"
import { saltOf, type TestLedger, testSigner, writeTransaction } from "@concordat/kernel/testing"
import { SeededRandom } from "../../engines/testing/random.ts"
import type { Action } from "../../services/governance/action-kind.ts"
import { moneyOperations } from "../../services/money/random.testing.ts"
import { organisationsOperations } from "../../services/organisations/random.testing.ts"
import {
  type Maker,
  type Operations,
  World,
} from "../../services/organisations/random-world.testing.ts"
import { oversightOperations } from "../../services/oversight/random.testing.ts"
import { provenanceOperations } from "../../services/provenance/random.testing.ts"
import { validatorsOperations } from "../../services/validators/random.testing.ts"
import { governing } from "../determinism/governing.ts"
import type { Crypto } from "../simulation/world/crypto.ts"

/**
 * Proposals but those of upgrades: how soon one may be follows from the pace since the genesis, and
 * a ledger that was exported and imported has a genesis of its own.
 */
const staying =
  (make: Maker): Maker =>
  (world) => {
    for (;;) {
      const step = make(world)
      const actions = step.input["actions"] as readonly Action[]
      if (!actions.some((action) => "scheduleUpgrade" in action)) return step
    }
  }

const deciding = (world: World): Operations =>
  governing(world).map(([command, make]) => {
    return [command, command === "governance.propose" ? staying(make) : make]
  })

/** What each service is given to do. */
export const WORK: Readonly<Record<string, (world: World) => Operations>> = {
  organisations: () => organisationsOperations,
  oversight: () => oversightOperations,
  provenance: () => provenanceOperations,
  validators: () => validatorsOperations,
  money: () => moneyOperations,
  governance: deciding,
}

/** How long, and how much: operations of a block stand in transactions of up to twenty. */
export type Size = { readonly blocks: number; readonly operations: number }

/** A block as it is decided, and the command that stands in each of its transactions. */
export type Decided = {
  readonly time: number
  readonly transactions: readonly Uint8Array[]
  readonly commands: readonly string[]
}

const OPERATIONS_MAX = 20
const EXPIRES_MS = 60_000
const HOUR = 3_600_000
const DAY = 24 * HOUR

/** Draws the blocks of one service, each from the state that the one before it left. */
export class Course {
  private readonly work: (world: World) => Operations
  private readonly random: SeededRandom
  private readonly operations: number
  private readonly crypto: Crypto
  private salt = 0
  /** Operations so far. */
  drawn = 0

  constructor(service: string, seed: number, operations: number, crypto: Crypto) {
    this.work = WORK[service]!
    this.random = new SeededRandom(seed)
    this.operations = operations
    this.crypto = crypto
  }

  /** The next block of a ledger whose last one took place. */
  next(ledger: TestLedger): Decided {
    const world = new World(this.random, ledger.view(), ledger.time)
    const transactions: Uint8Array[] = []
    const commands: string[] = []
    for (let left = this.operations; left > 0; ) {
      const count = Math.min(left, 1 + this.random.below(OPERATIONS_MAX))
      const [command, make] = world.pick(this.work(world))
      transactions.push(this.transaction(ledger, world, { command, make, count }))
      this.drawn += count
      commands.push(command)
      left -= count
    }
    return { time: ledger.time, transactions, commands }
  }

  /** Milliseconds until the next block: within the hour mostly, else within days. */
  pause(): number {
    return 1 + this.random.below(this.random.below(10) > 0 ? HOUR : 5 * DAY)
  }

  /** Operations of one command, by the signers of its first: most of them its own. */
  private transaction(
    ledger: TestLedger,
    world: World,
    { command, make, count }: { command: string; make: Maker; count: number },
  ): Uint8Array {
    const { runtime, state } = ledger
    const { who, input } = make(world)
    const operations: Operation[] = [{ command, input }]
    while (operations.length < count) operations.push({ command, input: make(world).input })
    const heading = {
      ...{ chain: state.chain, expires: ledger.time + EXPIRES_MS, memo: null },
      ...({ mode: world.chance(10) ? "atomic" : "each", salt: saltOf(++this.salt) } as const),
    }
    const signers = who.map((name) => this.crypto.of(testSigner(name)))
    return writeTransaction(runtime, heading, operations, signers)
  }
}
