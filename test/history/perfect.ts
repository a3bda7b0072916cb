/**
 * A ledger without faults, for the judge's own test: it does what it is sent at once, one block
 * after the other, and keeps the history as clients and nodes would have it.
 */
import { Book } from "./book.ts"
import type { Act, Block, Counters, History, Mode, Placed, Reading, Sending } from "./record.ts"

const NOTHING: Counters = { credits: 0, debits: 0, creditsPending: 0, debitsPending: 0 }
const RICH: Counters = { ...NOTHING, credits: 1_000 }
const ACCOUNTS = ["ann", "bob", "cid"] as const
/** Blocks hold two transactions each. */
const BLOCK = 2

/** A history that grows by one step each time. */
export class Perfect {
  readonly sendings: Sending[] = []
  readonly readings: Reading[] = []
  private readonly placed: Placed[] = []
  private readonly begins = new Map<string, Counters>([
    ["mint", NOTHING],
    ...ACCOUNTS.map((account) => [account, RICH] as const),
  ])
  private readonly book = new Book(this.begins, "mint")
  private now = 1

  private get height(): number {
    return 1 + Math.floor(this.placed.length / BLOCK)
  }

  /** Sends a transaction and is told what became of it. */
  send(acts: readonly Act[], mode: Mode = "atomic"): this {
    const { height } = this
    const [id, index] = [`t${this.placed.length}`, this.placed.length % BLOCK]
    const outcomes = this.book.transact(mode, acts)
    const place = { height, index, outcomes }
    const [began, ended] = [this.now++, this.now++]
    const answer = { is: "placed", ...place } as const
    this.placed.push({ id, ...place })
    this.sendings.push({ id, mode, acts, tries: [{ node: 0, began, ended, answer }] })
    return this
  }

  /** Reads an account after a whole block. */
  read(account: (typeof ACCOUNTS)[number]): this {
    const counters = { ...this.book.counters(account)! }
    const [began, ended] = [this.now++, this.now++]
    const height = this.height - 1
    this.readings.push({ node: 0, account, began, ended, height, counters })
    return this
  }

  /** Everything, with a second node and a follower that tell the same. */
  history(): History {
    const { begins, sendings, readings, placed } = this
    const blocks: Block[] = []
    for (let at = 0; at < placed.length; at += BLOCK) {
      const height = 1 + at / BLOCK
      const ids = placed.slice(at, at + BLOCK).map(({ id }) => id)
      blocks.push({ height, hash: `hash ${height}`, appHash: `state ${height}`, ids })
    }
    // Copies of their own, so that each may be spoilt by itself.
    const chains = [0, 1].map((node) => structuredClone({ node, blocks, placed }))
    const followed = [structuredClone({ node: 0, from: 1, items: placed })]
    const told = structuredClone({ sendings, readings })
    return { begins, issuance: "mint", ...told, followed, chains }
  }
}

let ids = 0
/** Operations with ids of their own. */
export const pay = (from: string, to: string, amount: number): Act => ({
  ...{ kind: "pay", id: `entry ${ids++}`, from, to, amount },
})
export const hold = (id: string, from: string, to: string, amount: number): Act => ({
  ...{ kind: "hold", id, from, to, amount },
})
