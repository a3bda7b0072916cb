/** Looking at a state with a service's code: what it would change, and that nothing stays. */
import { describe, expect, it } from "vitest"
import { Bug } from "../failures.ts"
import { ensure } from "../service/refusals.ts"
import type { Writer } from "../service/view.ts"
import type { TestLedger } from "../testing/ledger.ts"
import { tryWork, viewState } from "./look.ts"
import { cells, probeRefusals } from "./probe.testing.ts"
import { accounts } from "./purse.testing.ts"
import { ADA, holder, open } from "./story.testing.ts"

const TIME = 1_795_428_009_000
const sightOf = ({ runtime, state, verdicts }: TestLedger) => {
  return { runtime, state, verdicts, time: TIME }
}
const key = (row: string, column = 0) => ({ row, column })
const cell = (number: bigint) => ({ number, note: null, at: 0 })

function tried(ledger: TestLedger, work: (tx: Writer) => void, service = "probe") {
  return tryWork(sightOf(ledger), service, work)
}

describe("a trial", () => {
  it("tells rows before and after, in the order of their keys, and keeps nothing", () => {
    const ledger = open()
    const root = ledger.state.stateRoot
    const { refusal, rows } = tried(ledger, (tx) => {
      expect([tx.service, tx.time, tx.height]).toEqual(["probe", TIME, 1n])
      cells.put(tx, key("b"), cell(2n))
      cells.put(tx, key("a"), cell(1n))
      cells.put(tx, key("c"), cell(3n))
      cells.delete(tx, key("c"))
    })
    expect(refusal).toBeNull()
    expect(rows.map((row) => [row.table.name, row.key, row.before, row.after])).toEqual([
      ["cells", key("a"), null, cell(1n)],
      ["cells", key("b"), null, cell(2n)],
    ])
    expect(ledger.state.stateRoot).toBe(root)
    expect(cells.has(viewState(sightOf(ledger)), key("a"))).toBe(false)
  })

  it("tells what a row was, and not one that is written as it was", () => {
    const ledger = open()
    const { rows } = tried(
      ledger,
      (tx) => {
        const row = accounts.get(tx, holder(ADA))!
        accounts.put(tx, holder(ADA), row)
        accounts.put(tx, holder("bob/one"), row)
        accounts.put(tx, holder(ADA), { ...row })
        accounts.patch(tx, holder("bob/one"), { balance: 7n })
      },
      "purse",
    )
    expect(rows.map((row) => [row.key, row.before, row.after])).toEqual([
      [holder("bob/one"), null, { balance: 7n, moved: null }],
    ])
  })

  it("that is refused changes nothing", () => {
    const { refusal, rows } = tried(open(), (tx) => {
      cells.put(tx, key("a"), cell(1n))
      ensure(false, probeRefusals.told_to_refuse, {})
    })
    expect([refusal?.code, refusal?.service, rows]).toEqual(["told_to_refuse", "probe", []])
  })

  it("is bounded as an operation is, and may write its own tables alone", () => {
    const { refusal } = tried(open(), (tx) => tx.charge(Number.MAX_SAFE_INTEGER))
    expect(refusal?.code).toBe("limit_reached")
    const row = { balance: 1n, moved: null }
    const foreign = () => tried(open(), (tx) => accounts.put(tx, holder(ADA), row))
    expect(foreign).toThrow(Bug)
  })
})

describe("a view", () => {
  it("reads at the time of the next block, and cannot write", () => {
    const view = viewState(sightOf(open()))
    expect([view.time, view.height, accounts.get(view, holder(ADA))?.balance]).toEqual([
      ...[TIME, 1n, 100n],
    ])
    expect(() => cells.put(view as Writer, key("a"), cell(1n))).toThrow(Bug)
  })
})
