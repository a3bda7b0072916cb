/**
 * The levels at which reliability is tested: what each wants of one run of continuous integration,
 * what `npm test` does, and whether that holds. The last long runs stand in `runs.jsonl`.
 */

import { READERS, REQUESTS } from "../bad-inputs/fuzz/cases.ts"
import { BLOCKS, circumstances, FIRST_BLOCKS } from "../determinism/circumstances.ts"

const replayed = circumstances({ restarts: [], some: [] })
/** With the reference. */
const whole = 1 + replayed.filter(({ blocks }) => blocks === undefined).length
const english = (count: number) => count.toLocaleString("en")
const shorter = `${english(FIRST_BLOCKS)} of them under ${replayed.length + 1 - whole} more`

/** One row of the table. */
export type Level = {
  readonly level: string
  readonly what: string
  readonly wanted: string
  readonly does: string
  /** `yes`: as wanted; `part`: less than wanted, or not all of it; `no`: not in `npm test`. */
  readonly holds: "yes" | "part" | "no"
}

/** All of them, in order. */
export const LEVELS: readonly Level[] = [
  {
    ...{ level: "1", what: "properties of codec, trie, proofs, money, grants", holds: "yes" },
    wanted: "5 M cases",
    does: "4.97 M inputs of the codec, and some 115,000 cases by `CONCORDAT_CASES`",
  },
  {
    ...{ level: "1b", what: "trie against a naive one", holds: "yes" },
    ...{ wanted: "20,000 batches", does: "20,000, each with a proof and a flipped bit" },
  },
  {
    ...{ level: "2", what: "simulated consortia", holds: "part" },
    wanted: "300 seeds, 50 simulated hours",
    does: "100 worlds with nights, four short ones, a kept course, planted defects",
  },
  {
    ...{ level: "3", what: "real engine, four validators", holds: "yes" },
    ...{ wanted: "6 perturbations", does: "those of the first table above" },
  },
  {
    ...{ level: "3b", what: "twins, wrong hash, evil proposer, hostile peer", holds: "yes" },
    ...{ wanted: "3 scripts", does: "`byzantine`, `faults`, `divergence`" },
  },
  {
    ...{ level: "4", what: "kills at named points and at random", holds: "yes" },
    ...{ wanted: "50", does: "above 60: every named point, random moments, over HTTP" },
  },
  {
    ...{ level: "4b", what: "damaged files", holds: "yes" },
    ...{ wanted: "40", does: "110 pairs of 19 files and seven damages, besides those of networks" },
  },
  {
    ...{ level: "5", what: "readers of bytes", holds: "yes" },
    ...{
      wanted: "1 M inputs",
      does: `1 M of ${READERS.length} readers, and ${english(3 * REQUESTS)} requests`,
    },
  },
  {
    ...{ level: "6", what: "recorded chain replayed", holds: "part" },
    wanted: "2,000 blocks",
    does: `${english(BLOCKS)} blocks under ${whole} circumstances, ${shorter}`,
  },
  {
    ...{ level: "7", what: "services alone, four kinds of run", holds: "yes" },
    wanted: "100 blocks of 200 operations",
    does: "that for each of six, on three replicas, exported, imported and gone on with",
  },
  {
    ...{ level: "8", what: "history from outside", holds: "yes" },
    wanted: "20,000 operations",
    does: "20,000 of 16 clients at a node that is killed twice; 23 planted defects are found",
  },
  {
    ...{ level: "9", what: "soak", holds: "no" },
    ...{ wanted: "none", does: "the command for a second" },
  },
  {
    ...{ level: "10", what: "speed against the runs kept", holds: "no" },
    ...{ wanted: "a report", does: "nothing: `npm run bench -- --gate` is a command" },
  },
  {
    ...{ level: "11", what: "mutation of the kernel", holds: "no" },
    ...{ wanted: "none (weekly, 85 %)", does: "nothing: `npm run mutate` is a command" },
  },
]

/** A run that was longer than those of `npm test`. */
export type LongRun = {
  readonly level: string
  readonly date: string
  readonly command: string
  readonly figure: string
  readonly node: string
}
