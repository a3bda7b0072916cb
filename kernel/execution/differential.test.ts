/**
 * Random blocks, executed twice: by the executor and by a naive kernel of plain maps, which shares
 * no overlay, trie, log or cache with it. Results, units, leaves, rows and roots are equal.
 */
import fc from "fast-check"
import { afterAll, describe, expect, it } from "vitest"
import { runs } from "../../test/runs.ts"
import { toHex } from "../bytes.ts"
import { sha256Hex } from "../crypto/hash.ts"
import { hash } from "../schema/fixed.ts"
import type { Party } from "../schema/party.ts"
import { given } from "../testing/given.ts"
import { openTestLedger, operation, type TestLedger } from "../testing/ledger.ts"
import { NaiveKernel } from "../testing/naive-kernel.ts"
import { testSigner } from "../testing/signer.ts"
import type { Operation } from "../transaction/operation.ts"
import { executeBlock } from "./execute-block.ts"
import { learnAnswers, packJobs, runJobs, verdictJobs } from "./jobs.ts"
import type { MemoryRows } from "./memory-rows.ts"
import {
  cast,
  declare,
  hooks,
  probe,
  quietHooks,
  STEPS,
  type Step,
  script,
  wrote,
} from "./probe.testing.ts"
import { accounts, order, pay, purse, shop } from "./purse.testing.ts"
import { Verdicts } from "./verdicts.ts"

afterAll(quietHooks)

const PEOPLE = ["ada/one", "ada/two", "bob/one", "eve/one"] as const
const people = fc.constantFrom(...PEOPLE)

// Seldom a step that ends everything; `bug` has tests of its own.
const what = fc.oneof(
  { arbitrary: fc.constantFrom(...STEPS.filter((one) => one !== "bug")), weight: 6 },
  { arbitrary: fc.constantFrom("put", "attempt", "end", "scan", "delete", "prune"), weight: 6 },
)
const step: fc.Arbitrary<Step> = fc.record({
  what: what as fc.Arbitrary<Step["what"]>,
  row: fc.constantFrom("", "a", "b", "ab"),
  column: fc.nat({ max: 12 }),
  number: fc.bigInt({ min: 0n, max: 500n }),
})
const amount = fc.oneof(fc.bigInt({ min: 0n, max: 60n }), fc.bigInt({ min: 0n, max: 1n << 90n }))
const inputs: fc.Arbitrary<Operation> = fc.oneof(
  {
    arbitrary: fc.array(step, { maxLength: 14 }).map((steps) => operation(script, { steps })),
    weight: 5,
  },
  {
    arbitrary: fc
      .tuple(people, amount)
      .map(([to, a]) => operation(pay, { to: to as Party, amount: a })),
    weight: 3,
  },
  {
    arbitrary: fc
      .record({ number: fc.nat({ max: 3 }), item: fc.constant("tea"), price: amount })
      .map((input) => operation(order, input)),
    weight: 3,
  },
  {
    arbitrary: fc
      .record({ units: fc.nat({ max: 900_000 }), used: fc.nat({ max: 1_500_000 }) })
      .map((input) => operation(declare, input)),
    weight: 1,
  },
)

const fault = fc.constantFrom("none", "none", "none", "expired", "far", "chain", "bit", "again")
const transaction = fc.record({
  signers: fc.uniqueArray(people, { minLength: 1, maxLength: 3 }),
  operations: fc.array(inputs, { minLength: 1, maxLength: 4 }),
  mode: fc.constantFrom("atomic", "each"),
  fault,
  open: fc.boolean(),
  denied: fc.boolean(),
})
const blocks = fc.array(fc.array(transaction, { maxLength: 5 }), { minLength: 1, maxLength: 5 })
type Planned = typeof transaction extends fc.Arbitrary<infer T> ? T : never

const HOUR = 3_600_000

function write(ledger: TestLedger, plan: Planned, sent: Uint8Array[], n: number): Uint8Array {
  if (plan.fault === "again" && sent.length > 0) return sent[n % sent.length]!
  if (plan.open && n % 3 === 0) {
    const id = hash.check(sha256Hex(Uint8Array.of(n)))
    return ledger.sign(null, [operation(cast, { id, weight: n, proof: new Uint8Array(n % 9) })])
  }
  const { time } = ledger
  const says = {
    mode: plan.mode,
    ...(plan.fault === "expired" && { expires: time }),
    ...(plan.fault === "far" && { expires: time + HOUR }),
    ...(plan.fault === "chain" && { chain: "other-1" }),
  } as const
  const bytes = ledger.sign(plan.signers, plan.operations, says)
  if (plan.fault === "bit") bytes[bytes.length - 1 - (n % bytes.length)]! ^= 1
  return bytes
}

function open(): TestLedger {
  const rows = PEOPLE.map((who, n) =>
    given(accounts, { holder: who as Party }, { balance: BigInt(n) * 50n, moved: null }),
  )
  const ledger = openTestLedger([probe, purse, shop], { rows })
  ledger.authority!.deny("eve/one", "purse.pay")
  ledger.authority!.freeze("account:bob/one")
  return ledger
}

