/** The event log: appending as execution and as a node does it, proofs at a million entries. */
import { type Bench, cpuMicros, perSecond } from "../../scripts/bench/harness.ts"
import { utf8 } from "../bytes.ts"
import { leafHashOf } from "./hashes.ts"
import { appendToLog, EMPTY_LOG, logRoot } from "./log-head.ts"
import { MerkleLog } from "./merkle-log.ts"
import { MerkleTree } from "./merkle-tree.ts"
import { verifyInclusion } from "./verify.ts"

const ENTRIES = 1_000_000
const BATCH = 100_000
const PROOFS = 1_000

const leavesOf = (count: number) =>
  Array.from({ length: count }, (_, i) => leafHashOf(utf8(`entry ${i}`)))

let filled: MerkleLog | null = null
/** A log of a million entries. */
function logOfMillion(): MerkleLog {
  if (filled === null) {
    filled = new MerkleLog()
    for (let from = 0; from < ENTRIES; from += BATCH) {
      filled.append(Array.from({ length: BATCH }, (_, i) => leafHashOf(utf8(`entry ${from + i}`))))
    }
  }
  return filled
}

/** Entries all over the log, another for each proof. */
const entryOf = (proof: number) => BigInt((proof * 7_919 * 131) % ENTRIES)

export const benches: readonly Bench[] = [
  {
    name: "log.append.peaks",
    about: "100,000 leaf hashes onto a head, 100 at a time with the root after each.",
    run: async () => {
      const leaves = leavesOf(BATCH)
      const micros = await cpuMicros(() => {
        let head = EMPTY_LOG
        for (let from = 0; from < BATCH; from += 100) {
          head = appendToLog(head, leaves.slice(from, from + 100))
          logRoot(head)
        }
      })
      return { value: perSecond(BATCH, micros), unit: "entries/CPU-s" }
    },
  },
  {
    name: "log.append.node",
    about: "100,000 leaf hashes into the log that serves proofs.",
    run: async () => {
      const leaves = leavesOf(BATCH)
      const log = new MerkleLog()
      const micros = await cpuMicros(() => log.append(leaves))
      return { value: perSecond(BATCH, micros), unit: "entries/CPU-s" }
    },
  },
  {
    name: "log.inclusion.make",
    about: "One path of inclusion at a million entries.",
    run: async () => {
      const log = logOfMillion()
      const micros = await cpuMicros(() => {
        for (let i = 0; i < PROOFS; i++) log.inclusion(entryOf(i))
      })
      return { value: micros / PROOFS, unit: "CPU-µs" }
    },
  },
  {
    name: "log.consistency.make",
    about: "One path of consistency from any earlier size to a million entries.",
    run: async () => {
      const log = logOfMillion()
      const micros = await cpuMicros(() => {
        for (let i = 0; i < PROOFS; i++) log.consistency(1n + entryOf(i))
      })
      return { value: micros / PROOFS, unit: "CPU-µs" }
    },
  },
  {
    name: "log.inclusion.verify",
    about: "One path of inclusion at a million entries verified.",
    run: async () => {
      const log = logOfMillion()
      const root = log.root()
      const claims = Array.from({ length: PROOFS }, (_, i) => {
        const index = entryOf(i)
        const leaf = leafHashOf(utf8(`entry ${index}`))
        return { leaf, index, size: log.size, path: log.inclusion(index), root }
      })
      const micros = await cpuMicros(() => {
        for (const claim of claims) verifyInclusion(claim)
      })
      return { value: micros / PROOFS, unit: "CPU-µs" }
    },
  },
  {
    name: "log.batch.100k",
    about: "A finished list of 100,000 items: its root and the path of every item.",
    run: async () => {
      const leaves = leavesOf(BATCH)
      const micros = await cpuMicros(() => {
        const tree = new MerkleTree(leaves)
        for (let i = 0; i < BATCH; i++) tree.path(i)
      })
      return { value: micros / 1_000, unit: "CPU-ms" }
    },
  },
]
