/**
 * Verdicts ahead of time: jobs go to threads in packed batches, answers fill the kernel's memory. A
 * thread that ends costs time, never an answer: what is not known is verified where it is asked.
 */
import { availableParallelism } from "node:os"
import { Worker } from "node:worker_threads"
import { type Job, kernelRules, learnAnswers, packJobs, type Runtime } from "@concordat/kernel"
import type { Choice } from "../accelerators/index.ts"
import type { WorkerAnswer, WorkerData, WorkerTask } from "./messages.ts"

/** Fewer jobs are verified faster where they are asked than sent to a thread. */
const JOBS_MIN = 4
/** Jobs that are worth a thread of their own. */
const JOBS_PER_THREAD = 32

/** Fills the memory of verdicts ahead of checks and blocks. */
export interface Verifier {
  /** Returns when the answers are known, or will be found on the spot. */
  verify(jobs: readonly Job[]): Promise<void>
  close(): Promise<void>
}

/** Leaves every job to whoever asks. */
export const onTheSpot: Verifier = { verify: async () => {}, close: async () => {} }

export type WorkersOptions = {
  readonly runtime: Runtime
  /** Threads, at least 1; null: one less than the machine has cores. */
  readonly workers: number | null
  /** Module that exports the runtime's services; null: only the kernel's rules go to threads. */
  readonly services: string | null
  readonly accelerators?: Choice
  /** A thread ended by itself. */
  readonly onLost: (failure: unknown) => void
}

type Task = { readonly jobs: readonly Job[]; readonly done: () => void }

class Thread {
  private readonly worker: Worker
  private readonly tasks = new Map<number, Task>()
  private next = 0
  lost = false

  constructor(data: WorkerData, onLost: (failure: unknown) => void) {
    const extension = import.meta.url.endsWith(".ts") ? ".ts" : ".js"
    const url = new URL(`./worker${extension}`, import.meta.url)
    const execArgv = extension === ".ts" ? ["--conditions=source"] : []
    this.worker = new Worker(url, { workerData: data, execArgv })
    this.worker.unref()
    this.worker.on("message", (answer: WorkerAnswer) => this.answered(answer))
    this.worker.on("error", (failure) => {
      this.release()
      onLost(failure)
    })
    this.worker.on("exit", () => this.release())
  }

  get load(): number {
    return this.tasks.size
  }

  private answered({ task, answers }: WorkerAnswer): void {
    const { jobs, done } = this.tasks.get(task)!
    this.tasks.delete(task)
    learnAnswers(jobs, answers)
    done()
  }

  /** Nobody waits for a thread that is gone. */
  private release(): void {
    this.lost = true
    for (const { done } of this.tasks.values()) done()
    this.tasks.clear()
  }

  run(runtime: Runtime, jobs: readonly Job[]): Promise<void> {
    const packed = packJobs(runtime, jobs)
    const task = this.next++
    return new Promise((done) => {
      this.tasks.set(task, { jobs, done })
      const message: WorkerTask = { task, packed }
      this.worker.postMessage(message, [packed.buffer as ArrayBuffer])
    })
  }

  async close(): Promise<void> {
    await this.worker.terminate()
  }
}

/** Threads that verify; the first batch waits until they have loaded their libraries. */
export function verifyInThreads(options: WorkersOptions): Verifier {
  const { runtime, services, accelerators = {}, onLost } = options
  const count = options.workers ?? Math.max(1, availableParallelism() - 1)
  const data: WorkerData = { accelerators, services }
  const threads = Array.from({ length: count }, () => new Thread(data, onLost))
  const knows = (job: Job) => services !== null || kernelRules.includes(job.rule)
  return {
    async verify(jobs) {
      const alive = threads.filter(({ lost }) => !lost).sort((a, b) => a.load - b.load)
      const known = jobs.filter(knows)
      if (known.length < JOBS_MIN || alive.length === 0) return
      const parts = Math.min(alive.length, Math.ceil(known.length / JOBS_PER_THREAD))
      const size = Math.ceil(known.length / parts)
      const runs = alive
        .slice(0, parts)
        .map((thread, part) => thread.run(runtime, known.slice(part * size, (part + 1) * size)))
      await Promise.all(runs)
    },
    async close() {
      await Promise.all(threads.map((thread) => thread.close()))
    },
  }
}
