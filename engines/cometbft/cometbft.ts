/**
 * The CometBFT engine: an unmodified CometBFT 0.40.0 as a process of its own, driven through ABCI
 * 2.0 and asked over JSON-RPC, both on unix sockets. What is final, more than two thirds of the
 * validators' power have signed.
 */
import { ConcordatError, stampMs } from "@concordat/kernel"
import type { Application, Engine, EngineStatus, Info, InitChainAnswer, TxResult } from "../port.ts"
import type { Clock, Disk, Scheduler } from "../seams.ts"
import { Schedule } from "../solo/schedule.ts"
import type { AbciServer, Method } from "./abci/index.ts"
import { CollectedArchive } from "./archive.ts"
import { Bridge } from "./bridge/bridge.ts"
import { StateSync } from "./bridge/state-sync.ts"
import { WaitingBytes } from "./bridge/waiting-bytes.ts"
import { Collector } from "./collector.ts"
import { peersServed } from "./farewell.ts"
import type { EngineConfig } from "./home/config.ts"
import type { EngineGenesis } from "./home/genesis.ts"
import { writeHome } from "./home/home.ts"
import { nodeIdIn, takeNextKey } from "./home/keys.ts"
import { ensureFresh } from "./home/memory.ts"
import { ensureSilent } from "./home/silent.ts"
import { type Certified, Headers } from "./join/headers.ts"
import { History } from "./join/history.ts"
import { Joining } from "./join/joining.ts"
import { type EngineLink, systemLink } from "./link.ts"
import { idOf, KnownPeers } from "./peers.ts"
import { peersOf, prioritiesOf, standingOf } from "./rpc/answers.ts"
import { Sender } from "./sender.ts"

const REDIAL_MS = 15_000
const WATCH_MS = 2_000
/** Validators that the engine tells at once, at most. */
const TURNS_PAGE = 100
const START_POLL_MS = 100
/**
 * A block carries the time of the votes for the one before: on a quiet ledger ten seconds ago,
 * after a halt of all however long. Transactions may expire fifteen minutes after it, so nobody is
 * told a present that is further from it than this.
 */
const AHEAD_MS_MAX = 600_000

/** An engine, its folders, and who is told what. */
export type CometOptions = {
  readonly disk: Disk
  readonly clock: Clock
  readonly scheduler: Scheduler
  /** Absolute path: `blocks/` and `engine/schedule` lie in it. */
  readonly data: string
  /** Absolute path of the engine's own folder. */
  readonly home: string
  /** Absolute path of the program. */
  readonly binary: string
  readonly config: EngineConfig
  /** Whether its key may ever vote; true unless given. */
  readonly votes?: boolean
  readonly genesis: EngineGenesis
  /** Default: `binary` as a process of this machine. */
  readonly link?: EngineLink
  /** A torn tail was cut off the block log. */
  readonly onCut?: (path: string, offset: number, bytes: number) => void
  /** The engine ended and is started again. */
  readonly onRestart?: (why: ConcordatError) => void
  /** A call into the application has run for 2 s, or has stalled for 30 s. */
  readonly onSlow?: (method: Method, ms: number, stalled: boolean) => void
  /** A snapshot was offered that could not be judged. */
  readonly onDoubt?: (why: ConcordatError) => void
  /** It stopped by itself and takes nothing more. */
  readonly onFailure?: (failure: unknown) => void
}

function halted(): ConcordatError {
  return new ConcordatError("node_halted", "The engine takes no transactions.", {
    hint: "Send the same bytes again once the node runs.",
  })
}

/** One validator, or an observer, of a network. */
export class CometEngine implements Engine {
  readonly archive: CollectedArchive
  private readonly options: CometOptions
  private readonly waiting = new WaitingBytes()
  private readonly link: EngineLink
  private readonly sender: Sender
  private readonly collector: Collector
  private readonly process: ReturnType<EngineLink["process"]>
  private schedule: Schedule | null = null
  private bridge: Bridge | null = null
  private server: Pick<AbciServer, "close"> | null = null
  private known: KnownPeers | null = null
  private joining: Joining | null = null
  private history: History | null = null
  private last: Pick<EngineStatus, "height" | "signers"> & { readonly time: number }
  private failure: unknown = null
  private stopping = false
  private behind = false
  /** The oldest block that the engine has: those before a snapshot come from others. */
  private oldest = 0n
  private cancel = () => {}
  private unwatch = () => {}

