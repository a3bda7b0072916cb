/**
 * A client that pays between accounts of an asset which nobody else moves, and reads balances: what
 * it did and was told is a history that can be judged from outside.
 */
import { decodeTransaction } from "@concordat/kernel"
import { idAt, numberOf } from "../../../services/money/bank.testing.ts"
import { PAYERS } from "../../../services/money/random-bank.testing.ts"
import { HISTORY_ASSET } from "../world/beginning.ts"
import type { Chance } from "../world/chance.ts"
import type { Host } from "../world/host.ts"
import type { World } from "../world/world.ts"
import { Author } from "./author.ts"
import { type History, judge, type Outcome, type Payment, type Reading } from "./history.ts"
import { type Answer, read, readForCertain } from "./line.ts"
import { insist } from "./sender.ts"

const OWNERS = ["alpha", "beta", "shop", "scheme"] as const
const BEGINS_WITH = 1_000_000n
const AMOUNT_MAX = 700_000
const PAUSE_MS = 900
const OK = 200
const TAG = 900

const accountOf = (owner: string) => numberOf(`${HISTORY_ASSET} ${owner}`)

/** What an answer says of one payment; null: nothing for certain. */
function outcomeIn(answer: Answer): Outcome | null {
  if (answer?.status !== OK) return null
  const { height, index, status, operations } = answer.json as {
    readonly height: string
    readonly index: number
    readonly status: string
    readonly operations: readonly { readonly outcome: string; readonly code?: string }[]
  }
  const [one] = operations
  const accepted = status === "accepted" && one?.outcome === "accepted"
  return { height: BigInt(height), index, accepted, code: one?.code ?? null }
}

/** Pays, reads, and remembers. */
export class Payer {
  private readonly world: World
  private readonly hosts: readonly Host[]
  private readonly chance: Chance
  private readonly author: Author
  private readonly payments: Payment[] = []
  private readonly readings: Reading[] = []
  private count = 0
  private working: Promise<void> = Promise.resolve()

  constructor(world: World, hosts: readonly Host[]) {
    this.world = world
    this.hosts = hosts
    this.chance = world.chance.split("payer")
    this.author = new Author(world, this.chance, TAG)
  }

  /** Until the world says that it is enough; several payments may be on their way. */
  work(isOver: () => boolean): Promise<void> {
    this.working = this.payAndRead(isOver)
    return this.working
  }

  private async payAndRead(isOver: () => boolean): Promise<void> {
    const { world, chance } = this
    const under: Promise<void>[] = []
    while (!isOver()) {
      await world.pause(chance.below(PAUSE_MS))
      under.push(chance.mille(600) ? this.pay() : this.read(chance.pick(this.hosts)))
    }
    await Promise.all(under)
  }

  private async pay(): Promise<void> {
    const { world, chance, author, hosts } = this
    const [from, to] = chance.shuffled(OWNERS) as [(typeof OWNERS)[number], string]
    const amount = BigInt(1 + chance.below(AMOUNT_MAX))
    const line = {
      ...{ debit: accountOf(from), credit: accountOf(to), amount, code: 100 },
      ...{ uetr: null, memo: null, consent: null },
    }
    const entry = idAt(world.auditor.state.time, `${world.seed} ${++this.count}`)
    const operation = { command: "money.transfer", input: { entry, line } }
    const bytes = author.signed([PAYERS[from]], [operation])
    const { id } = decodeTransaction(bytes, world.auditor.runtime)
    const accounts = { from: line.debit, to: line.credit }
    const sentAt = world.timeline.now
    const payment: Payment = {
      id,
      ...accounts,
      amount,
      sentAt,
      toldAt: null,
      told: null,
      found: null,
    }
    this.payments.push(payment)
    const told = outcomeIn(await insist(world, hosts, chance, bytes))
    payment.toldAt = told === null ? null : world.timeline.now
    payment.told = told
  }

  private async read(host: Host): Promise<void> {
    const { world, chance } = this
    const account = accountOf(chance.pick(OWNERS))
    const answer = await read(world, host, `/v1/money/accounts/${account}`)
    if (answer?.status !== OK) return
    const { height, row } = answer.json as {
      readonly height: string
      readonly row: { readonly value: Readonly<Record<string, string>> }
    }
    const { creditsPosted, debitsPosted } = row.value
    const balance = BigInt(creditsPosted!) - BigInt(debitsPosted!)
    this.readings.push({ account, height: BigInt(height), balance })
  }

  /** Asks a node where every payment is, reads all balances, and judges the history. */
  async judged(host: Host): Promise<readonly string[]> {
    const { world, payments, readings } = this
    await this.working // What is on its way would be looked for before it arrives.
    for (const payment of payments) {
      payment.found = outcomeIn(await readForCertain(world, host, `/v1/transactions/${payment.id}`))
    }
    for (let each = 0; each < OWNERS.length * 2; each++) await this.read(host)
    world.counters.count("payments judged", payments.length)
    world.counters.count("readings judged", readings.length)
    const short = payments.some(({ found }) => found?.code === "insufficient_funds")
    world.counters.sometimesIf(short, "a payment that is not covered")
    const begins = new Map(OWNERS.map((owner) => [accountOf(owner) as string, BEGINS_WITH]))
    return judge({ begins, payments, readings } satisfies History)
  }
}
