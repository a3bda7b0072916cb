/** Spoils valid inputs of a reader and judges each; what is a defect is told with its input. */
import { toHex } from "@concordat/kernel"
import { Chance } from "./chance.ts"
import type { Decoder } from "./decoders.ts"
import { mutated } from "./mutate.ts"
import { isKnown } from "./wires.ts"

const SHOWN_BYTES = 2_000

/** The answer to an input. Throws where it is no code of the table, and what the reader throws. */
async function answer({ judge, verdicts = [] }: Decoder, bytes: Uint8Array) {
  const code = await judge(bytes)
  const known = code === null || isKnown(code) || verdicts.includes(code)
  if (!known) throw new Error(`"${code}" is no code`)
  return code
}

/**
 * How many of `count` spoilt inputs were answered by each code; null: nothing was wrong. Refusals
 * come without their stacks, which take longer than most readers; a defect is judged again with it.
 */
export async function spoil(decoder: Decoder, seed: number, count: number) {
  const chance = new Chance(seed)
  const met = new Map<string | null, number>()
  const { stackTraceLimit } = Error
  Error.stackTraceLimit = 0
  try {
    for (let left = count; left > 0; left--) {
      const bytes = mutated(chance, decoder.seeds)
      try {
        const code = await answer(decoder, bytes)
        met.set(code, (met.get(code) ?? 0) + 1)
      } catch {
        Error.stackTraceLimit = stackTraceLimit
        const cause = await answer(decoder, bytes).catch((failure) => failure)
        const shown = toHex(bytes.subarray(0, SHOWN_BYTES))
        throw new Error(`${decoder.name}, seed ${seed}, ${left} left: ${shown}`, { cause })
      }
    }
    return met
  } finally {
    Error.stackTraceLimit = stackTraceLimit
  }
}
