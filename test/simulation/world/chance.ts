/** What a seed decides: draws by name, each from a stream of its own. */
import { SeededRandom } from "@concordat/engines/testing"
import { sha256, utf8 } from "@concordat/kernel"

const STREAM_BYTES = 8

/** Chance from a seed. */
export class Chance {
  readonly random: SeededRandom
  private readonly seed: bigint

  constructor(seed: bigint) {
    this.seed = seed
    this.random = new SeededRandom(seed)
  }

  /** A stream of its own: what others draw does not stir it. */
  split(name: string): Chance {
    const digest = sha256(utf8(`${this.seed} ${name}`))
    let seed = 0n
    for (const byte of digest.subarray(0, STREAM_BYTES)) seed = (seed << 8n) | BigInt(byte)
    return new Chance(seed)
  }

  /** 0..`below` - 1. */
  below(below: number): number {
    return this.random.below(below)
  }

  /** `from`..`to`, both of them. */
  between(from: number, to: number): number {
    return from + this.below(to - from + 1)
  }

  /** True in so many of a thousand cases. */
  mille(permille: number): boolean {
    return this.below(1_000) < permille
  }

  pick<T>(list: readonly T[]): T {
    return list[this.below(list.length)]!
  }

  /** The same members in another order. */
  shuffled<T>(list: readonly T[]): T[] {
    const copy = [...list]
    for (let at = copy.length - 1; at > 0; at--) {
      const other = this.below(at + 1)
      const held = copy[at]!
      copy[at] = copy[other]!
      copy[other] = held
    }
    return copy
  }
}
