/**
 * What a run came by: rare states, faults by kind, named points. A run that looked at nothing
 * cannot pass for one that found nothing.
 */

/** Counts by name. */
export class Counters {
  readonly counts = new Map<string, number>()

  private add(name: string, by: number): void {
    this.counts.set(name, (this.counts.get(name) ?? 0) + by)
  }

  /** A rare state was visited. */
  sometimes(name: string): void {
    this.add(`sometimes: ${name}`, 1)
  }

  /** The same where a condition holds. */
  sometimesIf(holds: boolean, name: string): void {
    if (holds) this.sometimes(name)
  }

  /** A fault was injected. */
  fault(kind: string): void {
    this.add(`fault: ${kind}`, 1)
  }

  /** A named point was passed. */
  point(name: string): void {
    this.add(`point: ${name}`, 1)
  }

  /** Something ordinary happened. */
  count(name: string, by = 1): void {
    this.add(name, by)
  }

  of(name: string): number {
    return this.counts.get(name) ?? 0
  }

  /** Adds another run's. */
  take(other: Counters): void {
    for (const [name, by] of other.counts) this.add(name, by)
  }
}
