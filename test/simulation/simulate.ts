/**
 * One world from one seed: faults under load, calm, and a full look at everything. The same seed
 * gives the same course of events on every machine.
 */
import { inspect } from "node:util"
import type { Party } from "@concordat/kernel"
import { fullCheck } from "./checks.ts"
import { Council } from "./clients/council.ts"
import { gatewaysBy } from "./clients/gateways.ts"
import { Payer } from "./clients/payer.ts"
import { Sender } from "./clients/sender.ts"
import { learn } from "./engine/embedded.ts"
import { Chance } from "./world/chance.ts"
import type { Counters } from "./world/counters.ts"
import { useCrypto } from "./world/crypto.ts"
import { calm, disturb } from "./world/disorder.ts"
import { type Between, Host } from "./world/host.ts"
import { watchPoints } from "./world/machine.ts"
import { type Given, planOf } from "./world/plan.ts"
import { everywhere, type Services } from "./world/services.ts"
import { type Violation, World } from "./world/world.ts"

/** Simulated time until a world that is not over has come to nothing. */
const FAULTY_MS_MAX = 900_000
/** After the last fault: everything accepted is final, everybody is at the tip. */
const CALM_MS_MAX = 60_000
const CALM_BLOCKS = 3n
const MINUTE_MS = 60_000
/** Clients end what they are at, and everything is looked at. */
const LOOK_MS_MAX = 300_000
/** The node that joins is of nobody who votes. */
const GUEST = "labour" as Party

/** What is simulated, and what a test plants in it. */
export type Simulation = {
  readonly seed: bigint
  readonly given?: Given
  readonly services?: Services
  /** Between a node and its gateway. */
  readonly between?: (number: number) => Between
  /** A look at the world before its nodes start. */
  readonly prepare?: (world: World, hosts: readonly Host[]) => void
}

/** What came of it. */
export type Result = {
  readonly seed: bigint
  readonly violation: Violation | null
  readonly counters: Counters
  /** Of everything that happened: equal for equal worlds. */
  readonly digest: string
  /** The newest events, oldest first. */
  readonly last: readonly string[]
  readonly blocks: number
  readonly simulatedMs: number
}

/** Runs one world. Never throws for what it finds. */
export async function simulate(simulation: Simulation): Promise<Result> {
  const { seed, given = {}, services = everywhere } = simulation
  const plan = { ...planOf(new Chance(seed).split("plan"), given) }
  const crypto = await useCrypto(plan.realCrypto)
  const world = new World({ seed, plan, crypto, services })
  const unwatch = watchPoints()
  const restoreFetch = gatewaysBy(world, () => course.hosts)
  const course = new Course(world, simulation)
  const missed = (failure: unknown) => world.fail(`nobody waited for this: ${inspect(failure)}`)
  process.on("unhandledRejection", missed)
  try {
    await course.run()
  } finally {
    process.off("unhandledRejection", missed)
    course.end()
    restoreFetch()
    unwatch()
    crypto.restore()
  }
  const { violation, counters, story, timeline } = world
  counters.count("blocks", world.chain.blocks.length)
  counters.count("simulated seconds", Math.floor(timeline.now / 1_000))
  return {
    ...{ seed, violation, counters, digest: story.digest, last: story.last },
    ...{ blocks: world.chain.blocks.length, simulatedMs: timeline.now },
  }
}

/** The phases of one world. */
class Course {
  readonly hosts: Host[] = []
  private readonly world: World
  private readonly simulation: Simulation
  private readonly senders: Sender[] = []
  private readonly payer: Payer
  private over = false

  constructor(world: World, simulation: Simulation) {
    this.world = world
    this.simulation = simulation
    const { organisations } = world
    for (const [number, organisation] of organisations.entries()) this.add(number, organisation)
    this.payer = new Payer(world, this.hosts)
    simulation.prepare?.(world, this.hosts)
  }

  private add(number: number, organisation: Party, joins = false): Host {
    const { world, simulation } = this
    const host = new Host(world, number, organisation, joins)
    const { clockSkewMs } = world.plan
    host.machine.skew = world.chance.below(2 * clockSkewMs + 1) - clockSkewMs
    host.machine.offset = host.machine.skew
    host.between = simulation.between?.(number) ?? host.between
    this.hosts.push(host)
    return host
  }

