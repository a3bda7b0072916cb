/**
 * Virtual time: tasks in the order of (time, sequence), one after the other, each with all that
 * follows from it at once. Nothing here waits for the machine's clock.
 */

type Entry = { readonly at: number; readonly sequence: number; task: (() => void) | null }

const isBefore = (a: Entry, b: Entry) => a.at < b.at || (a.at === b.at && a.sequence < b.sequence)

/** Everything that promises have to do now. */
const settled = () => new Promise<void>((resolve) => setImmediate(resolve))

/** Time of a whole world, milliseconds since it began. */
export class Timeline {
  now = 0
  /** Tasks run so far. */
  steps = 0
  /** A binary heap. */
  private readonly entries: Entry[] = []
  private sequence = 0

  /** Runs `task` in `ms`; answers how to call it off. */
  after(ms: number, task: () => void): () => void {
    const entry: Entry = { at: this.now + Math.max(0, ms), sequence: this.sequence++, task }
    this.push(entry)
    return () => {
      entry.task = null
    }
  }

  /** Returns in `ms`. */
  sleep(ms: number): Promise<void> {
    return new Promise((resolve) => void this.after(ms, resolve))
  }

  /** What `work` comes to, or undefined where that takes longer. A failure is thrown on. */
  within<T>(ms: number, work: Promise<T>): Promise<T | undefined> {
    return new Promise((resolve, reject) => {
      const cancel = this.after(ms, () => resolve(undefined))
      const end = (done: () => void) => {
        cancel()
        done()
      }
      work.then(
        (value) => end(() => resolve(value)),
        (failure) => end(() => reject(failure)),
      )
    })
  }

  /** Runs tasks until `isOver`, or until nothing is left to do. */
  async run(isOver: () => boolean): Promise<void> {
    await settled()
    while (!isOver()) {
      const entry = this.pop()
      if (entry === null) return
      if (entry.task === null) continue
      this.now = entry.at
      this.steps++
      entry.task()
      await settled()
    }
  }

  private push(entry: Entry): void {
    const { entries } = this
    let at = entries.push(entry) - 1
    while (at > 0) {
      const above = (at - 1) >> 1
      if (isBefore(entries[above]!, entry)) break
      entries[at] = entries[above]!
      at = above
    }
    entries[at] = entry
  }

  private pop(): Entry | null {
    const { entries } = this
    const first = entries[0]
    const last = entries.pop()
    if (first === undefined || last === undefined) return null
    if (entries.length > 0) this.sink(last)
    return first
  }

  private sink(entry: Entry): void {
    const { entries } = this
    let at = 0
    for (;;) {
      let below = 2 * at + 1
      if (below >= entries.length) break
      const right = below + 1
      if (right < entries.length && isBefore(entries[right]!, entries[below]!)) below = right
      if (isBefore(entry, entries[below]!)) break
      entries[at] = entries[below]!
      at = below
    }
    entries[at] = entry
  }
}
