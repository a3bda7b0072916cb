/**
 * A client: pays, holds, deposits and reads, alone and fifty at a time; sends again, to two nodes
 * at once, and goes away before it is answered. It writes down what it did and heard, and judges
 * nothing.
 */
import { setTimeout } from "node:timers/promises"
import type { Key, Transaction } from "./bytes.ts"
import type { Chance } from "./chance.ts"
import { idAt, type Money, operationOf, written } from "./founding.ts"
import type { Act, Counters, Mode, Reading, Sending } from "./record.ts"
import { ask, submit } from "./wire.ts"

const AMOUNT_MAX = 900
const DEPOSIT_MAX = 1_500
const TOGETHER_MAX = 50
const READINGS_MAX = 8
/** Operations of a transaction, with how often there are so many. */
const ACTS = [[16, 1] as const, [3, 2] as const, [1, 3] as const]
const AWAY_MS_MAX = 12
/** How long a client waits before it tries again: longer each time, as a node may start anew. */
const AGAIN_MS = 50
const AGAIN_MS_MAX = 800
/** Of a hundred that were not answered, so many are left alone. */
const ABANDONED = 8
const HUNDRED = 100
const OPEN_HOLDS_MAX = 20
const OK = 200

/** What all clients of a run share. */
export type Run = {
  readonly money: Money
  /** Where each node is now. */
  readonly nodes: readonly (() => string)[]
  readonly sendings: Sending[]
  readonly readings: Reading[]
  readonly counts: Map<string, number>
  /** Takes so many of the operations that are still to be done. */
  take(count: number): number
}

type Sent = { readonly sending: Sending; readonly transaction: Transaction }

/** One client of a run. */
export class Client {
  private readonly run: Run
  private readonly chance: Chance
  private readonly key: Key
  private readonly held: { readonly hold: string; readonly amount: number }[] = []
  private last: Sent | null = null

  constructor(run: Run, chance: Chance, key: Key) {
    this.run = run
    this.chance = chance
    this.key = key
  }

  /** Works until nothing is left to be done. */
  async work(): Promise<void> {
    const steps = [
      [48, () => this.many()],
      [16, () => this.alone()],
      [40, () => this.read()],
      [6, () => this.repeat()],
      [5, () => this.twice()],
      [5, () => this.leave()],
    ] as const
    while (this.run.take(0) > 0) await this.chance.weighed(steps)()
  }

  private count(what: string, by = 1): void {
    this.run.counts.set(what, (this.run.counts.get(what) ?? 0) + by)
  }

  private act(): Act {
    const { chance, run, held } = this
    const { money } = run
    const id = idAt(money.now())
    const [from, to] = [chance.pick(money.accounts), chance.pick(money.accounts)]
    const amount = 1 + chance.below(AMOUNT_MAX)
    const deposit = 1 + chance.below(DEPOSIT_MAX)
    const kind = chance.weighed([
      ...[[46, "pay"] as const, [9, "deposit"] as const, [9, "withdraw"] as const],
      [3, "issue"] as const,
      ...[[14, "hold"] as const, [12, "post"] as const, [7, "void"] as const],
    ])
    if (kind === "issue") return { kind, id, to: money.treasury, amount: deposit }
    const one = held[chance.below(held.length)]
    if (kind === "post" && one !== undefined) {
      // One in five more than is held, and often what is no longer open.
      const most = one.amount + (one.amount >> 2) + 1
      return { kind, hold: one.hold, amount: 1 + chance.below(most) }
    }
    if (kind === "void" && one !== undefined) return { kind, hold: one.hold }
    if (kind === "withdraw") return { kind: "pay", id, from, to: money.treasury, amount: deposit }
    if (kind === "deposit" || from === to) {
      return { kind: "pay", id, from: money.treasury, to, amount: deposit }
    }
    if (kind !== "hold") return { kind: "pay", id, from, to, amount }
    held.push({ hold: id, amount })
    if (held.length > OPEN_HOLDS_MAX) held.shift()
    return { kind, id, from, to, amount }
  }

