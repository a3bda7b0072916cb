/**
 * What a benchmark is, and how it counts. A `*.bench.ts` beside its tests exports
 * `benches: readonly Bench[]`; `npm run bench` finds and runs them. Figures are CPU time and
 * ratios, so that two machines can be compared; none of them is ever a test.
 */
import { createHash } from "node:crypto"

/** One figure: how much of which unit. */
export type Measurement = {
  readonly value: number
  readonly unit: string
  /** What limits it, or how it was counted; one line. */
  readonly note?: string
}

/** The figure to reach, from the design. */
export type Target = {
  readonly value: number
  readonly unit: string
  readonly better: "more" | "less"
}

/** One benchmark. `name` is lower-case words with dots: `trie.update.10k-at-1m`. */
export type Bench = {
  readonly name: string
  /** One sentence: what is measured, over which data. */
  readonly about: string
  readonly target?: Target
  run(): Measurement | Promise<Measurement>
}

/** Microseconds of CPU (user and system, all threads of this process) that `fn` used. */
export async function cpuMicros(fn: () => unknown): Promise<number> {
  const before = process.cpuUsage()
  await fn()
  const used = process.cpuUsage(before)
  return Math.max(1, used.user + used.system)
}

/** `count` things in `micros` microseconds, as things a second. */
export function perSecond(count: number, micros: number): number {
  return (count * MICROS_PER_SECOND) / micros
}

/**
 * The speed of this machine in rounds a CPU-second: a round hashes 64 KiB with SHA-256 and mixes
 * as many 32-bit integers. A figure divided by it is comparable between machines. Takes the best
 * of several runs, as the least disturbed one.
 */
export async function calibrate(): Promise<number> {
  const data = new Uint8Array(CALIBRATION_BYTES)
  let best = 0
  for (let run = 0; run < CALIBRATION_RUNS; run++) {
    const micros = await cpuMicros(() => calibrationRounds(data))
    best = Math.max(best, perSecond(CALIBRATION_ROUNDS, micros))
  }
  return best
}

const MICROS_PER_SECOND = 1_000_000
const CALIBRATION_BYTES = 65_536
const CALIBRATION_ROUNDS = 500
const CALIBRATION_RUNS = 5

function calibrationRounds(data: Uint8Array): void {
  let state = 1
  for (let round = 0; round < CALIBRATION_ROUNDS; round++) {
    const digest = createHash("sha256").update(data).digest()
    state ^= digest.readUInt32LE(0)
    for (let index = 0; index < CALIBRATION_BYTES; index++) {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0
    }
    data[round % CALIBRATION_BYTES] = state & 0xff
  }
}