/** Runs the plan on a ledger; `before` may fill the memory of verdicts. */
function play(
  plan: readonly (readonly Planned[])[],
  before: (ledger: TestLedger, transactions: readonly Uint8Array[]) => void,
  after: (ledger: TestLedger, block: Parameters<NaiveKernel["execute"]>[0]) => void,
): TestLedger {
  const ledger = open()
  const sent: Uint8Array[] = []
  let n = 0
  for (const planned of plan) {
    const transactions = planned.map((one) => write(ledger, one, sent, n++))
    sent.push(...transactions)
    before(ledger, transactions)
    const height = ledger.state.height + 1n
    const block = { height, time: ledger.time, transactions, misbehaviour: [], proposer: null }
    after(ledger, block)
    ledger.time += 400_000
  }
  return ledger
}

function sweeping(): void {
  hooks.beginBlock = (tx) => tx.emit(wrote, { row: "begin", column: 0, number: tx.height })
  hooks.endBlock = (tx) => tx.emit(wrote, { row: "end", column: 1, number: BigInt(tx.time) })
}

describe("the executor and the naive kernel", () => {
  it("agree on results, leaves, rows and roots of random blocks", () => {
    sweeping()
    let refused = 0
    let accepted = 0
    fc.assert(
      fc.property(blocks, (plan) => {
        let naive: NaiveKernel | null = null
        play(
          plan,
          (ledger) => {
            naive ??= new NaiveKernel(
              ledger.runtime,
              ledger.state.chain,
              ledger.state.rows as MemoryRows,
            )
          },
          (ledger, block) => {
            const predicted = naive!.execute(block)
            const outcome = executeBlock(ledger.runtime, ledger.state, block, ledger.verdicts)
            const results = outcome.results.map(({ code, data, gasUsed, id }) => {
              return { code, data: toHex(data), gasUsed, id }
            })
            expect(results).toEqual(predicted.results)
            expect(outcome.leaves.map(({ bytes }) => toHex(bytes))).toEqual(predicted.leaves)
            outcome.commit()
            const rows = [...(ledger.state.rows as MemoryRows)]
            expect(rows.map(([key, value]) => [toHex(key), toHex(value)])).toEqual(
              [...predicted.rows].sort(([a], [b]) => (a < b ? -1 : 1)),
            )
            expect(ledger.state.appHash).toBe(predicted.appHash)
            for (const { code } of results) code === 0 ? accepted++ : refused++
          },
        )
      }),
      { numRuns: runs(120) },
    )
    expect(accepted).toBeGreaterThan(20)
    expect(refused).toBeGreaterThan(20)
  })
})

describe("verdicts ahead of time", () => {
  const ways = {
    off: () => {},
    on(ledger: TestLedger, transactions: readonly Uint8Array[]) {
      const { runtime, state, verdicts } = ledger
      for (const _ of ["signatures", "what is asked"]) {
        const jobs = verdictJobs(runtime, state, verdicts, transactions)
        learnAnswers(jobs, runJobs(runtime.rules, packJobs(runtime, jobs)))
      }
    },
    wrong({ runtime, state, verdicts, authority }: TestLedger) {
      // Guesses about transactions that never come, and about none.
      const number = 1_000n + state.height
      const steps = [{ what: "verify", row: "", column: 1, number }] as const
      authority?.enrol(testSigner("ada/one"))
      const other = stranger.sign("ada/one", [operation(script, { steps })])
      const asked: string[] = []
      for (const _ of ["signatures", "what is asked"]) {
        const jobs = verdictJobs(runtime, state, verdicts, [other, Uint8Array.of(1)])
        asked.push(...jobs.map(({ rule }) => rule.name))
        learnAnswers(jobs, runJobs(runtime.rules, packJobs(runtime, jobs)))
      }
      expect(asked).toContain("even")
    },
  }
  const stranger = open()

  it("on, off or wrong: equal roots", () => {
    quietHooks()
    fc.assert(
      fc.property(blocks, (plan) => {
        const roots = Object.values(ways).map((way) => {
          const seen: string[] = []
          play(plan, way, (ledger, block) => {
            const outcome = executeBlock(ledger.runtime, ledger.state, block, ledger.verdicts)
            outcome.commit()
            seen.push(outcome.appHash, ...outcome.results.map((r) => `${r.code} ${r.gasUsed}`))
          })
          return seen
        })
        expect(roots[1]).toEqual(roots[0])
        expect(roots[2]).toEqual(roots[0])
      }),
      { numRuns: runs(20) },
    )
  })

  it("without any memory gives what a full memory gives", () => {
    const ledger = open()
    const bytes = ledger.sign("ada/one", [
      operation(script, { steps: [{ what: "verify", row: "a", column: 1, number: 4n }] }),
    ])
    const block = {
      height: 1n,
      time: ledger.time,
      transactions: [bytes],
      misbehaviour: [],
      proposer: null,
    }
    const first = executeBlock(ledger.runtime, ledger.state, block, ledger.verdicts)
    const cached = executeBlock(ledger.runtime, ledger.state, block, ledger.verdicts)
    const fresh = executeBlock(ledger.runtime, ledger.state, block, new Verdicts())
    expect(cached.appHash).toBe(first.appHash)
    expect(fresh.appHash).toBe(first.appHash)
    expect(fresh.results).toEqual(first.results)
  })
})