  private constructor(options: CometOptions, archive: CollectedArchive) {
    const { scheduler, clock, binary, home, config, genesis } = options
    const { waiting } = this
    this.options = options
    this.archive = archive
    archive.turns = (height) => this.turns(height)
    this.link = options.link ?? systemLink({ binary, home, rpc: config.rpc, clock, scheduler })
    const { rpc } = this.link
    this.sender = new Sender({ rpc, waiting, scheduler })
    const onFailure = (failure: unknown) => this.fail(failure)
    const first = () => {
      const known = this.schedule?.first ?? genesis.height
      return known > this.oldest ? known : this.oldest
    }
    this.collector = new Collector({ archive, rpc, scheduler, first, onFailure })
    this.process = this.link.process({
      onFailure,
      prepare: () => this.writeHome(),
      onRestart: (why) => {
        options.onRestart?.(why)
        void this.up().then(() => this.sender.restarted())
      },
    })
    this.last = { height: 0n, time: genesis.time, signers: null }
  }

  /** Opens the archive; nothing runs yet. Throws `ConcordatError` `store_damaged`. */
  static async open(options: CometOptions): Promise<CometEngine> {
    const { disk, data, genesis, onCut } = options
    return new CometEngine(options, await CollectedArchive.open(disk, data, genesis.chain, onCut))
  }

  /**
   * Starts the engine, which brings the application to its last block, and returns once it answers;
   * where this node joins, once it has executed a block above the snapshot. Throws besides what the
   * port says `engine_ended`, `genesis_mismatch`, `signer_state_missing`, `signer_state_stale`,
   * `state_sync_failed`.
   */
  async start(application: Application): Promise<void> {
    const { disk, home, config: given } = this.options
    this.known = new KnownPeers(given.peers, await nodeIdIn(disk, home), application)
    await this.begun(await application.info())
    this.bridge = this.bridgeTo(application)
    const { clock, scheduler, config, onSlow } = this.options
    this.server = await this.link.serve({
      ...{ at: config.abci, handlers: this.bridge.handlers, clock, scheduler },
      ...(onSlow === undefined ? {} : { onSlow }),
      onClosed: (failure) => {
        if (failure !== null) this.fail(failure)
      },
    })
    // An engine that never votes has nothing to remember.
    if (this.options.votes ?? true) await this.joining?.absent()
    await this.process.begin()
    await this.up()
    await this.joining?.ended()
    if (this.failure !== null) throw this.failure
    this.redial()
    this.lookBack()
    this.watch()
  }

  /** Whether it catches up is asked now and then: nobody who wants to know can wait for it. */
  private watch(): void {
    this.unwatch = this.options.scheduler.after(WATCH_MS, () => {
      void this.link.rpc
        .call("status")
        .then((answer) => {
          this.behind = standingOf(answer).catchingUp
        })
        .catch(() => {}) // The engine is away; the supervisor knows.
        .then(() => this.stopping || this.watch())
    })
  }

  private get schedulePath(): string {
    return `${this.options.data}/engine/schedule`
  }

  /** Reads what was kept, and writes the engine's folder by it. */
  private async begun({ height }: Pick<Info, "height">): Promise<void> {
    const { disk, clock, scheduler, data, home, config, genesis } = this.options
    const choice = config.join ?? null
    this.joining = await Joining.begin({
      ...{ disk, clock, scheduler, data, home, choice, height, chain: genesis.chain },
    })
    await this.writeHome()
    if (height > 0n) await this.loadSchedule()
    await this.ensureSilent(height)
    if (height > 0n) await this.renewKey(height)
    await ensureFresh(disk, home, this.archive)
  }

  private writeHome(): Promise<void> {
    const { disk, home, config, genesis } = this.options
    const join = this.joining === null ? null : (config.join ?? null)
    const peers = this.known?.list() ?? config.peers
    return writeHome(disk, home, { ...config, peers, join }, genesis)
  }

