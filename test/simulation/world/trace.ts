/** What happened in a world: the newest events in words, and a hash over all of them. */
import { createHash } from "node:crypto"

const KEPT = 200

/** Events in order. */
export class Trace {
  private readonly hash = createHash("sha256")
  private readonly kept: string[] = []
  count = 0

  add(at: number, event: string): void {
    const line = `${at.toFixed(0).padStart(8)} ${event}`
    this.hash.update(`${line}\n`)
    this.count++
    this.kept.push(line)
    if (this.kept.length > KEPT) this.kept.shift()
  }

  /** The newest ones, oldest first. */
  get last(): readonly string[] {
    return this.kept
  }

  /** Equal for equal worlds. */
  get digest(): string {
    return this.hash.copy().digest("hex")
  }
}
