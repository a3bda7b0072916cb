/**
 * Chance for spoiling inputs: numbers of 32 bits, which cost a tenth of those of 64 (SplitMix with
 * the mixer of Chris Wellons' hash-prospector; its seed repeats it on every machine).
 */

const GAMMA = 0x9e3779b9

/** The same numbers for the same seed. */
export class Chance {
  private state: number

  constructor(seed: number) {
    this.state = seed | 0
  }

  private next(): number {
    this.state = (this.state + GAMMA) | 0
    let mixed = this.state ^ (this.state >>> 16)
    mixed = Math.imul(mixed, 0x21f0aaad)
    mixed ^= mixed >>> 15
    mixed = Math.imul(mixed, 0x735a2d97)
    return (mixed ^ (mixed >>> 15)) >>> 0
  }

  /** 0..`below` - 1. */
  below(below: number): number {
    return this.next() % below
  }

  bytes(length: number): Uint8Array {
    const bytes = new Uint8Array(length)
    for (let i = 0; i < length; i++) bytes[i] = this.next()
    return bytes
  }
}
