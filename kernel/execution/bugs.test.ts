/** Bugs: nothing is committed, the state is as it was, the transaction is named. */
import { afterEach, describe, expect, it } from "vitest"
import { Bug } from "../failures.ts"
import { BlockBug } from "./block-bug.ts"
import { executeBlock } from "./execute-block.ts"
import type { MemoryRows } from "./memory-rows.ts"
import { cells, hooks, quietHooks, type Step } from "./probe.testing.ts"

import { ADA, does, open, put, told } from "./story.testing.ts"

afterEach(quietHooks)

describe("a Bug", () => {
  const cases: [string, () => void, Step[], number | null][] = [
    ["thrown in run", () => {}, [put(1), told("bug")], 1],
    ["of a broken invariant", () => {}, [put(1, 666n)], 1],
    [
      "of a row outside its schema",
      () => {
        hooks.endBlock = (tx) =>
          cells.put(tx, { row: "x", column: 1 }, { number: -1n, note: null, at: 0 })
      },
      [put(1)],
      null,
    ],
    [
      "thrown in beginBlock",
      () => {
        hooks.beginBlock = () => {
          throw new RangeError("no")
        }
      },
      [put(1)],
      null,
    ],
    [
      "in endBlock, after transactions",
      () => {
        hooks.endBlock = (tx) =>
          cells.put(tx, { row: "too long for its kind", column: 1 }, {} as never)
      },
      [put(1)],
      null,
    ],
    [
      "of a row written by a hook",
      () => {
        hooks.endBlock = (tx) =>
          cells.put(tx, { row: "h", column: 1 }, { number: 666n, note: null, at: 0 })
      },
      [put(2)],
      null,
    ],
  ]
  it.each(cases)(
    "%s leaves the state untouched and names the transaction",
    (_, arrange, steps, at) => {
      const ledger = open()
      const fine = ledger.sign(ADA, [does(put(9))])
      ledger.block([ledger.sign(ADA, [does(put(8))])])
      const bad = ledger.sign(ADA, [does(...steps)])
      arrange()
      const { stateRoot, appHash, height, log } = ledger.state
      const rows = [...(ledger.state.rows as MemoryRows)]
      let failure: unknown
      try {
        ledger.block([fine, bad])
      } catch (thrown) {
        failure = thrown
      }
      expect(failure).toBeInstanceOf(BlockBug)
      expect((failure as BlockBug).transaction).toBe(at)
      expect(ledger.state).toMatchObject({ stateRoot, appHash, height, log })
      expect([...(ledger.state.rows as MemoryRows)]).toEqual(rows)
      quietHooks()
      expect(ledger.block([fine]).results[0]!.code).toBe(0)
    },
  )

  it("of a block out of order, or back in time", () => {
    const ledger = open()
    const block = { transactions: [], misbehaviour: [], proposer: null }
    const run = (height: bigint, time: number) => () =>
      executeBlock(ledger.runtime, ledger.state, { height, time, ...block })
    expect(run(2n, ledger.time)).toThrow(Bug)
    expect(run(0n, ledger.time)).toThrow(Bug)
    expect(run(1n, ledger.state.time - 1)).toThrow(/older than the block before/)
  })

  it("of an outcome committed above another state", () => {
    const ledger = open()
    const block = { height: 1n, time: ledger.time, misbehaviour: [], proposer: null }
    const transactions = [ledger.sign(ADA, [does(put(1))])]
    const stale = executeBlock(ledger.runtime, ledger.state, { ...block, transactions })
    ledger.block([])
    expect(() => stale.commit()).toThrow(/block 1 does not follow block 1/)
  })
})
