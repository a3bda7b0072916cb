/**
 * The lines that a bank of a benchmark books, its genesis, and its entries signed: the same for a
 * node alone, for four validators, and for the data base and the ledger they are compared with.
 */
import { exportGenesis, type Hash, jsonText, type Party } from "@concordat/kernel"
import { operation, saltOf, testSigner, writeTransaction } from "@concordat/kernel/testing"
import type { NumberedLine } from "../../node/projector/double-entry.testing.ts"
import { systemClock } from "../../node/seams/clock.ts"
import { ALPHA, idAt } from "../../services/money/bank.testing.ts"
import { lineBetween, stored } from "../../services/money/bench-bank.testing.ts"
import { picker } from "../../services/money/money.bench.ts"
import { post } from "../../services/money/post.ts"

/** Entries of as many lines, between accounts all alike or with the first ones hot (Zipf). */
export type Business = { readonly entries: number; readonly size: number; readonly hot: boolean }

export type Batches = readonly (readonly NumberedLine[])[]

/** What is booked one after the other in each ledger, and by which name it is told. */
export const BUSINESSES: Readonly<Record<string, Business>> = {
  "1 a signature": { entries: 6_000, size: 1, hot: false },
  "1, hot": { entries: 6_000, size: 1, hot: true },
  "100 a signature": { entries: 400, size: 100, hot: false },
  "100, hot": { entries: 400, size: 100, hot: true },
}

/** Of such entries, how many lines count. */
export function linesOf({ entries, size }: Business): number {
  return (entries - uncounted(entries)) * size
}

/** The lines of each entry, the same in every run. */
export function batchesOf(accounts: number, { entries, size, hot }: Business): Batches {
  const pick = picker(accounts, hot)
  const line = () => {
    const [debit, credit] = [pick(), pick()]
    return { debit, credit: credit === debit ? (credit + 1) % accounts : credit }
  }
  return Array.from({ length: entries }, () => Array.from({ length: size }, line))
}

/** Of so many entries, the first ones that go before and are not counted: a quarter. */
export function uncounted(entries: number): number {
  return Math.ceil(entries / BEFORE)
}

const BEFORE = 4

/** The genesis, of now, of a bank with so many rich accounts and these validators of power 10. */
export function bankGenesis(accounts: number, keys: readonly Hash[], chain?: string): string {
  const { runtime, state } = stored(accounts)
  const { parameters, rows } = state
  const validators = keys.map((key) => ({ key: { ed25519: key }, power: POWER }))
  const heading = { chain: chain ?? state.chain, time: systemClock.now(), height: 1n }
  return jsonText(exportGenesis(runtime, { ...heading, validators, parameters }, rows))
}

const POWER = 10n
/** How long the entries of a benchmark may wait; no transaction may wait for 15 minutes. */
const VALID_MS = 800_000

/** A transaction an entry, all or none of its lines, signed by the bank that owns the accounts. */
export function signedEntries(chain: string, all: Batches): Uint8Array[] {
  const { runtime } = stored(0)
  const signer = testSigner(ALPHA as Party)
  const now = systemClock.now()
  return all.map((lines, n) => {
    const plain = { chain, memo: null, mode: "atomic" } as const
    const heading = { ...plain, salt: saltOf(n), expires: now + VALID_MS }
    const booked = lines.map(({ debit, credit }) => lineBetween(debit, credit))
    const entry = { entry: idAt(now, n), mode: "linked", lines: booked } as const
    return writeTransaction(runtime, heading, [operation(post, entry)], [signer])
  })
}

/** Does each of the given things, so many at a time, in their order. */
export async function inTurn<T>(
  all: readonly T[],
  width: number,
  work: (one: T, n: number) => unknown,
): Promise<void> {
  let next = 0
  const worker = async () => {
    while (next < all.length) {
      const n = next++
      await work(all[n]!, n)
    }
  }
  await Promise.all(Array.from({ length: width }, worker))
}
