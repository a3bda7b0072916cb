/** Randomness from a seed: SplitMix64 (Steele, Lea, Flood 2014), the same on every machine. */
import type { Random } from "../seams.ts"

const GAMMA = 0x9e3779b97f4a7c15n
const mask = (value: bigint) => BigInt.asUintN(64, value)

/** SplitMix64 from a seed: the same bytes for the same seed. */
export class SeededRandom implements Random {
  private state: bigint

  constructor(seed: bigint | number) {
    this.state = mask(BigInt(seed))
  }

  /** The next 64 bits. */
  next(): bigint {
    this.state = mask(this.state + GAMMA)
    let z = this.state
    z = mask((z ^ (z >> 30n)) * 0xbf58476d1ce4e5b9n)
    z = mask((z ^ (z >> 27n)) * 0x94d049bb133111ebn)
    return z ^ (z >> 31n)
  }

  /** 0..`below` - 1. */
  below(below: number): number {
    return Number(this.next() % BigInt(below))
  }

  bytes(length: number): Uint8Array {
    const bytes = new Uint8Array(length)
    for (let i = 0; i < length; i++) bytes[i] = this.below(256)
    return bytes
  }
}
