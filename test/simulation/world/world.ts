/**
 * A consortium in one thread, from one seed: time, lines, machines with the real node on each, the
 * engines that join them, and what must hold whatever happens.
 */
import {
  defineRuntime,
  type Genesis,
  type Hash,
  type Party,
  readGenesis,
  type Service,
} from "@concordat/kernel"
import type { RequestOf } from "../../../engines/cometbft/abci/index.ts"
import { Chain } from "../engine/chain.ts"
import { Consensus } from "../engine/consensus.ts"
import type { SimulatedEngine } from "../engine/engine.ts"
import { holderOf, type VotingKey } from "../engine/validator-keys.ts"
import { Auditor } from "./auditor.ts"
import { beginning } from "./beginning.ts"
import { Chance } from "./chance.ts"
import { Counters } from "./counters.ts"
import type { Crypto } from "./crypto.ts"
import type { Epoch } from "./machine.ts"
import { Network } from "./network.ts"
import type { Plan } from "./plan.ts"
import type { Services } from "./services.ts"
import { Timeline } from "./timeline.ts"
import { Trace } from "./trace.ts"

/** What a world found that must not be. */
export class Violation extends Error {
  override readonly name = "Violation"
}

type Misbehaviour = RequestOf<"finalize_block">["misbehavior"]

export type WorldOptions = {
  readonly seed: bigint
  readonly plan: Plan
  readonly crypto: Crypto
  readonly services: Services
}

type Begun = ReturnType<typeof read>

function read(services: readonly Service[], nodes: number) {
  const begins = beginning(services, nodes)
  const runtime = defineRuntime(services)
  return { ...begins, runtime, genesis: readGenesis(runtime, begins.text) }
}

const known = new WeakMap<readonly Service[], Map<number, Begun>>()

/** What so many nodes begin with: read once, as it is the same for every seed. */
function begunWith(services: readonly Service[], nodes: number): Begun {
  const some = known.get(services) ?? new Map<number, Begun>()
  known.set(services, some)
  const begun = some.get(nodes) ?? read(services, nodes)
  some.set(nodes, begun)
  return begun
}

/** One world. */
export class World {
  readonly seed: bigint
  readonly plan: Plan
  readonly crypto: Crypto
  readonly services: Services
  readonly chance: Chance
  readonly timeline = new Timeline()
  readonly counters = new Counters()
  readonly epoch: Epoch
  readonly network: Network
  readonly genesisText: string
  readonly genesis: Genesis
  readonly chain: Chain
  readonly consensus: Consensus
  readonly auditor: Auditor
  readonly engines: SimulatedEngine[] = []
  readonly organisations: readonly Party[]
  private readonly events = new Trace()
  private evidence = 0
  private morning: PromiseWithResolvers<void> | null = null
  /** Clocks that are far off now. */
  wrongClocks = 0
  violation: Violation | null = null

  constructor({ seed, plan, crypto, services }: WorldOptions) {
    this.seed = seed
    this.plan = plan
    this.crypto = crypto
    this.services = services
    this.chance = new Chance(seed)
    const { runtime, genesis, organisations, text, began } = begunWith(services.all, plan.nodes)
    this.organisations = organisations
    this.genesisText = text
    this.epoch = { began: began + 1_000 }
    this.genesis = genesis
    this.network = new Network(this)
    this.chain = new Chain(this.genesis)
    this.auditor = new Auditor(this, runtime)
    this.consensus = new Consensus(this)
  }

  /** Whether nobody sends for some time. */
  get isNight(): boolean {
    return this.morning !== null
  }

  /** Nobody sends until `rise`. */
  rest(): void {
    this.morning = Promise.withResolvers()
  }

  rise(): void {
    this.morning?.resolve()
    this.morning = null
  }

  /** Whoever sends sleeps so long, and through the night. */
  async pause(ms: number): Promise<void> {
    await this.timeline.sleep(ms)
    await this.morning?.promise
  }

  /** Something that must not be was found: the world ends with it. */
  fail(what: string): void {
    this.trace(`violation: ${what}`)
    this.violation ??= new Violation(what)
  }

  /** An event of this world, for whoever looks for the cause of a failure. */
  trace(event: string): void {
    this.events.add(this.timeline.now, event)
  }

  /** The newest events, and a hash over all of them. */
  get story(): Trace {
    return this.events
  }

  holderOf(key: Hash): VotingKey | null {
    return holderOf(key, this.organisations)
  }

  /** There is something to order. */
  wake(): void {
    this.consensus.wake()
  }

  /** The highest block that an engine can hear of: that of anybody it is linked with. */
  heard(engine: SimulatedEngine): bigint {
    let height = engine.voted
    for (const other of this.engines) {
      if (other.run?.ready !== true || !this.network.links(engine.name, other.name)) continue
      const held = other.voted > other.saved ? other.voted : other.saved
      if (held > height) height = held
    }
    return height
  }

  /** A block is decided: those who took part have it, the others hear of it. */
  decided(): void {
    for (const engine of this.engines) {
      const ms = this.network.delay(this.engines[0]!.name, engine.name)
      this.timeline.after(ms, () => void engine.follow())
    }
    this.auditor.follow()
  }

  /** What engines prove against a validator, once at most: the rest must go on. */
  misbehaviour(): Misbehaviour {
    const { chain, chance, plan } = this
    if (!plan.faults || this.evidence > 0 || plan.nodes < 4 || !chance.mille(plan.evidence))
      return []
    const height = chain.tip
    // The block of the genesis is too old to be held against anybody.
    if (!chain.has(height) || height === chain.genesis.height) return []
    this.evidence++
    const set = chain.validators(height)
    const validator = chance.pick(set)
    const total = set.reduce((sum, { power }) => sum + power, 0n)
    const address = this.engines.flatMap((engine) => engine.votes(height))
    const found = address.find(({ index }) => set[index] === validator)
    if (found === undefined) return []
    return [
      {
        ...{ type: 1, validator: { address: found.address, power: validator.power }, height },
        ...{ time: chain.block(height).header.time, total_voting_power: total },
      },
    ]
  }
}
