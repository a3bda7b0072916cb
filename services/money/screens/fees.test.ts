/** Fees before a payment: those that the ledger then books. */
import { expect, test } from "vitest"
import { feesOf } from "./fees.ts"

const fee = (code: number, fixed: bigint, num: number, to: string) => ({
  ...{ code, fixed, num, den: 1_000, to },
})

test("are those of the line's code, rounded down each, and none to the payer", () => {
  const policy = { fees: [fee(100, 5n, 3, "a"), fee(100, 0n, 1, "b"), fee(101, 99n, 0, "a")] }
  expect(feesOf(policy as never, 100, 1_999n, "c")).toBe(5n + 5n + 1n)
  expect(feesOf(policy as never, 100, 1_999n, "a")).toBe(1n)
  expect(feesOf({ fees: [] }, 100, 1_999n, "c")).toBe(0n)
})
