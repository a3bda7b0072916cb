/**
 * A model of one CometBFT process beside the real node: it makes the calls of ABCI 2.0 in every
 * order that the engine may, keeps its block store over its ends, and joins the node's own link,
 * bridge, collector and sender by real frames.
 * Source of truth: CometBFT v0.40, `spec/abci/abci++_comet_expected_behavior.md`,
 * `consensus/replay.go`.
 */
import type { EngineLink } from "@concordat/engines/cometbft"
import {
  addressOf,
  ConcordatError,
  equalBytes,
  type Party,
  stampMs,
  toHex,
} from "@concordat/kernel"
import type { RequestOf } from "../../../engines/cometbft/abci/index.ts"
import { judgeEnd } from "../../../engines/cometbft/process/ends.ts"
import type { Life } from "../world/machine.ts"
import type { World } from "../world/world.ts"
import { Calls, type Handlers } from "./calls.ts"
import { appHashIn } from "./chain.ts"
import { Mempool } from "./mempool.ts"
import { rpcOf } from "./rpc.ts"
import { stateSync } from "./state-sync.ts"

/** The node's supervisor starts an engine again after this. */
const AGAIN_MS = 1_000
const CONNECT_MS_MAX = 50

type Told = Parameters<EngineLink["process"]>[0]

/** One process of the engine. */
export class Run {
  readonly calls: Calls
  readonly mempool: Mempool
  readonly life: Life
  /** It has done the handshake, and takes part. */
  ready = false
  /** It answers over RPC: from the handshake on, or while it joins. */
  answers = false
  alive = true
  /** A block is being brought in. */
  following = false

  constructor(
    engine: SimulatedEngine,
    life: Life,
    handlers: Handlers,
    failed: (cause: unknown) => void,
  ) {
    this.life = life
    const { world } = engine
    this.calls = new Calls({ life, handlers, isAlive: () => this.alive && life.alive, failed })
    this.mempool = new Mempool(world, this.calls, (bytes) => engine.gossip(bytes))
  }

  end(): void {
    this.alive = false
    this.ready = false
  }
}

/** The engine of one node, over all its lives. */
export class SimulatedEngine {
  readonly world: World
  readonly name: string
  readonly organisation: Party
  /** The highest block in its block store, and the height of its own state. */
  saved = 0n
  applied = 0n
  /** The highest block that it voted for: its journal has it, also after a crash. */
  voted = 0n
  /** The lowest block that it holds; a joiner has none below its snapshot. */
  first: bigint
  run: Run | null = null
  /** Whether it joins by a snapshot while it has no block. */
  joins = false
  /** Its application asked for blocks that it never had: both begin anew. */
  lacksBlocks = false
  private told: Told | null = null
  private handlers: Handlers | null = null
  private onClosed: (failure: unknown) => void = () => {}

  constructor(world: World, name: string, organisation: Party) {
    this.world = world
    this.name = name
    this.organisation = organisation
    this.first = world.chain.genesis.height
  }

  /** What a life of the node reaches its engine by. */
  link(life: Life): EngineLink {
    const isRunning = () => this.run?.alive === true && life.alive
    return {
      rpc: rpcOf(this, () => isRunning() && this.run?.answers === true),
      process: (told) => {
        this.told = told
        return {
          get pid() {
            return isRunning() ? 1 : null
          },
          begin: async () => this.start(life),
          renew: async () => {
            this.world.counters.sometimes("an engine is started anew by its node")
            this.run?.end()
            this.start(life)
          },
          stop: async () => this.run?.end(),
        }
      },
      serve: async ({ handlers, onClosed }) => {
        this.handlers = handlers
        this.onClosed = (failure) => onClosed?.(failure)
        return { close: async () => this.run?.end() }
      },
    }
  }

  private start(life: Life): void {
    const { handlers } = this
    if (handlers === null || !life.alive) return
    this.run?.end()
    const run = new Run(this, life, handlers, (failure) => {
      run.end()
      this.onClosed(failure)
    })
    this.run = run
    life.after(this.world.chance.between(1, CONNECT_MS_MAX), () => void this.boot(run))
  }