  private async loadSchedule(): Promise<void> {
    const { disk, genesis } = this.options
    this.use(await Schedule.load(disk, this.schedulePath, genesis.chain))
    const tip = await this.archive.block(this.archive.last)
    if (tip !== null) {
      this.last = { height: tip.height, time: stampMs(tip.header.time), signers: null }
    }
  }

  private use(schedule: Schedule): void {
    this.schedule = schedule
    this.archive.schedule = schedule
  }

  private bridgeTo(application: Application): Bridge {
    const { onDoubt } = this.options
    const headers = this.joining?.headers ?? null
    const stateSync = new StateSync({
      snapshots: application.snapshots,
      certify: headers && ((height) => headers.certify(height)),
      onRestored: (certified) => this.restored(certified),
      onDoubt: (why) => onDoubt?.(why),
    })
    return new Bridge({
      ...{ application, stateSync, waiting: this.waiting, schedule: () => this.schedule },
      admits: (id) => this.known?.admits(id) ?? false,
      begin: (answer) => this.begin(answer),
      onFinalized: (proposal) => this.collector.decided(proposal),
      onCommitted: ({ height, time }, signers) => {
        this.last = { height, time, signers }
        this.sender.committed()
        void this.voteAnew(height).catch((failure) => this.fail(failure))
        if (this.joining !== null) void this.joined().catch((failure) => this.fail(failure))
      },
      onEnd: (height, why) => {
        const served = peersServed(this.link.rpc, this.options.scheduler, height)
        void served.then(() => this.fail(why))
      },
    })
  }

  private async begin(answer: InitChainAnswer & { readonly height: bigint }): Promise<void> {
    const { disk, data, genesis } = this.options
    await disk.makeFolder(`${data}/engine`)
    const schedule = Schedule.begin(disk, this.schedulePath, genesis.chain, answer)
    await schedule.save()
    this.use(schedule)
  }

  /** The state of a snapshot is in place: sets, parameters and blocks are known from it on. */
  private async restored({ height, time, current, next, params }: Certified): Promise<void> {
    const { disk, data, genesis } = this.options
    const above = { height: height + 1n, validators: current, ...params }
    await disk.makeFolder(`${data}/engine`)
    const schedule = Schedule.begin(disk, this.schedulePath, genesis.chain, above)
    schedule.announce(height + 2n, next)
    await schedule.save()
    await this.archive.goOnFrom(height + 1n, schedule)
    this.schedule = schedule
    this.last = { height, time, signers: null }
    await this.ensureSilent(height)
  }

  /** From now on this is a node like any other, also when its engine starts again. */
  private async joined(): Promise<void> {
    const { joining } = this
    this.joining = null
    await this.writeHome()
    await joining?.end()
  }

  /** Priorities of the set that signs a height, as the engine counts them. */
  private async turns(height: bigint): Promise<readonly bigint[] | null> {
    if (height < this.oldest) return null
    const set = this.archive.validators(height)
    const calls = Array.from({ length: Math.ceil(set.length / TURNS_PAGE) }, (_, page) => ({
      method: "validators",
      params: { height: String(height), page: String(page + 1), per_page: String(TURNS_PAGE) },
    }))
    const answers = await Promise.all(
      calls.map(({ method, params }) => this.link.rpc.call(method, params)),
    )
    const known = new Map(answers.flatMap((answer) => [...prioritiesOf(answer)]))
    const turns = set.map(({ key }) => known.get(key.ed25519))
    return turns.some((turn) => turn === undefined) ? null : (turns as bigint[])
  }

  /** Returns once the engine answers, or once it is clear that it never will. */
  private async up(): Promise<void> {
    while (this.failure === null && !this.stopping) {
      const standing = await this.link.rpc.call("status").then(standingOf, () => null)
      if (standing !== null) {
        this.oldest = standing.first
        return this.collector.reach(standing.height)
      }
      await new Promise<void>((resolve) => this.options.scheduler.after(START_POLL_MS, resolve))
    }
  }

