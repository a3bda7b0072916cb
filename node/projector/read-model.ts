/**
 * The read model as the node has it: a thread of its own that is started, fed, asked, and started
 * again where it fails. The ledger never waits for it.
 */
import type { Scheduler } from "@concordat/engines/seams"
import { ConcordatError } from "@concordat/kernel"
import type { Choice } from "../accelerators/index.ts"
import type { Journal } from "../journal/journal.ts"
import type { ReadModel, ReadModelAnswer, ReadModelStatus } from "../ledger.ts"
import type { Log } from "../log/log.ts"
import type { DatabaseChoice } from "./database.ts"
import type { Feed } from "./feed.ts"
import type { FromProjector, QueryAnswer, Want } from "./messages.ts"
import type { Marker } from "./projection.ts"
import type { Projector, StartProjector } from "./thread.ts"

/** Under this name the journal keeps what is not projected yet. */
export const CONSUMER = "projector"

/** How long a question waits for a height, and for the thread to start. */
const WAIT_MS_MAX = 5_000
/** Pauses before the thread is started again, doubled from the first up to the last. */
const PAUSE_MS = 1_000
const PAUSE_MS_MAX = 60_000
/** So far behind, the read model is being built. */
const BUILDING_BLOCKS = 128n
/** Between two lines about it. */
const LINE_BLOCKS = 10_000n
/** How long the thread may take to let go of its database. */
const END_MS_MAX = 10_000

export type ReadModelOptions = {
  readonly database: DatabaseChoice
  readonly accelerators: Choice
  /** Address of a module that exports `services`. */
  readonly services: string
  readonly chain: string
  /** Text of the genesis file. */
  readonly genesis: () => Promise<string>
  readonly feed: Feed
  readonly journal: () => Journal
  readonly scheduler: Scheduler
  readonly log: Log
  readonly tip: () => bigint
  readonly projector: StartProjector
}

type Asked = {
  readonly resolve: (answer: QueryAnswer) => void
  readonly reject: (failure: unknown) => void
}

type Waiter = { readonly height: bigint; readonly resolve: () => void }

function behind(message: string, details: Readonly<Record<string, string>> = {}): ConcordatError {
  const hint = "Ask again in a moment, or for a lower height; the ledger itself goes on."
  return new ConcordatError("read_model_behind", message, { hint, details })
}

/** A read model that is not there. */
export const noReadModel: ReadModel = {
  status: () => ({
    ...{ kind: "none", state: "off", height: null, begins: null, lag: 0n },
    ...{ rows: 0, failures: 0, reason: null },
  }),
  query: async () => {
    throw behind("This node has no read model.")
  },
}

/** The thread, and who waits for it. */
export class ReadModelThread implements ReadModel {
  private readonly options: ReadModelOptions
  private projector: Projector | null = null
  private started = false
  private closed = false
  private marker: Marker | null = null
  private rows = 0
  private failures = 0
  private reason: string | null = null
  private pauseMs = PAUSE_MS
  private readonly asked = new Map<number, Asked>()
  private waiters: Waiter[] = []
  private next = 0
  private told = 0n
  private ended: (() => void) | null = null

  constructor(options: ReadModelOptions) {
    this.options = options
  }

  status(): ReadModelStatus {
    const { marker, rows, failures, reason } = this
    const height = marker?.height ?? null
    const lag = height === null ? this.options.tip() : this.options.tip() - height
    const { kind } = this.options.database
    const begins = marker?.begins ?? null
    return { kind, state: this.stateAt(lag), height, begins, lag, rows, failures, reason }
  }

  private stateAt(lag: bigint): ReadModelStatus["state"] {
    if (!this.started) return "waiting"
    if (this.reason !== null) return "failed"
    if (this.marker === null) return "starting"
    return lag > BUILDING_BLOCKS ? "building" : "ready"
  }

  /** Starts the thread, once. */
  start(): void {
    if (this.started) return
    this.started = true
    this.open().catch((failure) => this.failed(String(failure)))
  }

  private async open(): Promise<void> {
    const { accelerators, services, chain, database } = this.options
    const genesis = await this.options.genesis()
    if (this.closed) return
    const data = { ...{ accelerators, services, chain, genesis, database }, fresh: false }
    const projector = this.options.projector(data, {
      heard: (message) => this.hear(projector, message),
      lost: (reason) => this.lost(projector, reason),
    })
    this.projector = projector
  }

