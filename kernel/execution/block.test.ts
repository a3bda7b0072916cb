/** Blocks: modes, attempts and procedures, limits. */
import { describe, expect, it } from "vitest"
import { hash } from "../schema/fixed.ts"
import type { Party } from "../schema/party.ts"
import { operation } from "../testing/ledger.ts"
import { executeBlock } from "./execute-block.ts"
import { cast, cells, declare, ids } from "./probe.testing.ts"
import { accounts, order, orders, pay } from "./purse.testing.ts"

import { ADA, does, holder, open, put, send, told } from "./story.testing.ts"

describe("modes", () => {
  const operations = [does(put(1), told("emit")), does(put(2), told("refuse")), does(put(3))]

  it("atomic: the first refusal drops all effects, later operations do not run", () => {
    const ledger = open()
    const { code, refusals, seen, events } = send(ledger, operations)
    expect(code).toBe(1)
    expect(refusals).toMatchObject([{ code: "told_to_refuse", service: "probe", operation: 1 }])
    expect(refusals[0]!.details).toEqual({ column: 0 })
    expect([seen, events.count]).toEqual([0, 0])
    for (const column of [1, 2, 3])
      expect(cells.has(ledger.view(), { row: "a", column })).toBe(false)
  })

  it("each: every operation stands alone, code 0 with what refused", () => {
    const ledger = open()
    const { code, refusals, seen } = send(ledger, operations, "each")
    expect(code).toBe(0)
    expect(refusals).toMatchObject([{ code: "told_to_refuse", operation: 1 }])
    expect(seen).toBe(1)
    const there = [1, 2, 3].map((column) => cells.has(ledger.view(), { row: "a", column }))
    expect(there).toEqual([true, false, true])
  })

  it("an operation sees what earlier ones did", () => {
    const ledger = open()
    const { seen } = send(ledger, [does(put(4, 9n)), does(told("get", 4))])
    expect(seen).toBe(1)
  })
})

describe("attempts and procedures", () => {
  it("keep what went well, undo what refused, and answer the refusal", () => {
    const ledger = open()
    const buy = (number: number, price: bigint) =>
      ledger.run(ADA, order, { number, item: "tea", price })
    expect(buy(1, 60n).happened.map(({ event }) => event)).toEqual(["moved", "ordered"])
    expect(buy(2, 60n).happened.map(({ event }) => event)).toEqual(["ordered"])
    const view = ledger.view()
    expect(orders.get(view, { buyer: ADA as Party, number: 1 })).toMatchObject({ paid: true })
    expect(orders.get(view, { buyer: ADA as Party, number: 2 })).toMatchObject({ paid: false })
    expect(accounts.get(view, holder(ADA))!.balance).toBe(40n)
    expect(accounts.get(view, holder("shop"))!.balance).toBe(60n)
  })

  it("nest eight deep, and refuse beyond", () => {
    const ledger = open()
    const nested = (depth: number) => does(...Array(depth).fill(told("attempt")), put(5))
    expect(send(ledger, [nested(8)]).code).toBe(0)
    expect(cells.has(ledger.view(), { row: "a", column: 5 })).toBe(true)
    // The ninth refuses; the eighth catches it, so that nothing is put.
    const deeper = does(...Array(9).fill(told("attempt")), put(6))
    expect(send(ledger, [deeper]).code).toBe(0)
    expect(cells.has(ledger.view(), { row: "a", column: 6 })).toBe(false)
  })

  it("name the refusing service: the one whose code refused", () => {
    const ledger = open()
    const { refusals } = ledger.run(ADA, pay, { to: "bob/one" as Party, amount: 101n })
    expect(refusals).toMatchObject([
      { code: "funds_insufficient", service: "purse", details: { balance: "100" } },
    ])
  })
})

describe("limits", () => {
  const spend = (used: number, units = 0) => operation(declare, { units, used })

  it("an operation has 400,000 units beyond its declared cost", () => {
    const ledger = open()
    expect(send(ledger, [spend(400_000)]).code).toBe(0)
    const over = send(ledger, [spend(400_001)])
    expect(over.refusals).toMatchObject([{ code: "limit_reached", service: "kernel" }])
    expect(send(ledger, [spend(500_000, 100_000)]).code).toBe(0)
    expect(send(ledger, [spend(500_001, 100_000)]).code).toBe(1)
  })

  it("a transaction declares 2,000,000 units at most", () => {
    const ledger = open()
    const bytes = (units: number) => ledger.sign(ADA, [spend(0, units)])
    const fixed = (length: number) => 20 + Math.floor(length / 64) + 60 + 5
    const exact = 2_000_000 - fixed(bytes(1_999_900).length)
    expect(ledger.block([bytes(exact)]).results[0]!.code).toBe(0)
    const [over] = ledger.block([bytes(exact + 1)]).results
    expect(over).toMatchObject({ code: 2, refusals: [{ code: "limit_reached" }] })
  })

  it("a full block answers node_busy, without effect and id, and the next block takes it", () => {
    const ledger = open()
    const heavy = () => ledger.sign(ADA, [spend(0, 1_500_000)])
    const light = ledger.sign(ADA, [does(put(7))])
    const sent = [heavy(), heavy(), heavy(), light]
    const { results, ids: kept, proposalFault, units } = ledger.block(sent)
    expect(results.map(({ code }) => code)).toEqual([0, 0, 2, 2])
    expect(results[2]!.refusals).toMatchObject([{ code: "node_busy", operation: null }])
    expect(results[3]).toMatchObject({ gasUsed: 0, id: null })
    expect(kept).toHaveLength(2)
    expect(units).toBe(4_000_000)
    expect(proposalFault).toBeNull()
    const next = ledger.block(sent)
    expect(next.results.map(({ code }) => code)).toEqual([1, 1, 0, 0])
  })

  it("open transactions declare half of a block at most, or the proposal is rejected", () => {
    const ledger = open()
    const vote = (n: number) => {
      const id = hash.check(n.toString(16).padStart(64, "0"))
      return ledger.sign(null, [operation(cast, { id, weight: 999_900, proof: new Uint8Array() })])
    }
    expect(ledger.block([vote(1), vote(2)]).proposalFault).toBeNull()
    const three = ledger.block([vote(3), vote(4), vote(5)])
    expect(three.proposalFault).toEqual({ code: "limit_reached", transaction: 2 })
    expect(ids.has(ledger.view(), { id: hash.check("1".padStart(64, "0")) })).toBe(true)
  })

  it("a proposal with invalid, repeated or oversize bytes is at fault", () => {
    const ledger = open()
    const good = ledger.sign(ADA, [does(put(1))])
    const fault = (...sent: Uint8Array[]) => {
      const block = { height: 1n, time: ledger.time, misbehaviour: [], proposer: null }
      return executeBlock(ledger.runtime, ledger.state, { ...block, transactions: sent })
        .proposalFault
    }
    expect(fault(good)).toBeNull()
    expect(fault(good, good)).toEqual({ code: "already_accepted", transaction: 1 })
    expect(fault(Uint8Array.of(1, 2))).toEqual({ code: "transaction_malformed", transaction: 0 })
    expect(fault(good, new Uint8Array(262_145))?.code).toBe("transaction_too_large")
    expect(fault(ledger.sign(ADA, [does(told("refuse"))]))).toBeNull()
  })
})
