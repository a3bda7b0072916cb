/**
 * A node on its machine, with its gateway, its engine, and an operator who does what the manual
 * says: starts it again, makes room, lets a damaged block log be fetched anew.
 */

import { watched } from "@concordat/engines/testing"
import { createGateway, type Gateway } from "@concordat/gateway"
import {
  Bug,
  ConcordatError,
  type Hash,
  headerHash,
  type Party,
  type Service,
  toHex,
} from "@concordat/kernel"
import type { CometChoice } from "@concordat/node"
import { type Ledger, type Log, openLedger, register, silentLog } from "@concordat/node"
import { memoryBatches } from "../../../gateway/provenance/batches.testing.ts"
import { exitCodeOf } from "../../../node/exit-codes.ts"
import { onTheSpot } from "../../../node/verify/verifier.ts"
import { soleSigner } from "../engine/embedded.ts"
import { SimulatedEngine } from "../engine/engine.ts"
import { nodeIdOf } from "../engine/rpc.ts"
import { votingKey } from "../engine/validator-keys.ts"
import { type Life, Machine } from "./machine.ts"
import { SimulatedReadModel } from "./read-model.ts"
import { released } from "./services.ts"
import { SimulatedStore } from "./store.ts"
import type { World } from "./world.ts"

const DATA = "/data"
const HOME = "/engine"
/** Until an operator starts a node again. */
const FIRST_BACK_MS = 100
const BACK_MS = 4_000
/** Until the operator who is last has installed a planned program. */
const LAGGARD_MS = 40_000

/** Codes by which a node stops and says why, each with the fault that may cause it. */
const CAUSES: Readonly<Record<string, string>> = {
  ...{ disk_full: "full", store_damaged: "damage", state_sync_failed: "clock" },
  ...{ engine_ended: "damage" },
}
/** The status by which a service manager knows that the planned program is wanted. */
const UPGRADE_STATUS = 75

/** What a test puts between a node and those who ask it. */
export type Between = (ledger: Ledger) => Ledger

const codeOf = (failure: unknown) => (failure instanceof ConcordatError ? failure.code : "bug")

const UNWRITTEN = "a snapshot is not written"
/** States that lines of a node's log tell of. */
const TOLD: Readonly<Record<string, string>> = {
  block_log_cut: "a torn tail is cut off the block log",
  snapshot_failed: UNWRITTEN,
}

/** One node over all its lives. */
export class Host {
  readonly world: World
  readonly number: number
  readonly name: string
  readonly machine: Machine
  readonly engine: SimulatedEngine
  readonly readModel: SimulatedReadModel | null
  ledger: Ledger | null = null
  gateway: Gateway | null = null
  between: Between = (ledger) => ledger
  /** Kinds of faults that were injected here and may show from now on. */
  readonly injected = new Set<string>()
  private readonly joiner: boolean
  private readonly organisation: Party
  /** Of the program that is installed here. */
  private release: number
  /** Why it stopped by itself last. */
  private failure: unknown = null

  constructor(world: World, number: number, organisation: Party, joiner = false) {
    this.world = world
    this.number = number
    this.name = `node-${number}`
    this.joiner = joiner
    this.organisation = organisation
    this.release = joiner ? world.auditor.release : 0
    this.machine = new Machine(this.name, world)
    this.engine = new SimulatedEngine(world, this.name, organisation)
    this.engine.joins = joiner
    const hasReadModel = world.plan.readModel && (joiner || number === 0)
    this.readModel = hasReadModel ? new SimulatedReadModel(world, this.name) : null
    void this.readModel?.disturb(() => this.injected.add("database"))
    world.network.add(this.name)
    world.engines.push(this.engine)
    const { key } = votingKey(organisation, 0)
    const address = toHex(Buffer.from(key, "hex")).slice(0, 40)
    const file = Buffer.from(JSON.stringify({ address })) // why: the engine's own file
    this.machine.disk.put(`${HOME}/config/priv_validator_key.json`, file)
  }

  get isUp(): boolean {
    return this.ledger !== null && this.machine.life?.alive === true
  }

  /** It is up, and has every block that is decided. */
  get isAtTip(): boolean {
    const { world, engine, ledger } = this
    const height = world.plan.embedded ? ledger?.status().height : engine.applied
    return this.isUp && height === world.chain.tip
  }

  /** It is to join by a snapshot, and one was damaged, or not written: there may be none. */
  get isStranded(): boolean {
    const { counters } = this.world
    const isLost = counters.of("fault: damage") > 0 || counters.of(`sometimes: ${UNWRITTEN}`) > 0
    return this.joiner && this.engine.saved === 0n && isLost
  }