  private get stopped(): boolean {
    return this.over || this.world.violation !== null
  }

  async run(): Promise<void> {
    const { world, hosts } = this
    const { plan, timeline, chain } = world
    for (const host of hosts) host.start()
    if (plan.embedded) this.guard(learn(world, hosts[0]!, () => this.over))
    else void world.consensus.begin()
    void disturb(world, hosts)
    for (let number = 0; number < plan.clients; number++) {
      const sender = new Sender(world, hosts, number)
      this.senders.push(sender)
      this.guard(sender.work(() => this.over || !plan.faults))
    }
    if (plan.payer) this.guard(this.payer.work(() => this.over || !plan.faults))
    if (plan.upgrade) {
      this.guard(new Council(world, hosts).work(() => this.over || !plan.faults))
    }
    const enough = BigInt(plan.blocks)
    const half = enough / 2n
    await timeline.run(() => this.stopped || chain.tip >= half || timeline.now > FAULTY_MS_MAX)
    if (plan.joiner && !this.stopped) this.add(hosts.length, GUEST, true).start()
    const slept = await this.night()
    const until = FAULTY_MS_MAX + slept.ms
    const tip = enough + slept.blocks
    await timeline.run(() => this.stopped || chain.tip >= tip || timeline.now > until)
    if (!this.stopped) await this.settle()
  }

  /** Nobody sends for a while; how long, and how many blocks only told the time. */
  private async night(): Promise<{ readonly ms: number; readonly blocks: bigint }> {
    const { world } = this
    const { plan, timeline, chain } = world
    const [ms, began, tip] = [plan.nightMinutes * MINUTE_MS, timeline.now, chain.tip]
    if (ms === 0 || this.stopped) return { ms: 0, blocks: 0n }
    world.trace("night")
    world.rest()
    await timeline.run(() => this.stopped || timeline.now - began >= ms)
    world.rise()
    world.counters.sometimes("a night")
    return { ms, blocks: chain.tip - tip }
  }

  /** Faults end, and within a minute everybody is where the others are. */
  private async settle(): Promise<void> {
    const { world, hosts } = this
    const { timeline, chain } = world
    calm(world, hosts)
    world.trace("calm")
    const began = timeline.now
    // Alone, no block comes without something to order.
    const until = world.plan.embedded ? chain.tip : chain.tip + CALM_BLOCKS
    const isQuiet = () => chain.tip >= until && hosts.every((host) => host.isAtTip)
    const isLate = () => timeline.now - began > CALM_MS_MAX
    await timeline.run(() => this.stopped || isQuiet() || isLate())
    if (this.stopped) return
    const isLeft = () => hosts.every((host) => host.isAtTip || host.isStranded)
    if (!isQuiet() && chain.tip >= until && isLeft()) {
      world.counters.sometimes("no snapshot is left to join by")
    } else if (!isQuiet()) {
      const where = hosts.map(
        ({ name, isUp, engine }) => `${name} ${isUp ? engine.applied : "down"}`,
      )
      if (!world.auditor.isHeld) return world.counters.sometimes("the set is nobody's any more")
      return world.fail(`a minute after the last fault: tip ${chain.tip}, ${where.join(", ")}`)
    }
    const done = fullCheck(world, hosts, { senders: this.senders, payer: this.payer })
    this.guard(
      done.then(() => {
        this.over = true
      }),
    )
    await timeline.run(() => this.stopped || timeline.now - began > LOOK_MS_MAX)
    if (!this.stopped) world.fail("the last look at everything does not end")
  }

  /** What fails of itself is found like everything else. */
  private guard(work: Promise<unknown>): void {
    work.catch((failure) => {
      this.world.fail(failure instanceof Error ? `${failure.stack}` : String(failure))
      this.over = true
    })
  }

  end(): void {
    this.over = true
    this.world.plan.faults = false
    this.world.rise()
    this.world.consensus.end()
    for (const { machine } of this.hosts) machine.life?.end()
  }
}
