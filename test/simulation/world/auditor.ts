/**
 * Executes every decided block once more, without an engine, a store, a cache or anything prepared,
 * on the rows in memory: what it comes to, every node must come to. It holds the invariants of all
 * services against the whole state, and counts whether a transaction ran twice.
 */
import {
  ConcordatError,
  decodeTransaction,
  defineRuntime,
  executeBlock,
  executeGenesis,
  fromHex,
  type Hash,
  type Hex,
  type LedgerState,
  type Runtime,
  stampMs,
  stateView,
  toHex,
  upgradeAbove,
  Verdicts,
  type View,
  verifyState,
} from "@concordat/kernel"
import { holderOf } from "../engine/validator-keys.ts"
import { released } from "./services.ts"
import type { World } from "./world.ts"

type Refused = readonly { readonly operation: number | null }[]

/** Blocks between two looks at all invariants. */
const INVARIANTS_EVERY = 20n

/** Where a transaction was executed, and with which code. */
export type Place = { readonly height: bigint; readonly index: number; readonly code: number }

/** An outsider with the right program. */
export class Auditor {
  runtime: Runtime
  /** Which program the ledger runs now. */
  release = 0
  /** Heights with whose blocks a program began. */
  private readonly upgrades = new Set<bigint>()
  /** Heights for whose blocks a node wanted another program. */
  private readonly wanted = new Set<bigint>()
  private readonly world: World
  readonly state: LedgerState
  /** What became of every transaction that counted. */
  readonly places = new Map<Hash, Place>()

  constructor(world: World, runtime: Runtime) {
    this.world = world
    this.runtime = runtime
    const { state, outcome } = executeGenesis(runtime, world.genesis)
    outcome.commit()
    this.state = state
  }

  /** The state after the last block that it followed. */
  get view(): View {
    return stateView(this.runtime, this.state)
  }

  /** Executes what was decided, once a node has told what it comes to. */
  follow(): void {
    const { chain } = this.world
    while (this.state.height < chain.tip) this.execute(this.state.height + 1n)
  }

  private execute(height: bigint): void {
    const { world, state } = this
    const { header, transactions, misbehaviour } = world.chain.block(height)
    if (header.app !== state.appHash) {
      world.fail(`header ${height} names another app hash than the auditor comes to`)
      return
    }
    const input = {
      ...{ height, time: stampMs(header.time), transactions, proposer: header.proposer as Hex },
      misbehaviour: misbehaviour.map(({ validator, height: at, time, total_voting_power }) => ({
        ...{ kind: "duplicate_vote" as const, address: toHex(validator.address) as Hex },
        ...{ power: validator.power, height: at, time: stampMs(time) },
        totalPower: total_voting_power,
      })),
    }
    const outcome = this.outcomeOf(input)
    outcome.commit()
    const executed = new Set(outcome.ids)
    for (const [index, { id, code }] of outcome.results.entries()) {
      if (id === null || !executed.has(id)) continue
      if (this.places.get(id) !== undefined) world.fail(`transaction ${id} is executed twice`)
      executed.delete(id)
      this.places.set(id, { height, index, code })
      if (code === 0) this.countAccepted(transactions[index]!, outcome.results[index]!)
    }
    this.judgeWanted()
    if (height % INVARIANTS_EVERY === 0n) this.judge()
  }

  /** What a block comes to; where a planned upgrade begins, with the next release. */
  private outcomeOf(input: Parameters<typeof executeBlock>[2]) {
    const { world, state } = this
    const verdicts = new Verdicts()
    try {
      return executeBlock(this.runtime, state, input, verdicts)
    } catch (failure) {
      const isDue = failure instanceof ConcordatError && failure.code === "upgrade_needed"
      if (!isDue) throw failure
    }
    this.release++
    this.upgrades.add(input.height)
    world.counters.sometimes("an upgrade begins")
    this.runtime = defineRuntime(released(world.services.all, this.release))
    return executeBlock(this.runtime, state, input, verdicts)
  }

  /** A node wants another program for a block, which may be one that is not known here yet. */
  wants(height: bigint): void {
    this.wanted.add(height)
    this.judgeWanted()
  }

  private judgeWanted(): void {
    const { world, state, upgrades } = this
    for (const height of this.wanted) {
      if (height > state.height || upgrades.has(height)) continue
      world.fail(`a node wanted another program for block ${height}, where none begins`)
    }
  }

  /** Commands whose operations took place. */
  private countAccepted(bytes: Uint8Array, { refusals }: { readonly refusals: Refused }): void {
    const refused = new Set(refusals.map(({ operation }) => operation))
    const { operations } = decodeTransaction(bytes, this.runtime).payload
    for (const [place, { command }] of operations.entries()) {
      if (!refused.has(place)) this.world.counters.count(`accepted: ${command}`)
    }
  }

  /** In the end: everything, and whether a program is wanted that is not planned. */
  judgeAll(): void {
    this.judge()
    const next = upgradeAbove(this.runtime, this.state) === null ? null : this.state.height + 1n
    const early = [...this.wanted].find((height) => height > this.state.height && height !== next)
    if (early !== undefined) this.world.fail(`a node wants another program for block ${early}`)
  }

  /** Holds every invariant of every service against the whole state. */
  judge(): void {
    const [broken] = verifyState(this.runtime, this.state)
    if (broken === undefined) return
    this.world.fail(`an invariant of ${broken.service} is broken: ${broken.text}`)
  }

  /** Whether the set still has keys that nodes hold for more than two thirds of its power. */
  get isHeld(): boolean {
    const { validators } = this.state
    const total = validators.reduce((sum, { power }) => sum + power, 0n)
    const held = validators.filter(({ key }) => {
      return holderOf(key.ed25519, this.world.organisations) !== null
    })
    return held.reduce((sum, { power }) => sum + power, 0n) * 3n > total * 2n
  }

  /** The app hash after the last block, 32 bytes. */
  get appHash(): Uint8Array {
    return fromHex(this.state.appHash)
  }
}
