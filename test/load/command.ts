/**
 * What `npm run soak -- --minutes N` does: a node over real files under steady load, the memory
 * that it holds at even intervals, and the slope of the second half. A report, never a verdict.
 */
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { systemClock, systemDisk, systemScheduler } from "@concordat/node"
import { levelPlace } from "../../node/store/store-place.ts"
import { openNode, send, testWorld, writeOf } from "../../node/testing/node.testing.ts"
import { FlagError, type Flags, parseFlags, usage } from "../../scripts/flags.ts"
import { heldBytes } from "../bad-inputs/memory.ts"

const FLAGS: Flags = {
  minutes: { about: "how long, default 60", value: "N" },
  samples: { about: "how often memory is read, default 60 times", value: "N" },
  help: { about: "print this" },
}
const USAGE = usage(
  "npm run soak -- [--minutes N] [--samples N]",
  "Loads one node with ten clients and tells how its memory grows.",
  FLAGS,
)
const CLIENTS = 10
/** So many rows are written again and again: the state itself does not grow. */
const NAMES = 500
const MS_A_MINUTE = 60_000
const MIB = 1_048_576
const MINUTES_AN_HOUR = 60

type Sample = { readonly minute: number; readonly bytes: number; readonly done: number }

/** Bytes a minute, by least squares. */
export function slopeOf(samples: readonly Sample[]): number {
  const mean = (of: (sample: Sample) => number) =>
    samples.reduce((sum, sample) => sum + of(sample), 0) / samples.length
  const [x, y] = [mean(({ minute }) => minute), mean(({ bytes }) => bytes)]
  let [above, below] = [0, 0]
  for (const { minute, bytes } of samples) {
    above += (minute - x) * (bytes - y)
    below += (minute - x) ** 2
  }
  return below === 0 ? 0 : above / below
}

async function soaked(minutes: number, count: number, tell: (sample: Sample) => void) {
  const data = mkdtempSync(join(tmpdir(), "concordat-soak-"))
  const world = testWorld()
  const ledger = await openNode(world, {
    ...{ data, disk: systemDisk, clock: systemClock, scheduler: systemScheduler },
    store: levelPlace(join(data, "state")),
  })
  const began = systemClock.elapsed()
  let [done, over] = [0, false]
  const client = async () => {
    while (!over) await send(world, ledger, writeOf(`n${done++ % NAMES}`))
  }
  const clients = Array.from({ length: CLIENTS }, client)
  const samples: Sample[] = []
  try {
    for (let each = 1; each <= count; each++) {
      const due = began + (minutes * MS_A_MINUTE * each) / count
      await new Promise<void>((next) => {
        systemScheduler.after(Math.max(1, due - systemClock.elapsed()), next)
      })
      const minute = (systemClock.elapsed() - began) / MS_A_MINUTE
      samples.push({ minute, bytes: await heldBytes(), done })
      tell(samples.at(-1)!)
    }
  } finally {
    over = true
    await Promise.allSettled(clients)
    await ledger.close()
    rmSync(data, { recursive: true, force: true })
  }
  return samples
}

function positive(value: unknown, otherwise: number): number {
  const number = Number(value ?? otherwise)
  if (number > 0) return number
  throw new FlagError(`${value} must be a number above 0.`, "configuration_invalid")
}

/** Soaks a node as `args` say; the process's exit status. Throws `FlagError`. */
export async function command(
  args: readonly string[],
  write: (text: string) => void,
): Promise<number> {
  const { values } = parseFlags(FLAGS, args)
  if (values["help"]) {
    write(USAGE)
    return 0
  }
  const [minutes, count] = [positive(values["minutes"], 60), positive(values["samples"], 60)]
  const samples = await soaked(minutes, count, ({ minute, bytes, done }) => {
    write(`${minute.toFixed(2)} min  ${(bytes / MIB).toFixed(2)} MiB  ${done} transactions\n`)
  })
  const later = samples.slice(samples.length >> 1)
  const hourly = slopeOf(later) * MINUTES_AN_HOUR
  const share = (hourly / later[0]!.bytes) * 100
  write(`${(hourly / MIB).toFixed(2)} MiB an hour in the second half, ${share.toFixed(1)} %\n`)
  return 0
}
