/** Chance from a seed (mulberry32): what clients do follows from it, what they meet does not. */
const STEP = 0x6d2b79f5
const RANGE = 2 ** 32

export class Chance {
  private state: number

  constructor(seed: number) {
    this.state = seed >>> 0
  }

  /** A whole number from 0 to below the limit. */
  below(limit: number): number {
    this.state = (this.state + STEP) >>> 0
    let mixed = this.state
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / RANGE) * limit)
  }

  pick<T>(from: readonly T[]): T {
    return from[this.below(from.length)]!
  }

  /** One of some things, each as often as its weight says. */
  weighed<T>(weights: readonly (readonly [weight: number, what: T])[]): T {
    let at = this.below(weights.reduce((sum, [weight]) => sum + weight, 0))
    for (const [weight, what] of weights) {
      at -= weight
      if (at < 0) return what
    }
    throw new RangeError("nothing is weighed")
  }
}