  private make(): Sent {
    const { chance, run, key } = this
    const acts = Array.from({ length: chance.weighed(ACTS) }, () => this.act())
    const mode: Mode = chance.below(2) === 0 ? "atomic" : "each"
    const operations = acts.map((act) => operationOf(run.money, act))
    const transaction = written(run.money, key, mode, operations)
    const sending = { id: transaction.id, mode, acts, tries: [] }
    run.sendings.push(sending)
    for (const { kind } of acts) this.count(kind)
    return { sending, transaction }
  }

  /** Sends some once to a node, in one request; answers those of which nothing is known. */
  private async try(sent: readonly Sent[], node: number, patienceMs?: number) {
    const began = performance.now()
    const bytes = sent.map(({ transaction }) => transaction)
    const answers = await submit(this.run.nodes[node]!(), bytes, patienceMs)
    const ended = performance.now()
    for (const [at, { sending }] of sent.entries()) {
      const answer = answers[at]!
      sending.tries.push({ node, began, ended, answer })
      this.count(answer.is)
      if (answer.is === "placed" || answer.is === "held") this.last = sent[at]!
    }
    return sent.filter((_, at) => answers[at]!.is === "unknown")
  }

  private get node(): number {
    return this.chance.below(this.run.nodes.length)
  }

  /** Sends until each is answered; a few of those that are not at first are left alone. */
  private async insist(sent: readonly Sent[], node = this.node): Promise<void> {
    const unanswered = await this.try(sent, node)
    let open = unanswered.filter(() => this.chance.below(HUNDRED) >= ABANDONED)
    this.count("abandoned", unanswered.length - open.length)
    for (let pauseMs = AGAIN_MS; open.length > 0; pauseMs = Math.min(2 * pauseMs, AGAIN_MS_MAX)) {
      await setTimeout(pauseMs)
      this.count("retried", open.length)
      open = await this.try(open, this.node)
    }
  }

  private async many(): Promise<void> {
    const count = this.run.take(1 + this.chance.below(TOGETHER_MAX))
    if (count > 0) await this.insist(Array.from({ length: count }, () => this.make()))
  }

  private async alone(): Promise<void> {
    if (this.run.take(1) > 0) await this.insist([this.make()])
  }

  /** The same bytes at once by two ways. */
  private async twice(): Promise<void> {
    if (this.run.take(2) < 2) return
    const sent = [this.make()]
    const other = (this.node + 1) % this.run.nodes.length
    await Promise.all([this.insist(sent), this.insist(sent, other)])
    this.count("sent twice at once")
  }

  /** Goes away, and may come again with the same bytes. */
  private async leave(): Promise<void> {
    if (this.run.take(1) === 0) return
    const sent = [this.make()]
    const open = await this.try(sent, this.node, this.chance.below(AWAY_MS_MAX))
    this.count("gone before an answer", open.length)
    if (open.length > 0 && this.chance.below(2) === 0) await this.insist(open)
  }

  /** What was answered is sent once more. */
  private async repeat(): Promise<void> {
    if (this.last === null || this.run.take(1) === 0) return
    const again = this.last
    await this.try([again], this.node)
    this.count("sent again")
  }

  private async read(): Promise<void> {
    const { chance, run } = this
    const { accounts, treasury, issuance } = run.money
    const all = [...accounts, treasury, issuance]
    const count = run.take(1 + chance.below(READINGS_MAX))
    for (let left = count; left > 0; left--) await this.readOne(chance.pick(all), this.node)
  }

  private async readOne(account: string, node: number): Promise<void> {
    const began = performance.now()
    const answer = await ask(`${this.run.nodes[node]!()}/v1/money/accounts/${account}`)
    const ended = performance.now()
    if (answer?.status !== OK) {
      this.count("not read")
      await setTimeout(AGAIN_MS_MAX)
      return
    }
    this.count("read")
    const height = Number(answer.json["height"])
    const counters = countersOf(answer.json)
    this.run.readings.push({ node, account, began, ended, height, counters })
  }
}

/** The counters of an account's row. */
function countersOf(json: Readonly<Record<string, unknown>>): Counters {
  const { value } = json["row"] as { readonly value: Readonly<Record<string, string>> }
  return {
    credits: Number(value["creditsPosted"]),
    debits: Number(value["debitsPosted"]),
    creditsPending: Number(value["creditsPending"]),
    debitsPending: Number(value["debitsPending"]),
  }
}
