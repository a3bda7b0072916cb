/** Hooks of a block, and what they hand to the engine. */
import { afterEach, describe, expect, it } from "vitest"
import { Bug } from "../failures.ts"
import { hash } from "../schema/fixed.ts"
import type { HookTx } from "../service/view.ts"
import type { TestLedger } from "../testing/ledger.ts"
import { cells, hooks, quietHooks, wrote } from "./probe.testing.ts"
import { orders } from "./purse.testing.ts"

import { ADA, does, open, put, told } from "./story.testing.ts"

afterEach(quietHooks)

describe("hooks", () => {
  it("run around the transactions, in service order, and not in an empty block", () => {
    const ledger = open()
    const seen: string[] = []
    hooks.beginBlock = (tx) => {
      seen.push(`begin ${tx.height} ${tx.service}`)
      tx.emit(wrote, { row: "b", column: 0, number: 0n })
    }
    hooks.endBlock = (tx) => {
      seen.push("end")
      tx.emit(wrote, { row: "e", column: 0, number: 0n })
    }
    const before = ledger.state.appHash
    const empty = ledger.block([])
    expect([seen, empty.appHash, empty.writes, empty.leaves]).toEqual([[], before, [], []])
    expect(ledger.state.height).toBe(1n)
    const block = ledger.block([ledger.sign(ADA, [does(put(1), told("emit"))])])
    expect(seen).toEqual(["begin 2 probe", "end"])
    expect(block.events.map(({ fields }) => fields["row"])).toEqual(["b", "a", "e"])
    expect(block.events.map(({ operation: at, index }) => [at, index])).toEqual([
      [null, 0],
      [0, 1],
      [null, 2],
    ])
    expect(block.results[0]!.events).toEqual({ first: 1, count: 1 })
  })

  it("see what the engine reports", () => {
    const ledger = open()
    let facts: HookTx["engine"]["misbehaviour"] = []
    hooks.beginBlock = (tx) => {
      facts = tx.engine.misbehaviour
    }
    const fault = {
      kind: "duplicate_vote",
      address: "ab".repeat(20) as never,
      ...{ power: 1n, height: 1n, time: 5 },
    } as const
    ledger.block([], [fault])
    expect(facts).toEqual([fault])
  })

  it("that use more than a million units, or refuse, are a Bug; remaining() tells before", () => {
    const ledger = open()
    const close = () => ledger.block([ledger.sign(ADA, [does(put(1))])])
    hooks.endBlock = (tx) => tx.charge(1_000_001)
    expect(close).toThrow(/a hook used more than 1000000 units/)
    hooks.endBlock = (tx) => {
      while (tx.remaining() >= 300_000) tx.charge(300_000)
      tx.emit(wrote, { row: "left", column: 0, number: BigInt(tx.remaining()) })
    }
    expect(close().events.at(-1)!.fields["number"]).toBe(100_000n)
    hooks.endBlock = (tx) => {
      const refusal = tx.attempt(() => cells.patch(tx, { row: "a", column: 1 }, { number: 5n }))
      expect(refusal).toBeNull()
      throw tx.attempt(() => orders.get(tx, {} as never))
    }
    expect(close).toThrow(Bug)
  })
})

describe("updates for the engine", () => {
  const KEY = (byte: string) => hash.check(byte.repeat(32))
  const close = (ledger: TestLedger) => ledger.block([ledger.sign(ADA, [does(put(1))])])

  it("come from endBlock of the engine service, and move the set on", () => {
    const ledger = open()
    hooks.endBlock = (tx) => {
      tx.engine.validators([{ key: KEY("02"), power: 5n }])
      tx.engine.parameters({ block: { maxBytes: 1_000n, maxGas: -1n } })
    }
    const block = close(ledger)
    expect(block.validatorUpdates).toEqual([{ key: KEY("02"), power: 5n }])
    expect(block.validators.map(({ key, power }) => [key.ed25519, power])).toEqual([
      [KEY("02"), 5n],
      [KEY("01"), 1n],
    ])
    expect(ledger.state.validators).toEqual(block.validators)
    expect(ledger.state.parameters.block.maxBytes).toBe(1_000n)
    expect(ledger.state.parameters.evidence.maxAgeBlocks).toBe(100_000n)
    hooks.endBlock = (tx) => tx.engine.validators([{ key: KEY("02"), power: 0n }])
    expect(close(ledger).validators).toHaveLength(1)
  })

  const wrong: [string, (tx: HookTx) => void][] = [
    [
      "a key twice",
      (tx) => tx.engine.validators([1n, 2n].map((power) => ({ key: KEY("02"), power }))),
    ],
    ["negative power", (tx) => tx.engine.validators([{ key: KEY("02"), power: -1n }])],
    ["removing no member", (tx) => tx.engine.validators([{ key: KEY("02"), power: 0n }])],
    ["an empty set", (tx) => tx.engine.validators([{ key: KEY("01"), power: 0n }])],
    ["too much power", (tx) => tx.engine.validators([{ key: KEY("02"), power: 1n << 60n }])],
    ["a key of another size", (tx) => tx.engine.validators([{ key: "02" as never, power: 1n }])],
  ]
  it.each(wrong)("with %s are a Bug", (_, endBlock) => {
    const ledger = open()
    hooks.endBlock = endBlock
    expect(() => close(ledger)).toThrow(Bug)
  })

  it("from beginBlock are a Bug", () => {
    const ledger = open()
    hooks.beginBlock = (tx) => tx.engine.parameters({})
    expect(() => close(ledger)).toThrow(/may not hand updates/)
  })
})
