/**
 * What `npm run soak -- --minutes N` does: a node over real files under steady load, the memory
 * that it holds at even intervals, and the slope of the second half. A report, never a verdict.
 *
 * The load is so many transactions a second and no more: identifiers are remembered for fifteen
 * minutes, so that memory follows the rate, and a rate that follows the machine would be read as
 * memory that grows.
 */
import { mkdirSync, mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { monitorEventLoopDelay } from "node:perf_hooks"
import { setTimeout } from "node:timers/promises"
import { writeHeapSnapshot } from "node:v8"
import { systemClock, systemDisk, systemScheduler } from "@concordat/node"
import { levelPlace } from "../../node/store/store-place.ts"
import { openNode, send, testWorld, writeOf } from "../../node/testing/node.testing.ts"
import { commandOf } from "../../scripts/command.ts"
import { type Flags, positiveNumber, wholeNumber } from "../../scripts/flags.ts"
import { heldBytes } from "../bad-inputs/memory.ts"

const FLAGS: Flags = {
  minutes: { about: "how long, default 60", value: "N" },
  samples: { about: "how often memory is read, default 60 times", value: "N" },
  rate: { about: "transactions a second, default 50", value: "N" },
  heap: { about: "writes what the heap holds at the half and at the end", value: "FOLDER" },
}
const DESCRIBED = {
  line: "npm run soak -- [--minutes N] [--samples N] [--rate N] [--heap FOLDER]",
  about: "Loads one node with ten clients and tells how its memory grows.",
  flags: FLAGS,
}
const CLIENTS = 10
const PARTS = 3
/** So many rows are written again and again: the state itself does not grow. */
const NAMES = 500
const MS_A_MINUTE = 60_000
const MS_A_SECOND = 1_000
const NANOS_A_MS = 1e6
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

/**
 * The least of each third. What a node remembers goes in generations, so that memory falls at once
 * and fills again; only what it falls back to tells whether it grows.
 */
export function lowsOf(samples: readonly Sample[]): readonly Sample[] {
  const length = Math.max(1, Math.floor(samples.length / PARTS))
  return Array.from({ length: PARTS }, (_, part) => {
    const some = samples.slice(part * length, part === PARTS - 1 ? undefined : (part + 1) * length)
    return some.toSorted((a, b) => a.bytes - b.bytes)
  }).flatMap(([least]) => (least === undefined ? [] : [least]))
}

type Soak = {
  readonly minutes: number
  readonly count: number
  readonly rate: number
  readonly tell: (sample: Sample, loopMs: number) => void
}

/** Waits for a moment of `systemClock.elapsed`; the scheduler's timers keep no process alive. */
const until = (due: number) => setTimeout(Math.max(1, due - systemClock.elapsed()))

async function soaked({ minutes, count, rate, tell }: Soak) {
  const data = mkdtempSync(join(tmpdir(), "concordat-soak-"))
  const world = testWorld()
  const ledger = await openNode(world, {
    ...{ data, disk: systemDisk, clock: systemClock, scheduler: systemScheduler },
    store: levelPlace(join(data, "state")),
  })
  const began = systemClock.elapsed()
  let [sent, done, over] = [0, 0, false]
  const client = async () => {
    while (!over) {
      const number = sent++
      await until(began + (number * MS_A_SECOND) / rate)
      await send(world, ledger, writeOf(`n${number % NAMES}`))
      done++
    }
  }
  const clients = Array.from({ length: CLIENTS }, client)
  const samples: Sample[] = []
  const delay = monitorEventLoopDelay()
  delay.enable()
  try {
    for (let each = 1; each <= count; each++) {
      await until(began + (minutes * MS_A_MINUTE * each) / count)
      const minute = (systemClock.elapsed() - began) / MS_A_MINUTE
      const loopMs = delay.percentile(99.9) / NANOS_A_MS
      samples.push({ minute, bytes: await heldBytes(), done })
      tell(samples.at(-1)!, loopMs)
      delay.reset()
    }
  } finally {
    over = true
    delay.disable()
    await Promise.allSettled(clients)
    await ledger.close()
    rmSync(data, { recursive: true, force: true })
  }
  return samples
}

/** Soaks a node as `args` say; the process's exit status. Throws `FlagError`. */
export const command = commandOf(DESCRIBED, async ({ values }, write) => {
  const minutes = positiveNumber(values, "minutes", 60)
  const count = wholeNumber(values, "samples", 60, { least: 2 })
  const rate = positiveNumber(values, "rate", 50)
  const heap = values["heap"] === undefined ? null : String(values["heap"])
  if (heap !== null) mkdirSync(heap, { recursive: true })
  let told = 0
  const tell = ({ minute, bytes, done }: Sample, loopMs: number) => {
    const memory = `${(bytes / MIB).toFixed(2)} MiB`
    const stall = `loop p99.9 ${loopMs.toFixed(0)} ms`
    write(`${minute.toFixed(2)} min  ${memory}  ${done} transactions  ${stall}\n`)
    told++
    if (heap !== null && (told === count >> 1 || told === count)) {
      write(`  ${writeHeapSnapshot(join(heap, `${told}.heapsnapshot`))}\n`)
    }
  }
  const samples = await soaked({ minutes, count, rate, tell })
  const later = lowsOf(samples.slice(samples.length >> 1))
  const hourly = slopeOf(later) * MINUTES_AN_HOUR
  const share = (hourly / later[0]!.bytes) * 100
  write(`${(hourly / MIB).toFixed(2)} MiB an hour in the second half, ${share.toFixed(1)} %\n`)
  return 0
})
