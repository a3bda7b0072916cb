/** Printed account numbers: one wrong character, or two that changed places, is found. */
import type { Hex } from "@concordat/kernel"
import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { printAccount, readAccount } from "./account-number.ts"

const account = fc
  .uint8Array({ minLength: 16, maxLength: 16 })
  .map((bytes) => Buffer.from(bytes).toString("hex") as Hex)

describe("an account number", () => {
  test("reads as it was printed, in small letters and with spaces too", () => {
    fc.assert(
      fc.property(account, (one) => {
        const printed = printAccount(one)
        expect(printed).toMatch(/^[0-9A-Z]{26}\d\d$/)
        const spaced = printed.toLowerCase().replace(/(.{4})/g, "$1 ")
        expect([printed, spaced, one].map(readAccount)).toEqual([one, one, one])
      }),
    )
  })

  test("of another account is refused: a wrong character, or two in the other's place", () => {
    const wrong = expect.objectContaining({ code: "account_malformed" })
    // A digit for a digit, a letter for a letter: what MOD 97-10 finds always.
    const others = (one: string) => (/\d/.test(one) ? "0123456789" : "ABCDEFGHJKMNPQRSTVWXYZ")
    fc.assert(
      fc.property(account, fc.nat(24), fc.nat(20), (one, at, by) => {
        const printed = printAccount(one)
        const [here = "", next = ""] = printed.slice(at, at + 2)
        const like = others(here)
        const other = like[(like.indexOf(here) + 1 + (by % (like.length - 1))) % like.length]!
        const changed = printed.slice(0, at) + other + printed.slice(at + 1)
        expect(() => readAccount(changed)).toThrow(wrong)
        if (here === next || !like.includes(next)) return
        const swapped = printed.slice(0, at) + next + here + printed.slice(at + 2)
        expect(() => readAccount(swapped)).toThrow(wrong)
      }),
    )
  })

  test.each(["", "IBAN", "LT007180000000000000", `${"Z".repeat(26)}00`, "f".repeat(31)])(
    "%j is none",
    (text) => expect(() => readAccount(text)).toThrow(/account|check digits/i),
  )
})