  /** A process begins; it may end again before it is open. */
  start(): void {
    const life = this.machine.begin()
    life.onEnd = () => this.left()
    void life.run(() => this.open(life))
  }

  /** The process is gone, by whatever; somebody starts it again. */
  private left(): void {
    const { world } = this
    this.ledger = null
    this.gateway = null
    this.engine.end()
    const ms = world.chance.between(FIRST_BACK_MS, this.isLaggard ? LAGGARD_MS : BACK_MS)
    world.timeline.after(ms, () => void this.restarted())
  }

  private async restarted(): Promise<void> {
    if (this.machine.life?.alive) return
    await this.repair()
    this.start()
  }

  /** What is installed here. */
  private get program(): readonly Service[] {
    return released(this.world.services.of(this.number), this.release)
  }

  private async open(life: Life): Promise<void> {
    const { world, machine } = this
    try {
      const ledger = await openLedger({
        ...{ data: DATA, services: this.program, ...this.readModelIn(life) },
        ...{ genesis: world.genesisText, profile: "development", register },
        ...{ ...this.chosen(life), disk: life.disk, clock: life, scheduler: life },
        ...{ log: this.log(life), verifier: onTheSpot, lock: () => () => {}, accelerate: false },
        ...{ watched, flushBlocks: world.plan.flushBlocks },
        snapshotEvery: world.plan.snapshotEvery,
        store: machine.place(life, () => this.damaged("the state")),
        onFailure: (failure) => this.stopped(life, failure),
      })
      if (!life.alive) return
      this.ledger = this.between(ledger)
      this.gateway = this.gatewayOf(life, this.ledger)
      world.counters.sometimesIf(this.release > 0, "a node is open with a planned program")
      const { saved, first } = this.engine
      const isLost = saved > first && first > world.genesis.height && ledger.archive.last === 0n
      world.counters.sometimesIf(isLost, "a joined node begins its block log anew")
      world.trace(`${this.name} is open at ${ledger.status().height}`)
    } catch (failure) {
      this.stopped(life, failure)
    }
  }

  /** The read model, whose database is elsewhere. */
  private readModelIn(life: Life) {
    const { readModel, program } = this
    if (readModel === null) return { servicesModule: null }
    const database = { kind: "postgres", url: "postgres://elsewhere" } as const
    const projector = readModel.projector(life, program)
    return { servicesModule: "here", projector, readModel: { database, atOnce: true } }
  }

  /** The engine: the embedded one with its key, or the model of CometBFT. */
  private chosen(life: Life) {
    const { world, organisation } = this
    if (world.plan.embedded) return { signers: [soleSigner(world, organisation)] }
    return { signers: [], cometbft: this.choice(life) }
  }

  private choice(life: Life): CometChoice {
    const { world, engine, joiner } = this
    const { chain } = world
    const servers = world.engines.flatMap(({ name }) => {
      return name === this.name ? [] : [`http://${name}/engine`]
    })
    const trusted = chain.has(1n) ? chain.block(1n) : null
    const join =
      joiner && trusted !== null
        ? { servers, trust: { height: 1n, hash: toHex(headerHash(trusted.header)) as Hash } }
        : null
    const peers = world.engines.map(({ name }) => `${nodeIdOf(name)}@${name}:26656`)
    return {
      ...{ binary: "/engine/cometbft", home: HOME, link: engine.link(life) },
      config: {
        ...{ name: this.name, abci: "/a.sock", rpc: "/r.sock", listen: "0.0.0.0:26656" },
        ...{ metrics: null, peers, sameHost: true, timeoutCommitMs: 300, join },
      },
    }
  }

  private gatewayOf(life: Life, ledger: Ledger): Gateway {
    const { random } = this.machine
    return createGateway({
      ...{ ledger, development: null, console: null, batches: memoryBatches(), version: "0.0.0" },
      random: (length) => random.bytes(length),
      after: (ms, task) => life.after(ms, task),
      log: ({ level, code }) => this.world.trace(`${this.name} answers ${level} ${code}`),
    })
  }

  /** Lines that tell of something; those of every day say nothing here. */
  private log(life: Life): Log {
    const { world } = this
    const tell = (code: string, message: string) => {
      const state = TOLD[code]
      if (state !== undefined) world.counters.sometimes(state)
      if (code === "read_model_failed" && life.alive) this.readModelFailed(message)
      if (life.alive) world.trace(`${this.name} ${code}: ${message}`)
    }
    return { ...silentLog, warn: tell, error: tell }
  }

