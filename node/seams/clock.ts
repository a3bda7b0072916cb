/** The machine's clock and timers behind the seams of `engines/seams.ts`. */
import type { Clock, Scheduler } from "@concordat/engines/seams"

/** The machine's clocks. */
export const systemClock: Clock = {
  now: () => Date.now(),
  elapsed: () => performance.now(),
}

/** The event loop's own queues; a timer keeps no process alive. */
export const systemScheduler: Scheduler = {
  soon(task) {
    setImmediate(task)
  },
  after(ms, task) {
    const timer = setTimeout(task, ms)
    timer.unref()
    return () => clearTimeout(timer)
  },
}
