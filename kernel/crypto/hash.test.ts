/** Hashes against published values; pairs and midstates against noble. */
import { sha256 as nobleSha256 } from "@noble/hashes/sha2.js"
import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { runs } from "../../test/runs.ts"
import { vectorJson, vectors } from "../../test/vectors.ts"
import { concat, fromHex, toHex, utf8 } from "../bytes.ts"
import { Bug } from "../failures.ts"
import { accelerators } from "./accelerators.ts"
import { HKDF_BYTES_MAX, hkdf, hmac, keccak256, sha256, sha256Hex } from "./hash.ts"
import { MIDSTATE_BYTES_MAX, Sha256Stream } from "./sha256-stream.ts"

const EMPTY = new Uint8Array(0)

test("published digests", () => {
  expect(sha256Hex(utf8("abc"))).toBe(
    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
  )
  expect(toHex(keccak256(EMPTY))).toBe(
    "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470",
  )
  // RFC 4231 section 4.3.
  expect(toHex(hmac(utf8("Jefe"), utf8("what do ya want for nothing?")))).toBe(
    "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
  )
})

type HkdfCase = { ikm: string; salt: string; info: string; size: number; okm: string } & {
  tcId: number
  result: string
}

describe.skipIf(vectors("wycheproof") === null)("Wycheproof (../shared/vectors/wycheproof)", () => {
  test("HKDF with SHA-256", () => {
    const file = vectorJson("wycheproof/hkdf_sha256_test.json")
    const cases: HkdfCase[] = file.testGroups.flatMap((group: { tests: HkdfCase[] }) => group.tests)
    expect(cases.length).toBe(file.numberOfTests)
    for (const one of cases) {
      const derive = () => hkdf(fromHex(one.ikm), fromHex(one.salt), fromHex(one.info), one.size)
      if (one.result === "valid") expect(toHex(derive()), `${one.tcId}`).toBe(one.okm)
      else expect(derive, `${one.tcId}`).toThrow(Bug)
    }
  })
})

test("HKDF: the longest output, one byte more, and an empty salt", () => {
  const secret = utf8("secret")
  expect(hkdf(secret, EMPTY, EMPTY, HKDF_BYTES_MAX).length).toBe(8_160)
  expect(() => hkdf(secret, EMPTY, EMPTY, HKDF_BYTES_MAX + 1)).toThrow(Bug)
  expect(toHex(hkdf(secret, EMPTY, EMPTY, 32))).toBe(
    toHex(hkdf(secret, new Uint8Array(32), EMPTY, 32)),
  )
})

test("pairs: each 64 bytes to its SHA-256", () => {
  const pairs = fc.uint8Array({ minLength: 0, maxLength: 20 * 64 })
  fc.assert(
    fc.property(pairs, (bytes) => {
      const input = bytes.subarray(0, bytes.length - (bytes.length % 64))
      const output = new Uint8Array(input.length / 2)
      accelerators.sha256Pairs(input, output)
      for (let at = 0; at < input.length; at += 64) {
        expect(output.slice(at / 2, at / 2 + 32)).toEqual(nobleSha256(input.subarray(at, at + 64)))
      }
    }),
    { numRuns: runs(200) },
  )
})

describe("midstates", () => {
  test("in any pieces, stopped and resumed after each: the digest of the whole", () => {
    const pieces = fc.array(fc.uint8Array({ maxLength: 200 }), { maxLength: 8 })
    fc.assert(
      fc.property(pieces, (parts) => {
        let stream = Sha256Stream.start()
        for (const part of parts) {
          stream = Sha256Stream.resume(stream.update(part).midstate())
          expect(stream.midstate().length).toBeLessThanOrEqual(MIDSTATE_BYTES_MAX)
        }
        const whole = concat(...parts)
        expect(stream.digest()).toEqual(sha256(whole))
        expect(stream.midstate()).toEqual(Sha256Stream.start().update(whole).midstate())
      }),
      { numRuns: runs(500) },
    )
  })

  test("every length around the block and padding edges", () => {
    for (let length = 0; length <= 200; length++) {
      const bytes = new Uint8Array(length).fill(length)
      expect(Sha256Stream.start().update(bytes).digest(), `${length}`).toEqual(sha256(bytes))
    }
  })

  test("a digest does not end the stream", () => {
    const stream = Sha256Stream.start().update(utf8("a"))
    expect(stream.digest()).toEqual(sha256(utf8("a")))
    expect(stream.update(utf8("bc")).digest()).toEqual(sha256(utf8("abc")))
  })

  test("the form: chaining value, length, open bytes", () => {
    expect(toHex(Sha256Stream.start().update(utf8("abc")).midstate())).toBe(
      `6a09e667bb67ae853c6ef372a54ff53a510e527f9b05688c1f83d9ab5be0cd19${"0".repeat(15)}3616263`,
    )
  })

  test("what is no midstate is a bug", () => {
    const good = Sha256Stream.start().update(utf8("abc")).midstate()
    const long = good.slice()
    long[32] = 0xff
    for (const bad of [
      EMPTY,
      good.subarray(0, 39),
      good.subarray(0, 42),
      concat(good, EMPTY, good),
      long,
    ]) {
      expect(() => Sha256Stream.resume(bad)).toThrow(Bug)
    }
  })
})