  /** The process ends by itself, and the node starts it again. */
  crash(): void {
    const { run, told } = this
    if (run === null || !run.alive || !run.life.alive) return
    run.end()
    const { life } = run
    told?.onRestart?.(new ConcordatError("engine_ended", "The engine ended."))
    life.after(AGAIN_MS, () => void this.startAgain(life))
  }

  private async startAgain(life: Life): Promise<void> {
    try {
      await this.told?.prepare?.()
      this.start(life)
    } catch (failure) {
      this.told?.onFailure(failure)
    }
  }

  /** The machine ends: nothing of the process is left. */
  end(): void {
    this.run?.end()
  }

  /** The handshake: what the application lacks is given to it again. */
  private async boot(run: Run): Promise<void> {
    const { world, joins } = this
    const { chain, counters } = world
    run.answers = joins && this.saved === 0n
    if (run.answers && !(await stateSync(this, run, this.told!.onFailure))) return
    const info = await run.calls.call("info", { abci_version: "2.1.0" })
    if (info === null) return
    const height = info.last_block_height
    if (height > this.saved) {
      world.fail(`the application of ${this.name} says ${height}, its engine has ${this.saved}`)
    }
    this.countCase(height)
    const known = height === 0n ? null : chain.appHash(height)
    if (known !== null && !equalBytes(known, info.last_block_app_hash)) {
      world.fail(
        `${this.name} says another app hash of ${height}: ${toHex(info.last_block_app_hash)}`,
      )
    }
    if (height === 0n && !(await this.initChain(run))) return
    const from = height === 0n ? chain.genesis.height : height + 1n
    if (this.saved > 0n && from < this.first) return this.cannotReplay(run, height)
    if (this.saved - from > LONG_REPLAY) counters.sometimes("a replay of more than 20 blocks")
    for (let next = from; next <= this.saved; next++) {
      if (!(await this.apply(run, next))) return
    }
    this.applied = this.saved
    run.ready = true
    run.answers = true
    void this.follow()
  }

  /** The application lacks blocks that this engine never had: it joined above them. */
  private cannotReplay(run: Run, height: bigint): void {
    run.end()
    this.lacksBlocks = true
    const line = `app block height (${height}) is too far below block store base (${this.first})`
    this.world.counters.sometimes("an engine lacks the blocks that its application asks for")
    const end = { code: 1, signal: null, lines: [`ERROR: failed to create node: ${line}`] }
    this.told?.onFailure(judgeEnd(end).failure)
  }

  /** Its folder is emptied: it begins as if it had never been. */
  forget(): void {
    this.lacksBlocks = false
    this.saved = 0n
    this.applied = 0n
    this.voted = 0n
    this.first = this.world.chain.genesis.height
  }

  /** The cases of a restart: where the application, the block store and the state stand. */
  private countCase(height: bigint): void {
    const { counters } = this.world
    const { saved, applied } = this
    const store = saved === applied ? "store at state" : "store one above state"
    const of = (than: bigint) => (height < than ? "below" : height === than ? "at" : "above")
    const app = height === 0n ? "application empty" : `application ${of(applied)} state`
    counters.sometimes(saved === 0n ? "start with nothing" : `start: ${store}, ${app}`)
  }

  private async initChain(run: Run): Promise<boolean> {
    const { chain } = this.world
    const { genesis } = chain
    const seconds = BigInt(Math.floor(genesis.time / MS_PER_SECOND))
    const nanos = (genesis.time % MS_PER_SECOND) * NANOS_PER_MS
    const answer = await run.calls.call("init_chain", {
      ...{ time: { seconds, nanos }, chain_id: genesis.chain, initial_height: genesis.height },
    })
    if (answer === null) return false
    if (!chain.begin(answer)) this.world.fail(`${this.name} begins with another state`)
    return true
  }

