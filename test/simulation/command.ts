/**
 * What `npm run simulate -- --seeds 1..2000 [--nodes N]` does: simulated consortia, one a seed,
 * each with its own faults. Prints what was found with the command that brings it back, and at the
 * end what the run came by: a run that visited no rare state has not looked.
 */

import { commandOf, type Write } from "../../scripts/command.ts"
import {
  FlagError,
  type Flags,
  type Parsed,
  positiveNumber,
  wholeNumber,
} from "../../scripts/flags.ts"
import { EVERY_NIGHT, missed } from "./rare.ts"
import { replayedBy, told } from "./replayed-by.ts"
import { shrink } from "./shrink.ts"
import { type Result, type Simulation, simulate } from "./simulate.ts"
import { Chance } from "./world/chance.ts"
import { Counters } from "./world/counters.ts"
import { type Given, planOf } from "./world/plan.ts"

const FLAGS: Flags = {
  seeds: { about: "seeds from the first to the last, default 1..100", value: "FROM..TO" },
  seed: { about: "one seed, with its whole story", value: "N" },
  nodes: { about: "nodes of every world; default: drawn, 1 to 7", value: "N" },
  set: { about: "what a seed would draw: blocks=200,joiner=true", value: "NAME=VALUE,…" },
  twice: {
    about: "run every N-th world twice, default 100: both must go the same way",
    value: "N",
  },
  shrink: { about: "reduce the first world that fails, and print the smallest that still does" },
  minutes: { about: "begin no further world after so many minutes of CPU", value: "N" },
}
const DESCRIBED = {
  line: "npm run simulate -- [--seeds FROM..TO] [--seed N] [--nodes N] [--set NAME=VALUE,…]",
  about: "Runs simulated consortia, each from a seed; see test/simulation.",
  flags: FLAGS,
}
/** From so many worlds on, every rare state must have been visited. */
const NIGHT = 300
const MICROS_A_SECOND = 1_000_000
const SECONDS_A_MINUTE = 60
const STORY_LINES = 200
/** One world in a hundred is run twice. */
const TWICE_EVERY = 100

type Values = Parsed["values"]

function rangeOf({ seed, seeds = "1..100" }: Values): readonly [bigint, bigint] {
  const [, from, to = from] =
    /^(\d{1,19}|0x[0-9a-f]{1,16})(?:\.\.(\d{1,19}))?$/.exec(String(seed ?? seeds)) ?? []
  if (from === undefined || to === undefined) {
    throw new FlagError("seeds are whole numbers: --seeds 1..100", "configuration_invalid")
  }
  if (BigInt(to) < BigInt(from)) {
    throw new FlagError(`there are no seeds from ${from} to ${to}`, "configuration_invalid")
  }
  return [BigInt(from), BigInt(to)]
}

/** What is fixed: a number, or yes or no, by its name in the plan. */
function givenOf({ nodes, set = "" }: Values): Given {
  const fixed = String(set)
    .split(",")
    .filter((each) => each !== "")
  if (nodes !== undefined) fixed.push(`nodes=${nodes}`)
  const known = planOf(new Chance(0n))
  const entries = fixed.map((each) => {
    const [, name = "", value] = /^(\w+)=(\d+|true|false)$/.exec(each) ?? []
    if (value === undefined || !(name in known)) {
      throw new FlagError(`--set knows no "${each}".`, "configuration_invalid")
    }
    return [name, /^\d/.test(value) ? Number(value) : value === "true"] as const
  })
  return Object.fromEntries(entries)
}

/** Seconds of CPU of this process. */
const cpuSeconds = () => {
  const { user, system } = process.cpuUsage()
  return (user + system) / MICROS_A_SECOND
}

/** Runs a world once more; 1 where it went another way, which is the simulator's fault. */
async function again(
  { seed, digest }: Result,
  given: Given,
  counters: Counters,
  write: Write,
): Promise<number> {
  counters.count("worlds run twice")
  const second = await simulate({ seed, given })
  if (second.digest === digest) return 0
  write(`seed ${seed} goes two ways: ${replayedBy(seed, given)}\n`)
  return 1
}

/** The smallest world that still fails. */
async function reduced(simulation: Simulation, result: Result): Promise<string> {
  const { given, tried, result: least } = await shrink(simulation, result)
  return `reduced, after ${tried} worlds:\n${told(least, given)}\n`
}

/** What the worlds came to, by name. */
function summary(counters: Counters, worlds: number, failed: number): string {
  const seconds = cpuSeconds()
  const blocks = counters.of("blocks")
  const simulated = counters.of("simulated seconds")
  const lines = [...counters.counts].sort(([a], [b]) => (a < b ? -1 : 1))
  return [
    ...lines.map(([name, count]) => `${String(count).padStart(10)}  ${name}`),
    "",
    `${worlds} worlds, ${failed} failed; ${blocks} blocks in ${simulated} simulated seconds; ` +
      `${seconds.toFixed(0)} s of CPU, ${(blocks / seconds).toFixed(0)} blocks a CPU-second`,
    "",
  ].join("\n")
}

/** Runs the worlds that `args` name; the process's exit status. Throws `FlagError`. */
export const command = commandOf(DESCRIBED, async ({ values }, write) => {
  const [from, to] = rangeOf(values)
  const given = givenOf(values)
  const most = positiveNumber(values, "minutes", Number.POSITIVE_INFINITY) * SECONDS_A_MINUTE
  const every = wholeNumber(values, "twice", TWICE_EVERY, { least: 1 })
  const alone = values["seed"] !== undefined
  const counters = new Counters()
  let failed = 0
  let worlds = 0
  let ended = false
  let tellAt = SECONDS_A_MINUTE
  process.once("SIGINT", () => {
    ended = true
  })
  for (let seed = from; seed <= to && cpuSeconds() < most && !ended; seed++) {
    const result = await simulate({ seed, given })
    worlds++
    counters.take(result.counters)
    if (cpuSeconds() > tellAt) {
      tellAt += SECONDS_A_MINUTE
      process.stderr.write(`${worlds} worlds, ${failed} failed; at seed ${seed}\n`)
    }
    const isTwice = !alone && (seed - from) % BigInt(every) === 0n
    if (isTwice) failed += await again(result, given, counters, write)
    if (alone) write(`${result.last.join("\n")}\n`)
    if (result.violation === null) continue
    failed++
    write(`${told(result, given, alone ? 0 : STORY_LINES)}\n`)
    if (values["shrink"] === true && failed === 1) write(await reduced({ seed, given }, result))
  }
  write(summary(counters, worlds, failed))
  const unseen = worlds < NIGHT ? [] : missed(EVERY_NIGHT, (name) => counters.of(name))
  for (const name of unseen) write(`never visited: ${name}\n`)
  return worlds > 0 && failed + unseen.length === 0 ? 0 : 1
})
