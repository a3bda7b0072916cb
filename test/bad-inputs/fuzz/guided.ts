/**
 * Fuzzing that V8 guides: an input that makes the program go where none went before is kept and
 * spoilt further. Blocks are counted by the inspector in this process.
 */
import { type Profiler, Session } from "node:inspector/promises"
import { toHex } from "@concordat/kernel"
import { Chance } from "./chance.ts"
import type { Decoder } from "./decoders.ts"
import { mutated } from "./mutate.ts"

/** Inputs that are run between two looks at what was reached. */
const BATCH = 32
/** Inputs that are kept besides the seeds. */
const KEPT_MAX = 512
/** An input that takes so long is a defect: its work is not bounded by its length. */
const HANG_MS = 2_000
const SHOWN_BYTES = 2_000
const OURS = /\/(kernel|engines|node|gateway|sdk|services|cli)\/(?!node_modules)[^?]*\.ts$/

/** What was reached: blocks of the project's own files. */
class Coverage {
  private readonly session = new Session()
  private readonly seen = new Set<string>()

  async begin(): Promise<void> {
    this.session.connect()
    await this.session.post("Profiler.enable")
    await this.session.post("Profiler.startPreciseCoverage", { callCount: true, detailed: true })
    await this.take()
  }

  /** How many blocks were reached for the first time since it was asked last. */
  async take(): Promise<number> {
    const answer = await this.session.post("Profiler.takePreciseCoverage")
    const before = this.seen.size
    for (const script of answer.result) if (OURS.test(script.url)) this.add(script)
    return this.seen.size - before
  }

  private add({ scriptId, functions }: Profiler.ScriptCoverage): void {
    for (const { ranges } of functions) {
      for (const { startOffset, endOffset, count } of ranges) {
        if (count > 0) this.seen.add(`${scriptId} ${startOffset} ${endOffset}`)
      }
    }
  }

  get blocks(): number {
    return this.seen.size
  }

  async end(): Promise<void> {
    await this.session.post("Profiler.stopPreciseCoverage")
    this.session.disconnect()
  }
}

/** What a run came to. */
export type Fuzzed = {
  readonly runs: number
  /** Blocks reached, and inputs that reached some of them first. */
  readonly blocks: number
  readonly kept: number
  /** Codes that were answered; null: nothing was wrong. */
  readonly codes: ReadonlyMap<string | null, number>
}

/** Spoils inputs of a reader `runs` times. Throws for what is a defect, with the input. */
export async function fuzz(decoder: Decoder, seed: number, runs: number): Promise<Fuzzed> {
  const { seeds, judge, name } = decoder
  const random = new Chance(seed)
  const corpus = [...seeds]
  const codes = new Map<string | null, number>()
  const one = async (bytes: Uint8Array) => {
    const began = process.cpuUsage()
    try {
      const code = await judge(bytes)
      codes.set(code, (codes.get(code) ?? 0) + 1)
    } catch (cause) {
      const shown = toHex(bytes.subarray(0, SHOWN_BYTES))
      throw new Error(`${name}, seed ${seed}: ${shown}`, { cause })
    }
    if (process.cpuUsage(began).user > HANG_MS * 1_000) {
      throw new Error(`${name}, seed ${seed}: ${HANG_MS} ms for ${toHex(bytes)}`)
    }
  }
  const coverage = new Coverage()
  await coverage.begin()
  try {
    for (const bytes of seeds) await one(bytes)
    await coverage.take()
    for (let done = 0; done < runs; done += BATCH) {
      const batch = Array.from({ length: BATCH }, () => mutated(random, corpus))
      for (const bytes of batch) await one(bytes)
      if ((await coverage.take()) === 0 || corpus.length > KEPT_MAX) continue
      // One of them went further; which one does not matter enough to run all of them again.
      corpus.push(...batch.slice(0, BATCH / 4))
    }
    return { runs, blocks: coverage.blocks, kept: corpus.length - seeds.length, codes }
  } finally {
    await coverage.end()
  }
}