  /** What `finalize_block` is asked of a decided block. */
  private finalizeRequest(height: bigint): RequestOf<"finalize_block"> {
    const { chain } = this.world
    const { header, block, transactions, misbehaviour } = chain.block(height)
    return {
      ...{ txs: [...transactions], decided_last_commit: chain.lastCommitOf(height) },
      ...{ misbehavior: misbehaviour, hash: block.hash, height, time: header.time },
      next_validators_hash: new Uint8Array(Buffer.from(header.nextValidators, "hex")),
      proposer_address: new Uint8Array(Buffer.from(header.proposer, "hex")),
    }
  }

  /** Block `height` is executed and committed; false where this process ended on the way. */
  async apply(run: Run, height: bigint): Promise<boolean> {
    const { world } = this
    const { chain } = world
    if (!run.alive) return false
    if (height > this.saved) this.saved = height // Synced before anything is executed.
    const request = this.finalizeRequest(height)
    const { body, frame } = (await run.calls.answered("finalize_block", request)) ?? {}
    if (body === undefined || frame === undefined) return false
    if (!chain.learn(height, body, frame)) {
      world.fail(`${this.name} comes to another outcome of block ${height}`)
    }
    const above = chain.has(height + 1n) ? chain.block(height + 1n).header : null
    if (above !== null && !equalBytes(appHashIn(above), body.app_hash)) {
      world.fail(`${this.name} gives block ${height} another app hash than header ${height + 1n}`)
    }
    const committed = await run.mempool.while(async () => {
      const answer = await run.calls.call("commit", {})
      if (answer === null) return false
      if (height > this.applied) this.applied = height
      return true
    })
    if (!committed) return false
    world.trace(`${this.name} has ${height} ${toHex(body.app_hash)}`)
    void run.mempool.update(chain.block(height).transactions)
    return run.alive
  }

  /** Brings decided blocks in, as long as there are any that this engine can hear of. */
  async follow(): Promise<void> {
    const { run, world } = this
    if (run === null || !run.ready || run.following) return
    run.following = true
    try {
      while (run.alive && this.applied < world.heard(this)) {
        const height = this.applied + 1n
        const behind = world.chain.tip - this.applied
        world.counters.sometimesIf(behind > LONG_REPLAY, "more than 20 blocks behind")
        if (!(await this.apply(run, height))) return
        if (behind > 1n) await world.timeline.sleep(BLOCK_SYNC_MS)
      }
    } finally {
      run.following = false
    }
  }

  /** A transaction that was taken goes to the others. */
  gossip(bytes: Uint8Array): void {
    const { world } = this
    for (const other of world.engines) {
      if (other === this) continue
      world.network.send(this.name, other.name, () => {
        if (other.run?.ready) void other.run.mempool.receive(bytes)
      })
    }
  }

  /** Whether it votes on the next block now. */
  get isReady(): boolean {
    const { run, world } = this
    return run?.ready === true && run.alive && run.life.alive && this.applied === world.chain.tip
  }

  /** This validator's own time. */
  now(): number {
    return this.run?.life.now() ?? 0
  }

  /** Milliseconds of the last block, as this engine knows it. */
  lastTime(): number {
    const { chain } = this.world
    return this.applied === 0n ? chain.genesis.time : stampMs(chain.block(this.applied).header.time)
  }

  /** Addresses of the set that this engine's organisation holds keys of. */
  votes(height: bigint): readonly { readonly index: number; readonly address: Uint8Array }[] {
    const { world, organisation } = this
    return world.chain.validators(height).flatMap((validator, index) => {
      const held = world.holderOf(validator.key.ed25519)?.organisation === organisation
      return held ? [{ index, address: addressOf(validator) }] : []
    })
  }
}

const LONG_REPLAY = 20n
const BLOCK_SYNC_MS = 5
const MS_PER_SECOND = 1_000
const NANOS_PER_MS = 1_000_000
