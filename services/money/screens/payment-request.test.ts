/** Texts of payment codes: what was asked for is read, anything else is none. */
import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { readRequest, requestText } from "./payment-request.ts"

const ORIGIN = "https://pay.example"
const TO = "0".repeat(31) + "a"
const hexId = fc.stringMatching(/^[0-9a-f]{32}$/)

describe("a payment request", () => {
  test("is read as it was written, from whatever console", () => {
    const request = fc.record(
      {
        ...{ ledger: fc.stringMatching(/^[a-z][a-z0-9-]{0,20}$/), to: hexId, uetr: hexId },
        amount: fc.bigInt({ min: 1n, max: 2n ** 128n - 1n }).map(String),
      },
      { requiredKeys: ["ledger", "to"] },
    )
    fc.assert(
      fc.property(request, (asked) => {
        expect(readRequest(requestText(ORIGIN, asked))).toEqual(asked)
      }),
    )
  })

  const path = `${ORIGIN}/services/money/pay`
  test.each([
    ["no address", "12.50 EUR"],
    ["another page", `${ORIGIN}/services/money/bank?ledger=l&to=${TO}`],
    ["no ledger", `${path}?to=${TO}`],
    ["no account", `${path}?ledger=l&to=ann`],
    ["an amount with decimals", `${path}?ledger=l&to=${TO}&amount=12.50`],
    ["an amount of nothing", `${path}?ledger=l&to=${TO}&amount=0`],
    ["an amount below nothing", `${path}?ledger=l&to=${TO}&amount=-1`],
    ["a UETR that is none", `${path}?ledger=l&to=${TO}&uetr=1`],
  ])("is none with %s", (_what, text) => {
    expect(readRequest(text)).toBeNull()
  })
})
