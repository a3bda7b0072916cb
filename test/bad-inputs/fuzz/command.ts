/**
 * What `npm run fuzz -- [NAME] --runs N` does: the readers whose name contains NAME, or all of
 * them, spoilt N times each under the guidance of V8's coverage.
 */
import { commandOf, type Write } from "../../../scripts/command.ts"
import { FlagError, type Flags, positiveNumber, wholeNumber } from "../../../scripts/flags.ts"
import { Live } from "../live.ts"
import type { Decoder } from "./decoders.ts"
import { fuzz } from "./guided.ts"
import { readers } from "./readers.ts"

const FLAGS: Flags = {
  runs: { about: "inputs of each reader, default 100000", value: "N" },
  minutes: { about: "goes on with other seeds until so many minutes of CPU are used", value: "N" },
  seed: { about: "where chance begins, default 1", value: "N" },
}
const DESCRIBED = {
  line: "npm run fuzz -- [NAME] [--runs N] [--minutes N] [--seed N]",
  about: "Spoils valid inputs of readers whose name contains NAME.",
  ...{ flags: FLAGS, words: true },
}
const RUNS = 100_000
const MICROS_A_MINUTE = 60_000_000

/** Minutes of CPU that this process has used. */
function cpuMinutes(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / MICROS_A_MINUTE
}

async function one(decoder: Decoder, seed: number, runs: number, write: Write): Promise<number> {
  const times = Math.ceil(runs / (decoder.slower ?? 1))
  const { blocks, kept, codes } = await fuzz(decoder, seed, times)
  const told = [...codes].map(([code, count]) => `${code ?? "nothing wrong"} ${count}`)
  write(`${decoder.name}, seed ${seed}: ${times} inputs, ${blocks} blocks reached, ${kept} kept\n`)
  write(`  ${told.join(", ")}\n`)
  return times
}

/** Fuzzes what `args` name; the process's exit status. Throws `FlagError`. */
export const command = commandOf(DESCRIBED, async ({ values, words }, write) => {
  const runs = wholeNumber(values, "runs", RUNS, { least: 1 })
  const seed = wholeNumber(values, "seed", 1)
  const minutes = values["minutes"] === undefined ? 0 : positiveNumber(values, "minutes", 1)
  const live = new Live()
  await live.open()
  try {
    const all = await readers(live)
    const wanted = all.filter(({ name }) => name.includes(words.join(" ")))
    if (wanted.length === 0) {
      const names = all.map(({ name }) => name).join(", ")
      throw new FlagError(`No reader is named like "${words.join(" ")}": ${names}.`)
    }
    let total = 0
    for (let round = 0; round === 0 || cpuMinutes() < minutes; round++) {
      for (const decoder of wanted) total += await one(decoder, seed + round, runs, write)
    }
    write(`${total} inputs of ${wanted.length} readers, ${cpuMinutes().toFixed(1)} min of CPU\n`)
    return 0
  } finally {
    await live.close()
  }
})
