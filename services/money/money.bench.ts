/** What money costs: lines, transfers, settlements, the sweep; netting is beside this file. */
import { executeBlock, type Operation, type Party, split } from "@concordat/kernel"
import { operation, saltOf, writeTransaction } from "@concordat/kernel/testing"
import { useAccelerators } from "../../node/accelerators/index.ts"
import { type Bench, cpuMicros, type Measurement, perSecond } from "../../scripts/bench/harness.ts"
import { executor, lineBetween, numbered, stored } from "./bench-bank.testing.ts"
import { hold } from "./hold.ts"
import { type Posting, post, transfer } from "./post.ts"
import { settle } from "./settle.ts"

const LINES = 100
const ENTRIES = 2_000
const PER_BLOCK = 20
const ACCOUNTS = 100_000
const SPLITS = 200_000

/** A stream of numbers, the same in every run (a linear congruence). */
function chance(): () => number {
  let state = 12_345
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

/** Which account, of so many: all alike, or the first ones hot (Zipf, exponent 1). */
export function picker(count: number, hot: boolean): () => number {
  const next = chance()
  return () => Math.floor(hot ? count ** next() - 1 : count * next())
}

export function linesOf(pick: () => number): Posting["lines"] {
  return Array.from({ length: LINES }, () => {
    const debit = pick()
    let credit = pick()
    while (credit === debit) credit = pick() + 1
    return lineBetween(debit, credit)
  })
}

function posting(name: string, count: number, hot: boolean): Bench {
  return {
    name: `money.post.${name}`,
    about: `Lines of entries of 100, executed with their tables, ${name}.`,
    target: { value: 250_000, unit: "lines/CPU-s", better: "more" },
    async run(): Promise<Measurement> {
      await useAccelerators()
      const bank = executor()
      const pick = picker(count, hot)
      const blocks = Array.from({ length: ENTRIES / PER_BLOCK }, (_, block) =>
        Array.from({ length: PER_BLOCK }, (_, n): Posting => {
          const entry = bank.id(block * PER_BLOCK + n)
          return { entry, mode: "linked", lines: linesOf(pick) }
        }),
      )
      const half = blocks.length / 2
      for (const one of blocks.slice(0, half)) bank.block(one)
      let booked = 0
      const micros = await cpuMicros(() => {
        for (const one of blocks.slice(half)) booked += bank.block(one)
      })
      if (booked !== (ENTRIES / 2) * LINES) throw new Error(`${booked} lines were booked`)
      return { value: perSecond(booked, micros), unit: "lines/CPU-s" }
    },
  }
}

/** Whole blocks above 100,000 stored accounts: signatures, execution, trie, log, commit. */
export async function inBlocks(
  transactions: number,
  perBlock: number,
  made: (n: number, id: () => never) => Operation,
): Promise<{ micros: number; bytes: number }> {
  await useAccelerators()
  const { bank, runtime, state, signer } = stored(ACCOUNTS)
  const { verdicts, time } = bank.ledger
  const signed = Array.from({ length: transactions }, (_, n) => {
    const plain = { chain: state.chain, memo: null, mode: "atomic" } as const
    const heading = { ...plain, salt: saltOf(n), expires: time + 800_000 }
    return writeTransaction(runtime, heading, [made(n, bank.id as () => never)], [signer])
  })
  let at = state.time
  const close = (batch: readonly Uint8Array[]) => {
    at += 10
    const place = { height: state.height + 1n, time: at, proposer: null, misbehaviour: [] }
    const outcome = executeBlock(runtime, state, { ...place, transactions: batch }, verdicts)
    outcome.commit()
    const wrong = outcome.results.find(({ code }) => code !== 0)
    if (wrong !== undefined) throw new Error(wrong.refusals[0]?.code)
  }
  const half = transactions / 2
  for (let n = 0; n < half; n += perBlock) close(signed.slice(n, n + perBlock))
  const micros = await cpuMicros(() => {
    for (let n = half; n < transactions; n += perBlock) close(signed.slice(n, n + perBlock))
  })
  return { micros, bytes: signed.at(-1)!.length }
}

export const benches: readonly Bench[] = [
  posting("uniform.100k", ACCOUNTS, false),
  posting("uniform.1m", 1_000_000, false),
  posting("hot.1m", 1_000_000, true),
  {
    name: "money.block.post",
    about: "Entries of 100 lines under one signature each: whole blocks above 100,000 accounts.",
    target: { value: 33_000, unit: "lines/CPU-s", better: "more" },
    async run() {
      const pick = picker(ACCOUNTS, false)
      const { micros, bytes } = await inBlocks(ENTRIES, PER_BLOCK, (_, id) =>
        operation(post, { entry: id(), mode: "each", lines: linesOf(pick) }),
      )
      const value = perSecond((ENTRIES / 2) * LINES, micros)
      return { value, unit: "lines/CPU-s", note: `${bytes} bytes an entry` }
    },
  },
  {
    name: "money.block.transfer",
    about: "Transfers, each signed alone: whole blocks of 500 above 100,000 accounts.",
    target: { value: 11_000, unit: "per CPU-s", better: "more" },
    async run() {
      const pick = picker(ACCOUNTS, false)
      const count = 12_000
      const { micros, bytes } = await inBlocks(count, 500, (_, id) => {
        const debit = pick()
        const line = lineBetween(debit, debit + 1)
        return operation(transfer, { entry: id(), line })
      })
      const value = perSecond(count / 2, micros)
      return { value, unit: "per CPU-s", note: `${bytes} bytes a transaction` }
    },
  },
  {
    name: "money.block.settle",
    about: "Settlements of three lines, 100 of them in a block, each signed alone.",
    target: { value: 60_000, unit: "legs/CPU-s", better: "more" },
    async run() {
      const pick = picker(ACCOUNTS, false)
      const count = 8_000
      const { micros } = await inBlocks(count, 100, (_, id) => {
        const legs = [0, 1, 2].map((n) => {
          const debit = pick()
          return { line: lineBetween(debit, debit + n + 1) }
        })
        return operation(settle, { settlement: id(), legs })
      })
      return { value: perSecond((count / 2) * 3, micros), unit: "legs/CPU-s" }
    },
  },
  expiry(),
  {
    name: "money.split",
    about: "An amount split six ways without remainder.",
    target: { value: 400_000, unit: "per CPU-s", better: "more" },
    async run() {
      const weights = [50n, 30n, 20n, 7n, 3n, 1n]
      const micros = await cpuMicros(() => {
        for (let n = 0; n < SPLITS; n++) split(BigInt(n), weights)
      })
      return { value: perSecond(SPLITS, micros), unit: "per CPU-s" }
    },
  },
]

const MICROS_PER_MS = 1_000

/** One block that ends 10,000 holds. */
function expiry(): Bench {
  return {
    name: "money.expiry",
    about: "10,000 holds that end in one block, with trie and log.",
    target: { value: 60, unit: "CPU-ms", better: "less" },
    async run() {
      await useAccelerators()
      const { bank, runtime, state, signer } = stored(ACCOUNTS)
      const { verdicts, time } = bank.ledger
      const pick = picker(ACCOUNTS, false)
      let salt = 0
      const close = (at: number, operations: readonly Operation[]) => {
        const plain = { chain: state.chain, memo: null, mode: "atomic" } as const
        const heading = { ...plain, salt: saltOf(++salt), expires: at + 60_000 }
        const bytes = writeTransaction(runtime, heading, operations, [signer])
        const place = { height: state.height + 1n, time: at, proposer: null, misbehaviour: [] }
        const outcome = executeBlock(runtime, state, { ...place, transactions: [bytes] }, verdicts)
        outcome.commit()
        return outcome
      }
      for (let n = 0; n < 100; n++) {
        const holds = Array.from({ length: 100 }, () => {
          const from = pick()
          const ends = { notBefore: 0, expires: time + 3_600_000, consent: null }
          const sides = { from: numbered(from), to: numbered(from + 1), amount: 5n }
          const condition = { by: "alpha" as Party }
          return operation(hold, { hold: bank.id(), ...sides, condition, ...ends })
        })
        close(time + n, holds)
      }
      const line = lineBetween(1, 2)
      const last = operation(transfer, { entry: bank.id(), line })
      let ended = 0
      const micros = await cpuMicros(() => {
        ended = close(time + 3_600_000, [last]).leaves.length - 1
      })
      if (ended !== 10_000) throw new Error(`${ended} holds ended`)
      return { value: micros / MICROS_PER_MS, unit: "CPU-ms" }
    },
  }
}
