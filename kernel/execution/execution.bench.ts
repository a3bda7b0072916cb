/** Execution: rows, operations, leaves, whole blocks. Signatures are known beforehand. */
import { hash as nodeHash } from "node:crypto"
import { type Bench, cpuMicros, type Measurement } from "../../scripts/bench/harness.ts"
import { accelerate } from "../crypto/accelerators.ts"
import type { Party } from "../schema/party.ts"
import { given } from "../testing/given.ts"
import { openTestLedger, operation, type TestLedger } from "../testing/ledger.ts"
import { executeBlock } from "./execute-block.ts"
import { Execution } from "./execution.ts"
import { leafOf, type PendingEvent } from "./leaf.ts"
import { type LedgerState, openState } from "./ledger-state.ts"
import { unmetered } from "./meter.ts"
import { accounts, moved, pay, purse, shop } from "./purse.testing.ts"
import { runTransaction } from "./run-transaction.ts"
import { defineRuntime } from "./runtime.ts"
import { hookOf } from "./views.ts"

const HOLDERS = 1_000
const LOOPS = 1_000_000
const OPERATIONS = 100
const TRANSACTIONS = 200
const ROUNDS = 5

const name = (n: number) => `ada/p${n}` as Party
const keys = Array.from({ length: HOLDERS }, (_, n) => ({ holder: name(n) }))

/** A ledger of a thousand accounts; rows are not frozen, as in production. */
function opened(): { ledger: TestLedger; state: LedgerState; runtime: TestLedger["runtime"] } {
  const rows = keys.map((key) => given(accounts, key, { balance: 10n ** 20n, moved: null }))
  const ledger = openTestLedger([purse, shop], { rows })
  const runtime = defineRuntime([purse, shop, ledger.authority!.service])
  const { chain, height, time, rows: stored, log, validators, parameters } = ledger.state
  const parts = { chain, height, time, log, validators, parameters, ids: [] }
  return { ledger, runtime, state: openState(runtime, { ...parts, rows: stored }) }
}

function executionOf({ ledger, runtime, state }: ReturnType<typeof opened>): Execution {
  const { chain, time, decoded: base } = state
  const { verdicts } = ledger
  return new Execution({ runtime, chain, height: 1n, time, verdicts, base })
}

/** Best of several rounds, as the least disturbed one: microseconds for one of `count`. */
async function microsEach(count: number, work: () => void): Promise<Measurement> {
  let best = Number.POSITIVE_INFINITY
  for (let round = 0; round < ROUNDS; round++) best = Math.min(best, await cpuMicros(work))
  return { value: best / count, unit: "µs" }
}

async function withNodeHash(measure: () => Promise<Measurement>): Promise<Measurement> {
  const restore = accelerate({
    sha256Into: (bytes, output, at) => output.set(nodeHash("sha256", bytes, "buffer"), at),
  })
  const measured = await measure()
  restore()
  return { ...measured, note: "SHA-256 of node:crypto" }
}

function transactionsOf(ledger: TestLedger, count: number, operations: number): Uint8Array[] {
  const paying = (n: number) => {
    const to = name((n * 7 + 1) % HOLDERS)
    return operation(pay, { to, amount: BigInt(n + 1) })
  }
  return Array.from({ length: count }, (_, n) =>
    ledger.sign(
      name(n % HOLDERS),
      Array.from({ length: operations }, (_, i) => paying(n * operations + i)),
    ),
  )
}

/** Benches of this file. */
export const benches: readonly Bench[] = [
  {
    name: "execution.get.cached",
    about: "get of a row that is in memory, through the table, its cost counted",
    target: { value: 0.2, unit: "µs", better: "less" },
    run() {
      const execution = executionOf(opened())
      return microsEach(LOOPS, () => {
        let found = 0
        for (let i = 0; i < LOOPS; i++) {
          if (accounts.get(execution.view, keys[i % HOLDERS]!) !== undefined) found++
        }
        if (found < LOOPS) throw new Error("a row is missing")
      })
    },
  },
  {
    name: "execution.put",
    about: "put of a row into the overlay, with its undo entry, rolled back at the end",
    target: { value: 0.5, unit: "µs", better: "less" },
    run() {
      const execution = executionOf(opened())
      const tx = hookOf(execution, { set: [], misbehaviour: [], proposer: null }, null)
      const row = { balance: 5n, moved: 7 }
      const count = LOOPS / 10
      return microsEach(count, () => {
        execution.run("purse", unmetered(), () => {
          for (let i = 0; i < count; i++) accounts.put(tx, keys[i % HOLDERS]!, row)
        })
        execution.rollback({ rows: 0, events: 0 })
      })
    },
  },
  {
    name: "execution.operation",
    about: "an operation of 2 reads, 2 writes and an event, with its checks; no signature, no trie",
    target: { value: 3, unit: "µs", better: "less" },
    run() {
      const open = opened()
      const sent = transactionsOf(open.ledger, TRANSACTIONS, OPERATIONS)
      const execution = executionOf(open)
      const options = { ids: { heightOf: () => undefined }, signatures: false }
      const work = () => {
        for (const bytes of sent) {
          runTransaction(execution, bytes, { ...options, room: Number.MAX_SAFE_INTEGER })
          execution.overlay.settle()
        }
        execution.events.length = 0
      }
      return microsEach(TRANSACTIONS * OPERATIONS, work)
    },
  },
  {
    name: "execution.leaf",
    about: "bytes and hash of one event",
    target: { value: 2, unit: "µs", better: "less" },
    run: () =>
      withNodeHash(() => {
        const fields = { from: name(1), to: name(2), amount: 5n }
        const pending: PendingEvent = { event: moved, fields, transaction: 0, operation: 0 }
        const id = "ab".repeat(32) as never
        const place = { height: 5n, time: 1_795_428_000_000, index: 3, id }
        const count = LOOPS / 10
        return microsEach(count, () => {
          for (let i = 0; i < count; i++) leafOf(pending, place)
        })
      }),
  },
  ...[1, OPERATIONS].map(
    (operations): Bench => ({
      name: `execution.block.${operations}-operations`,
      about: `a block of ${TRANSACTIONS} transactions with ${operations} operations, to its roots`,
      run: () =>
        withNodeHash(async () => {
          const open = opened()
          const sent = transactionsOf(open.ledger, TRANSACTIONS, operations)
          const block = { height: 1n, time: open.state.time + 1, misbehaviour: [], proposer: null }
          const execute = () => {
            const { runtime, state, ledger } = open
            const input = { ...block, transactions: sent }
            executeBlock(runtime, state, input, ledger.verdicts).discard()
          }
          execute()
          return microsEach(TRANSACTIONS * operations, execute)
        }),
    }),
  ),
]
