/**
 * The engine's process: started, watched line by line, started again where that helps, stopped.
 * What it writes goes to `engine.log` in its home.
 */
import { type ChildProcess, spawn } from "node:child_process"
import { createInterface } from "node:readline"
import type { ConcordatError } from "@concordat/kernel"
import type { Clock, Scheduler } from "../../seams.ts"
import { removeStaleSocket } from "../abci/index.ts"
import { failureInLine, judgeEnd, type Verdict } from "./ends.ts"
import { EngineLog } from "./engine-log.ts"
import { forgetEngine, rememberEngine, seeOff } from "./orphan.ts"

const LINES_KEPT = 50
const AGAIN_MS = 1_000
const RESTARTS_MAX = 3
const RESTARTS_WITHIN_MS = 600_000
/** A quiet ledger closes a block in that time. */
const PATIENT_MS = 10_000
/** After so long a polite end is not waited for any more. */
const KILL_MS = 10_000

export type ProcessOptions = {
  /** Absolute path of the program. */
  readonly binary: string
  readonly home: string
  /** A socket that the engine makes, and does not remove when it is killed. */
  readonly socket: string
  readonly clock: Clock
  readonly scheduler: Scheduler
  /** What must be in its home before it is started again. */
  readonly prepare?: () => Promise<void>
  /** It ended and is started again. */
  readonly onRestart?: (why: ConcordatError) => void
  /** It ended for good, or decides nothing more. */
  readonly onFailure: (failure: unknown) => void
}

/** At most one process at a time. */
export class EngineProcess {
  private readonly options: ProcessOptions
  private child: ChildProcess | null = null
  private log: EngineLog | null = null
  private ends: Promise<void> = Promise.resolve()
  private lines: string[] = []
  private restarts: number[] = []
  private stopping = false
  private renewing = false
  private cancel = () => {}

  constructor(options: ProcessOptions) {
    this.options = options
  }

  /** The process's id; null while there is none. */
  get pid(): number | null {
    return this.child?.pid ?? null
  }

  /** Starts it, once no older one is left over its folder; what becomes of it the options hear. */
  async begin(): Promise<void> {
    await seeOff(this.options.home, this.options.scheduler)
    if (!this.stopping) this.start()
  }

  private start(): void {
    const { binary, home, socket } = this.options
    removeStaleSocket(socket)
    this.log ??= new EngineLog(home)
    this.lines = []
    const child = spawn(binary, ["start", "--home", home], { stdio: ["ignore", "pipe", "pipe"] })
    this.child = child
    if (child.pid !== undefined) rememberEngine(home, child.pid)
    for (const output of [child.stdout, child.stderr]) {
      createInterface({ input: output }).on("line", (line) => this.heard(line))
    }
    this.ends = new Promise((resolve) => {
      child.once("error", (failure) => this.lines.push(failure.message))
      child.once("close", (code, signal) => {
        this.child = null
        forgetEngine(home)
        resolve()
        if (!this.stopping && !this.renewing)
          this.ended(judgeEnd({ code, signal, lines: this.lines }))
      })
    })
  }

  private heard(line: string): void {
    this.log?.write(line)
    this.lines.push(line)
    // A panic comes before its trace, which may be longer than what is kept.
    const kept = this.lines[0]?.startsWith("panic:") ? 1 : 0
    if (this.lines.length > LINES_KEPT) this.lines.splice(kept, 1)
    const failure = failureInLine(line)
    if (failure !== null) this.options.onFailure(failure)
  }

  private ended({ again, failure }: Verdict): void {
    const { clock, scheduler, onRestart, onFailure } = this.options
    const now = clock.elapsed()
    const patient = again === "patiently"
    this.restarts = this.restarts.filter((at) => now - at < RESTARTS_WITHIN_MS)
    if (!again || (!patient && this.restarts.length >= RESTARTS_MAX)) {
      onFailure(failure)
      return
    }
    if (!patient) this.restarts.push(now)
    onRestart?.(failure)
    const ms = patient ? PATIENT_MS : AGAIN_MS
    this.cancel = scheduler.after(ms, () => void this.startAgain())
  }

  private async startAgain(): Promise<void> {
    try {
      await this.options.prepare?.()
      if (!this.stopping && this.child === null) this.start()
    } catch (failure) {
      this.options.onFailure(failure)
    }
  }

  private async end(): Promise<void> {
    const { child } = this
    if (child === null) return
    child.kill("SIGTERM")
    const late = this.options.scheduler.after(KILL_MS, () => child.kill("SIGKILL"))
    await this.ends
    late()
  }

  /** Ends it and starts it anew, because that is wanted: this counts as no failure. */
  async renew(): Promise<void> {
    if (this.child === null || this.stopping || this.renewing) return
    this.renewing = true
    await this.end()
    this.renewing = false
    if (!this.stopping) this.start()
  }

  /** Ends it politely, after ten seconds by force. */
  async stop(): Promise<void> {
    this.stopping = true
    this.cancel()
    await this.end()
    this.log?.close()
    this.log = null
  }
}
