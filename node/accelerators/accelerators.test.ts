/**
 * Every choice of libraries against the kernel's own JavaScript: equal bytes and equal verdicts on
 * the published cases and on the edge cases between libraries (T25, T26), or it may not be used.
 */
import { accelerate, accelerators, sha256, verifyByKey } from "@concordat/kernel"
import fc from "fast-check"
import { afterEach, describe, expect, it } from "vitest"
import {
  mixedOrderCases,
  smallOrderCases,
  speccheck,
  wycheproofEd25519,
  wycheproofEs256,
} from "../../kernel/crypto/signature-cases.testing.ts"
import { runs } from "../../test/runs.ts"
import { vectors } from "../../test/vectors.ts"
import { type Choice, useAccelerators } from "./index.ts"

const plain = { ...accelerators }
afterEach(() => {
  accelerate(plain)
})

const CHOICES: readonly Choice[] = [
  {},
  { sodium: "wasm" },
  { sodium: "none" },
  { sodium: "none", hashtree: false, openssl: false },
]

const ed25519 = [
  ...(vectors("ed25519") === null ? [] : [...wycheproofEd25519(), ...speccheck()]),
  ...mixedOrderCases(),
  ...smallOrderCases(),
]
const es256 = vectors("wycheproof") === null ? [] : wycheproofEs256()

function verdicts(): string[] {
  const answers: string[] = []
  for (const { key: x, message, signature } of ed25519) {
    answers.push(verifyByKey({ algorithm: "ed25519", x }, message, signature))
  }
  for (const { key, message, signature } of es256) {
    const point = { x: key.subarray(0, 32), y: key.subarray(32) }
    answers.push(verifyByKey({ algorithm: "es256", ...point }, message, signature))
  }
  return answers
}

describe("the libraries", () => {
  it("are the fast ones where nothing is left out", async () => {
    expect(await useAccelerators()).toEqual({
      ed25519: "sodium-native",
      es256: "openssl",
      sha256: "openssl",
      sha256Pairs: "hashtree",
    })
  })

  it("are the kernel's own where everything is left out", async () => {
    const none = { sodium: "none", hashtree: false, openssl: false } as const
    expect(new Set(Object.values(await useAccelerators(none)))).toEqual(new Set(["javascript"]))
    expect(accelerators).toEqual(plain)
  })

  it.each(CHOICES)("%j: equal verdicts on every published case", async (choice) => {
    const expected = verdicts()
    expect(new Set(expected)).toContain("ok")
    await useAccelerators(choice)
    expect(verdicts()).toEqual(expected)
  })

  it.each(CHOICES)("%j: equal hashes of any length and of any pairs", async (choice) => {
    await useAccelerators(choice)
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 600 }), (bytes) => {
        const digest = sha256(bytes)
        const expected = new Uint8Array(32)
        plain.sha256Into(bytes, expected, 0)
        expect(digest).toEqual(expected)
        expect(digest.constructor).toBe(Uint8Array)
      }),
      { numRuns: runs(500) },
    )
    for (let pairs = 1; pairs < 40; pairs++) {
      const input = Uint8Array.from({ length: pairs * 64 }, (_, i) => (i * 37 + pairs) % 256)
      const [found, expected] = [new Uint8Array(pairs * 32), new Uint8Array(pairs * 32)]
      accelerators.sha256Pairs(input, found)
      plain.sha256Pairs(input, expected)
      expect(found).toEqual(expected)
    }
  })
})
