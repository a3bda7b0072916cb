/** ES256 with low s: Wycheproof, RFC 6979's own example, ranges edge by edge. */
import { p256 } from "@noble/curves/nist.js"
import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { runs } from "../../test/runs.ts"
import { vectors } from "../../test/vectors.ts"
import { concat, fromHex, toHex, utf8 } from "../bytes.ts"
import { Bug } from "../failures.ts"
import { verifyByKey } from "./cose-key.ts"
import { es256PublicKey, isEs256Key, signEs256, verifyEs256, withLowS } from "./es256.ts"
import { wycheproofEs256 } from "./signature-cases.testing.ts"

const N = p256.Point.Fn.ORDER
const big = (number: bigint) => fromHex(number.toString(16).padStart(64, "0"))

// RFC 6979 appendix A.2.5.
const scalar = fromHex("c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721")
const key = es256PublicKey(scalar)
const message = utf8("sample")
const signature = signEs256(scalar, message)

test("RFC 6979 A.2.5: the example's r, and n - s because its s is high", () => {
  expect(toHex(key.subarray(0, 32))).toBe(
    "60fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6",
  )
  const s = 0xf7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8n
  expect(toHex(signature)).toBe(
    `efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716${toHex(big(N - s))}`,
  )
})

describe.skipIf(vectors("wycheproof") === null)("Wycheproof (../shared/vectors/wycheproof)", () => {
  test("verdicts are the source's, but a high s is refused by name", () => {
    let high = 0
    for (const one of wycheproofEs256()) {
      const parts = { x: one.key.subarray(0, 32), y: one.key.subarray(32) }
      const verdict = verifyByKey({ algorithm: "es256", ...parts }, one.message, one.signature)
      const sized = one.signature.length === 64
      if (sized && one.valid && toHex(withLowS(one.signature)) !== toHex(one.signature)) {
        // Deviation: the source takes both s and n - s, our rule the lower one only.
        high++
        expect(verdict, one.name).toBe("signature_not_canonical")
        const low = { key: one.key, message: one.message, signature: withLowS(one.signature) }
        expect(verifyEs256(low), one.name).toBe("ok")
      } else {
        expect(verdict === "ok", one.name).toBe(one.valid)
      }
    }
    expect(high).toBeGreaterThan(0)
  })
})

test("r and s at their edges", () => {
  const of = (r: bigint, s: bigint) => ({ key, message, signature: concat(big(r), big(s)) })
  const half = (N - 1n) / 2n
  for (const [r, s] of [
    [0n, 1n],
    [1n, 0n],
    [N, 1n],
    [1n, half + 1n],
    [1n, N - 1n],
    [2n ** 256n - 1n, 1n],
  ] as const) {
    expect(verifyEs256(of(r, s)), `${r} ${s}`).toBe("signature_not_canonical")
  }
  for (const [r, s] of [
    [1n, 1n],
    [N - 1n, half],
  ] as const) {
    expect(verifyEs256(of(r, s)), `${r} ${s}`).toBe("signature_invalid")
  }
})

test("a key off the curve or above p is weak, before anything else", () => {
  const p = p256.Point.Fp.ORDER
  const wrong = [
    new Uint8Array(64),
    concat(key.subarray(0, 32), big(1n)),
    concat(big(p), key.subarray(32)),
    concat(
      big(p + 5n),
      big(
        p256.Point.fromAffine({
          x: 5n,
          y: p256.Point.Fp.sqrt(5n ** 3n - 15n + p256.Point.CURVE().b),
        }).y,
      ),
    ),
  ]
  for (const weak of wrong) {
    expect(isEs256Key(weak)).toBe(false)
    expect(verifyEs256({ key: weak, message, signature })).toBe("key_weak")
    expect(verifyEs256({ key: weak, message, signature: new Uint8Array(64) })).toBe("key_weak")
  }
  expect(isEs256Key(key)).toBe(true)
})

test("every altered byte of key, message and signature is refused", () => {
  for (let i = 0; i < 64 + message.length + 64; i++) {
    const all = concat(key, message, signature)
    all[i]! ^= 1 << (i % 8)
    const altered = {
      key: all.slice(0, 64),
      message: all.slice(64, 64 + message.length),
      signature: all.slice(64 + message.length),
    }
    expect(verifyEs256(altered), `byte ${i}`).not.toBe("ok")
  }
})

test("what is signed verifies; the other s is refused; lowering it gives ours back", () => {
  const secrets = fc.bigInt({ min: 1n, max: N - 1n })
  fc.assert(
    fc.property(secrets, fc.uint8Array(), (secret, text) => {
      const own = es256PublicKey(big(secret))
      const signed = signEs256(big(secret), text)
      expect(verifyEs256({ key: own, message: text, signature: signed })).toBe("ok")
      const s = BigInt(`0x${toHex(signed.subarray(32))}`)
      const other = concat(signed.subarray(0, 32), big(N - s))
      expect(verifyEs256({ key: own, message: text, signature: other })).toBe(
        "signature_not_canonical",
      )
      expect(toHex(withLowS(other))).toBe(toHex(signed))
      expect(toHex(withLowS(signed))).toBe(toHex(signed))
    }),
    { numRuns: runs(100) },
  )
})

test("other lengths: a bug for the rule, a plain no for a COSE key", () => {
  const parts = { x: key.subarray(0, 32), y: key.subarray(32) }
  expect(() => verifyEs256({ key, message, signature: new Uint8Array(63) })).toThrow(Bug)
  expect(() => verifyEs256({ key: parts.x, message, signature })).toThrow(Bug)
  expect(verifyByKey({ algorithm: "es256", ...parts }, message, new Uint8Array(65))).toBe(
    "signature_invalid",
  )
})