  /** The read model stopped: something must have happened to its database, or to what it reads. */
  private readModelFailed(reason: string): void {
    const { injected, name, world } = this
    world.counters.sometimes("a read model fails and is started again")
    if (injected.has("database") || injected.has("damage")) return
    world.fail(`the read model of ${name} fails: ${reason}`)
  }

  /** Something was found damaged: it must have been. */
  private damaged(what: string): void {
    const { world } = this
    world.counters.sometimes(`${what} is found damaged and built again`)
    if (!this.injected.has("damage"))
      world.fail(`${this.name} finds ${what} damaged; nobody did it`)
  }

  /** The node stopped, or did not come up. */
  private stopped(life: Life, failure: unknown): void {
    if (!life.alive) return
    const { world } = this
    const code = codeOf(failure)
    world.trace(`${this.name} stops: ${code} ${String(failure)}`)
    if (!this.mayStop(failure)) {
      const stack = failure instanceof Bug ? ` ${failure.stack}` : ""
      world.fail(`${this.name} stops by itself: ${code}: ${String(failure)}${stack}`)
    }
    world.counters.sometimes(`a node stops: ${code}`)
    this.failure = failure
    life.end()
  }

  /** Whether something was done, here or by the members, by which a node must stop as it does. */
  private mayStop(failure: unknown): boolean {
    const { auditor } = this.world
    if (!(failure instanceof ConcordatError)) return false
    const { code, details } = failure
    if (code === "upgrade_needed") {
      auditor.wants(BigInt(String(details["height"])))
      return exitCodeOf(failure) === UPGRADE_STATUS
    }
    // What is installed here is of before or after an upgrade that this disk is not at.
    if (code === "runtime_mismatch") return this.release > 0
    // Or that the snapshot is not at.
    if (code === "state_sync_failed" && auditor.release > 0) return true
    if (code === "engine_ended" && !this.engine.lacksBlocks) return false
    const cause = CAUSES[code]
    return cause !== undefined && this.injected.has(cause)
  }

  /** One operator is late with a new program, as long as faults happen. */
  private get isLaggard(): boolean {
    const { failure, number, world } = this
    return world.plan.faults && number === 0 && codeOf(failure) === "upgrade_needed"
  }

  /** The program that was planned is installed, or the one that the ledger on this disk runs. */
  private install(): void {
    const { failure, world } = this
    if (!(failure instanceof ConcordatError)) return
    if (failure.code === "upgrade_needed") {
      this.release++
      const height = BigInt(String(failure.details["height"]))
      const goesOn = world.chain.tip >= height
      world.counters.sometimesIf(goesOn, "the chain goes on without who is late with a program")
    }
    if (failure.code === "state_sync_failed") {
      const { release } = world.auditor
      this.release = this.release === release ? Math.max(0, release - 1) : release
    }
    if (failure.code !== "runtime_mismatch") return
    world.counters.sometimes("a program that does not fit is exchanged")
    this.release = Number(failure.details["recorded"] ?? 0)
  }

  /**
   * What the manual says: room is made, a damaged block log goes, a node whose snapshot is gone
   * begins anew; and it is started again.
   */
  private async repair(): Promise<void> {
    const { machine, world, engine, failure } = this
    this.install()
    this.failure = null
    machine.disk.room = Number.POSITIVE_INFINITY
    machine.disk.failing = null
    machine.store.full = false
    const { code = "", details = {} } = failure instanceof ConcordatError ? failure : {}
    const { path = "" } = details
    if (code === "engine_ended") {
      world.counters.sometimes("a node that joined begins anew")
      await Promise.all([DATA, `${HOME}/data`].map((folder) => machine.disk.remove(folder)))
      machine.store = new SimulatedStore()
      engine.forget()
      this.release = world.auditor.release
    } else if (code === "store_damaged" && String(path).startsWith(`${DATA}/blocks`)) {
      world.counters.sometimes("a damaged block log is fetched again")
      await machine.disk.remove(`${DATA}/blocks`)
    }
  }

  /** The process is ended from outside, and started again after a while. */
  kill(power: boolean): void {
    const { world, machine } = this
    if (!machine.life?.alive) return
    world.trace(`${this.name} ${power ? "loses its power" : "is killed"}`)
    if (power) machine.cutPower()
    else machine.life.end()
  }

  /** An operator stops it politely and starts it again. */
  async restart(): Promise<void> {
    const { ledger, machine, world } = this
    const { life } = machine
    if (ledger === null || !life?.alive) return
    world.trace(`${this.name} is restarted`)
    this.gateway = null
    try {
      await life.run(() => ledger.close())
    } catch (failure) {
      // It may come to the point at which it ends while it closes.
      if (life.alive) throw failure
    }
    life.end()
    if (machine.life === life) this.start()
  }
}
