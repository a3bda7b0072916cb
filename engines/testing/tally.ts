/**
 * A small application for the tests of engines: it counts. Transactions are texts: `add:<n>` adds,
 * `validator:<key hex>:<power>` changes the set, `poison` makes a proposal unacceptable, and `no…`
 * checks no more once anything has been added. State may be written behind: `durable` is what
 * `info` tells.
 */
import {
  DEFAULT_PARAMETERS,
  type Hash,
  type Hex,
  resultsHash,
  sha256,
  utf8,
  type Validators,
} from "@concordat/kernel"
import type { Application, InitChainAnswer, NamedProposal, TxResult } from "../port.ts"

type State = { readonly height: bigint; readonly sum: number; readonly results: Uint8Array }

const EMPTY = new Uint8Array()

/** An application that counts, for tests of engines. */
export class Tally implements Application {
  private readonly genesis: Pick<InitChainAnswer, "validators" | "parameters" | "appVersion">
  state: State = { height: 0n, sum: 0, results: EMPTY }
  /** What would survive: `info` answers from it. */
  durable: State = this.state
  private next: State | null = null
  /** Every transaction that was finalized in this life, in order. */
  readonly finalized: string[] = []
  /** Commit makes the state durable by itself. */
  writesThrough = true
  readonly snapshots = {
    list: async () => [],
    load: async () => null,
    offer: async () => "reject" as const,
    apply: async () => "reject_snapshot" as const,
  }

  /** Ids of nodes that may connect; null: it does not say. */
  admitted: readonly string[] | null = null

  constructor(validators: Validators, maxBytes = 4_194_304n) {
    const parameters = { ...DEFAULT_PARAMETERS, block: { maxBytes, maxGas: -1n } }
    this.genesis = { validators, parameters, appVersion: 1n }
  }

  static hash({ sum }: Pick<State, "sum">): Uint8Array {
    return sha256(utf8(`tally ${sum}`))
  }

  mayConnect(node: string) {
    return this.admitted?.includes(node) ?? null
  }

  peers(): readonly string[] {
    return []
  }

  async prove(key: Uint8Array, height: bigint) {
    const proof = utf8("proof")
    return { key, height: height || this.state.height, value: key, proofs: [proof, proof] as const }
  }

  async info() {
    const { height, results } = this.durable
    const appHash = height === 0n ? EMPTY : Tally.hash(this.durable)
    return { version: "1", appVersion: 1n, height, appHash, resultsHash: results }
  }

  async initChain({ height }: { height: bigint }) {
    this.state = { height: height - 1n, sum: 0, results: resultsHash([]) }
    return { ...this.genesis, appHash: Tally.hash(this.state) }
  }

  /** The application after a crash: what was not durable is gone. */
  restarted(): Tally {
    const { validators, parameters } = this.genesis
    const again = new Tally(validators, parameters.block.maxBytes)
    again.durable = this.durable
    again.state = this.durable
    again.writesThrough = this.writesThrough
    return again
  }

  private result(text: string, sum: number): TxResult {
    const known = /^(add:\d+|validator:[0-9a-f]{64}:\d+|poison|no.*)$/.test(text)
    const code = !known ? 2 : text.startsWith("no") && sum > 0 ? 1 : 0
    return { code, data: EMPTY, gasUsed: BigInt(text.length), log: known ? "" : "unknown" }
  }

  async checkTx({ transaction }: { transaction: Uint8Array }) {
    return this.result(new TextDecoder().decode(transaction), this.state.sum)
  }

  async prepareProposal(request: { transactions: readonly Uint8Array[]; maxBytes: number }) {
    let room = request.maxBytes
    return request.transactions.filter((transaction) => {
      room -= transaction.length + 5
      return room >= 0
    })
  }

  async processProposal({ transactions }: NamedProposal) {
    const isPoisoned = transactions.some((bytes) => new TextDecoder().decode(bytes) === "poison")
    return isPoisoned ? "proposal_refused" : null
  }

  async finalizeBlock({ height, transactions }: NamedProposal) {
    let { sum } = this.state
    const results: TxResult[] = []
    const validatorUpdates: Validators[number][] = []
    for (const bytes of transactions) {
      const text = new TextDecoder().decode(bytes)
      const [verb, first = "", power = ""] = text.split(":")
      results.push(this.result(text, sum))
      this.finalized.push(text)
      if (verb === "add") sum += Number(first)
      if (verb !== "validator") continue
      validatorUpdates.push({ key: { ed25519: first as Hex as Hash }, power: BigInt(power) })
    }
    const hashed = results.map(({ code, data, gasUsed }) => ({ code, data, cost: gasUsed }))
    this.next = { height, sum, results: resultsHash(hashed) }
    return { results, validatorUpdates, parameters: null, appHash: Tally.hash(this.next) }
  }

  async commit() {
    this.state = this.next!
    this.next = null
    if (this.writesThrough) this.durable = this.state
    return { retainHeight: 0n }
  }
}
