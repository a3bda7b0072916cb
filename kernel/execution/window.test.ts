/** What a block refuses by time and by what was seen before, at the very edges of both. */
import { describe, expect, it } from "vitest"
import { EXPIRY_AHEAD_MS_MAX } from "../limits.ts"
import type { Hash } from "../schema/fixed.ts"
import type { Party } from "../schema/party.ts"
import { operation } from "../testing/ledger.ts"
import { createCheck } from "./check.ts"
import { IdWindow } from "./id-window.ts"
import { pay } from "./purse.testing.ts"
import { ADA, open } from "./story.testing.ts"

const paying = operation(pay, { to: "bob/one" as Party, amount: 1n })
const id = (digit: string) => digit.repeat(64) as Hash

describe("a transaction's expiry", () => {
  it.each([
    ["at the block's own time", 0, "transaction_expired"],
    ["a millisecond after it", 1, null],
    ["as far ahead as may be", EXPIRY_AHEAD_MS_MAX, null],
    ["a millisecond further", EXPIRY_AHEAD_MS_MAX + 1, "expiry_too_far"],
  ])("%s", (_, ahead, code) => {
    const ledger = open()
    const bytes = ledger.sign(ADA, [paying], { expires: ledger.time + ahead })
    const [result] = ledger.block([bytes]).results
    expect(result!.refusals[0]?.code ?? null).toBe(code)
    if (code !== null) {
      const details = result!.refusals[0]!.details as Record<string, unknown>
      expect(details).toMatchObject({ expires: expect.any(String), time: expect.any(String) })
    }
  })
})

describe("the window of identifiers", () => {
  it("knows what it was given, by height, until it is forgotten", () => {
    const window = new IdWindow([{ height: 3n, ids: [id("a")] }])
    window.append({ height: 5n, ids: [id("b"), id("c")] })
    expect(window.heightOf(id("a"))).toBe(3n)
    expect(window.heightOf(id("c"))).toBe(5n)
    expect(window.heightOf(id("d"))).toBeUndefined()
    window.forget(1)
    expect(window.heightOf(id("a"))).toBeUndefined()
    expect(window.heightOf(id("b"))).toBe(5n)
  })

  it("takes lists by ascending height alone", () => {
    const window = new IdWindow([{ height: 3n, ids: [] }])
    for (const height of [2n, 3n]) {
      expect(() => window.append({ height, ids: [] })).toThrow("ascending height")
    }
  })
})

it("a signature that failed fails again, and one that held holds, as both are remembered", () => {
  const ledger = open()
  const [good, spoilt] = [ledger.sign(ADA, [paying]), ledger.sign(ADA, [paying])]
  spoilt[spoilt.length - 1]! ^= 1
  const { runtime, state, verdicts } = ledger
  const told = (bytes: Uint8Array) => {
    const check = createCheck(runtime, state, verdicts)
    return check.check(bytes).refusals[0]?.code ?? null
  }
  expect([told(spoilt), told(spoilt)]).toEqual(["signature_invalid", "signature_invalid"])
  expect([told(good), told(good)]).toEqual([null, null])
  const { results } = ledger.block([spoilt, good])
  expect(results.map(({ refusals }) => refusals[0]?.code ?? null)).toEqual([
    "signature_invalid",
    null,
  ])
})