  private hear(projector: Projector, message: FromProjector): void {
    if (projector !== this.projector) return
    if (message.kind === "want") this.wanted(projector, message.want, message.rows)
    else if (message.kind === "answer") this.take(message.id)?.resolve(message.answer)
    else if (message.kind === "refused") this.take(message.id)?.reject(behind(message.reason))
    else if (message.kind === "failed") this.lost(projector, message.reason)
    else this.ended?.()
  }

  private take(id: number): Asked | undefined {
    const asked = this.asked.get(id)
    this.asked.delete(id)
    return asked
  }

  private wanted(projector: Projector, want: Want, rows: number): void {
    const { feed } = this.options
    const journal = this.options.journal()
    this.rows = rows
    this.reason = null
    this.pauseMs = PAUSE_MS
    this.marker = want.marker
    const kept = want.marker === null ? journal.from : want.marker.height + 1n
    if (!want.loading && kept !== null) journal.acknowledge(CONSUMER, kept)
    if (want.marker !== null) this.reached(want.marker)
    feed.next(want).then(
      (step) => {
        if (projector === this.projector) projector.send({ kind: "step", step })
      },
      (failure) => this.lost(projector, String(failure)),
    )
  }

  private reached({ height }: Marker): void {
    const ready = this.waiters.filter((waiter) => waiter.height <= height)
    this.waiters = this.waiters.filter((waiter) => waiter.height > height)
    for (const { resolve } of ready) resolve()
    const { log, tip } = this.options
    if (height < this.told + LINE_BLOCKS) return
    this.told = height
    const of = tip()
    log.info("read_model_progress", `The read model is at ${height} of ${of}.`, { height, of })
  }

  /** The thread is of no more use; another one is started after a pause. */
  private lost(projector: Projector, reason: string): void {
    if (projector !== this.projector) return
    this.projector = null
    void projector.terminate()
    this.failed(reason)
  }

  private failed(reason: string): void {
    for (const { reject } of this.asked.values()) reject(behind(reason))
    this.asked.clear()
    this.ended?.()
    if (this.closed) return
    this.failures++
    this.reason = reason
    const { log, scheduler } = this.options
    log.warn("read_model_failed", reason, { pauseMs: this.pauseMs })
    scheduler.after(this.pauseMs, () => {
      if (!this.closed) this.open().catch((failure) => this.failed(String(failure)))
    })
    this.pauseMs = Math.min(2 * this.pauseMs, PAUSE_MS_MAX)
  }

  async query(text: string, parameters: readonly unknown[], at = 0n): Promise<ReadModelAnswer> {
    this.start()
    await this.wait(at)
    const { projector } = this
    if (projector === null) throw behind(this.reason ?? "The read model is starting.")
    const id = this.next++
    const { marker, rows } = await new Promise<QueryAnswer>((resolve, reject) => {
      this.asked.set(id, { resolve, reject })
      projector.send({ kind: "query", id, text, parameters })
    })
    return { rows, ...marker }
  }

  /** Waits until the read model is at a height, or at any. */
  private async wait(height: bigint): Promise<void> {
    const isThere = () => this.marker !== null && this.marker.height >= height
    if (isThere()) return
    const { promise, resolve } = Promise.withResolvers<void>()
    const cancel = this.options.scheduler.after(WAIT_MS_MAX, resolve)
    const waiter = { height, resolve }
    this.waiters.push(waiter)
    await promise
    cancel()
    this.waiters = this.waiters.filter((one) => one !== waiter)
    if (isThere()) return
    const own = this.marker === null ? "none" : String(this.marker.height)
    const message =
      this.marker === null
        ? `The read model is not there yet. ${this.reason ?? this.making()}`
        : `The read model stands at height ${own}; ${height} is not in it yet.`
    throw behind(message, { height: String(height), actual: own })
  }

  private making(): string {
    const begun = this.options.tip() > 0n
    return begun ? "It is being made." : "It begins with the ledger's first block."
  }

  /** Lets go of the database. */
  async close(): Promise<void> {
    this.closed = true
    const { projector } = this
    if (projector === null) return
    const { promise: ended, resolve } = Promise.withResolvers<void>()
    this.ended = resolve
    const cancel = this.options.scheduler.after(END_MS_MAX, resolve)
    projector.send({ kind: "end" })
    await ended
    cancel()
    this.projector = null
    await projector.terminate()
    for (const { reject } of this.asked.values()) reject(behind("The node was closed."))
    this.asked.clear()
  }
}