  /** A node that joined brings the blocks before its snapshot, for whoever trusts an old header. */
  private lookBack(): void {
    const { clock, scheduler, config, genesis, onDoubt } = this.options
    const { archive, schedule } = this
    const { join = null } = config
    if (join === null || schedule === null) return
    this.history = new History({
      ...{ archive, schedule, scheduler, initialHeight: genesis.height },
      headers: new Headers(genesis.chain, join, clock),
      onDoubt: (failure) => {
        if (failure instanceof ConcordatError) onDoubt?.(failure)
        else this.fail(failure)
      },
    })
    this.history.start()
  }

  /** Dials known peers that are not connected, for ever: the engine itself gives up after a day. */
  private redial(): void {
    this.cancel = this.options.scheduler.after(REDIAL_MS, () => {
      void this.dialMissing()
        .catch(() => {}) // The engine is away; the supervisor knows.
        .then(() => this.stopping || this.redial())
    })
  }

  private async dialMissing(): Promise<void> {
    const peers = this.known?.list() ?? []
    if (peers.length === 0) return
    const connected = new Set(peersOf(await this.link.rpc.call("net_info")))
    const missing = peers.filter((peer) => !connected.has(idOf(peer)))
    if (missing.length === 0) return
    await this.link.rpc.call("dial_peers", { peers: missing, persistent: true })
  }

  /** Whether another key of this home votes for the block above `height`, and is in place now. */
  private async renewKey(height: bigint): Promise<boolean> {
    const { disk, home, votes = true } = this.options
    return votes && takeNextKey(disk, home, this.schedule!.validators(height + 1n))
  }

  /** Refuses to run, or to go on, where a set that is known by now would let a silent one vote. */
  private async ensureSilent(height: bigint): Promise<void> {
    const { disk, home, genesis, votes = true } = this.options
    if (votes) return
    const { schedule } = this
    const ahead = [1n, 2n].map((blocks) => schedule?.validators(height + blocks))
    const sets = ahead.map((set) => set ?? genesis.validators)
    await ensureSilent(disk, home, sets)
  }

  /** Where the set changed and knows this validator by its next key, the engine votes with that. */
  private async voteAnew(height: bigint): Promise<void> {
    const { schedule } = this
    if (schedule === null) return
    const [now, next, later] = [0n, 1n, 2n].map((ahead) => schedule.validators(height + ahead))
    if (next !== later) await this.ensureSilent(height)
    if (now === next) return
    if (await this.renewKey(height)) await this.relink()
  }

  async relink(): Promise<void> {
    await this.writeHome()
    await this.process.renew()
    await this.up()
    this.sender.restarted()
  }

  /** The process id of the engine; null while it is not running. */
  get pid(): number | null {
    return this.process.pid
  }

  status(): EngineStatus {
    const { clock } = this.options
    const { height, time, signers } = this.last
    const now = Math.max(time, Math.min(clock.now(), time + AHEAD_MS_MAX))
    const { size: waiting } = this.waiting
    const condition = this.process.pid === null ? "absent" : this.behind ? "syncing" : "running"
    return { kind: "cometbft", height, now, waiting, signers, condition, failure: this.failure }
  }

  async submit(transaction: Uint8Array): Promise<TxResult> {
    const { bridge, waiting } = this
    if (this.failure !== null) throw this.failure
    if (bridge === null || this.stopping) throw halted()
    const before = waiting.find(transaction)
    if (before !== undefined && !waiting.isCurrent(before)) waiting.drop(transaction)
    const result = await bridge.check(transaction)
    const known = waiting.find(transaction)
    if (result.code !== 0 || known === undefined) return result
    known.own = true
    await this.sender.hand(known)
    return result
  }

  private fail(failure: unknown): void {
    if (this.failure !== null || this.stopping) return
    this.failure = failure
    this.archive.fail(failure)
    this.joining?.fail(failure)
    void this.process.stop() // It must sign nothing more, nor come back.
    this.options.onFailure?.(failure)
  }

  async stop(): Promise<void> {
    this.stopping = true
    this.joining?.fail(halted())
    this.cancel()
    this.unwatch()
    this.sender.stop()
    await this.process.stop()
    await this.server?.close()
    await this.history?.stop()
    await this.collector.stop()
    this.link.rpc.close()
    this.archive.fail(halted())
    await this.archive.close()
  }
}
