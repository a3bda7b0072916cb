/**
 * Time that a test moves. The scheduler shares the clock: `after` tasks run when the test advances
 * past their time, in order of (time, sequence).
 */
import type { Clock, Scheduler } from "../seams.ts"

type Task = { readonly at: number; readonly sequence: number; readonly run: () => void }

/** Time that moves only when a test moves it, and tasks in a fixed order. */
export class TestClock implements Clock, Scheduler {
  private wall: number
  private passed = 0
  private sequence = 0
  private tasks: Task[] = []

  /** `start`: wall time, milliseconds of 1970. */
  constructor(start = Date.UTC(2026, 0, 1)) {
    this.wall = start
  }

  now(): number {
    return this.wall
  }

  elapsed(): number {
    return this.passed
  }

  soon(task: () => void): void {
    setImmediate(task)
  }

  after(ms: number, run: () => void): () => void {
    const task = { at: this.passed + ms, sequence: this.sequence++, run }
    this.tasks.push(task)
    return () => {
      this.tasks = this.tasks.filter((other) => other !== task)
    }
  }

  /** Moves time on by `ms` and runs what falls due. */
  advance(ms: number): void {
    this.wall += ms
    this.passed += ms
    const due = this.tasks.filter((task) => task.at <= this.passed)
    this.tasks = this.tasks.filter((task) => task.at > this.passed)
    due.sort((a, b) => a.at - b.at || a.sequence - b.sequence)
    for (const task of due) task.run()
  }

  /** The wall clock is set, as by an operator: nothing falls due. */
  jump(ms: number): void {
    this.wall += ms
  }
}
