/** COSE keys: RFC 9679's thumbprint, the kernel's key vectors, every other form refused. */
import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { runs } from "../../test/runs.ts"
import { vectorJson, vectors } from "../../test/vectors.ts"
import { concat, fromHex, toHex } from "../bytes.ts"
import { Invalid } from "../failures.ts"
import {
  type CoseKey,
  coseKey,
  isSoundKey,
  parseCoseKey,
  thumbprint,
  verifyByKey,
} from "./cose-key.ts"
import { ed25519PublicKey } from "./ed25519.ts"
import { es256PublicKey } from "./es256.ts"

const x = new Uint8Array(32).fill(1)
const p256 = es256PublicKey(x)
const keys: Record<string, CoseKey> = {
  ed25519: { algorithm: "ed25519", x: ed25519PublicKey(x) },
  x25519: { algorithm: "x25519", x: fromHex("09".padEnd(64, "0")) },
  es256: { algorithm: "es256", x: p256.slice(0, 32), y: p256.slice(32) },
}

function codeOf(bytes: Uint8Array): string {
  try {
    parseCoseKey(bytes)
    return "accepted"
  } catch (error) {
    if (error instanceof Invalid) return error.code
    throw error
  }
}

describe.skipIf(vectors("cose") === null)("RFC 9679 section 6 (../shared/vectors/cose)", () => {
  test("the key's bytes and its thumbprint", () => {
    const example = vectorJson("cose/rfc9679-thumbprint.json")
    const bytes = fromHex(example.cbor)
    const parts = { x: fromHex(example.key.x_hex), y: fromHex(example.key.y_hex) }
    expect(toHex(coseKey({ algorithm: "es256", ...parts }))).toBe(example.cbor)
    expect(parseCoseKey(bytes)).toEqual({ algorithm: "es256", ...parts })
    expect(thumbprint(bytes)).toBe(example.sha256)
    expect(isSoundKey(parseCoseKey(bytes))).toBe(true)
  })
})

describe.skipIf(vectors("kernel") === null)("kernel keys (../shared/vectors/kernel)", () => {
  test("public bytes and kid follow from the seed", () => {
    for (const { algorithm, seed, public: bytes, kid } of vectorJson("kernel/transactions.json")
      .keys) {
      const key = parseCoseKey(fromHex(bytes))
      expect(key.algorithm).toBe(algorithm)
      const point = key.algorithm === "es256" ? concat(key.x, key.y) : key.x
      const derive = algorithm === "es256" ? es256PublicKey : ed25519PublicKey
      expect(toHex(derive(fromHex(seed)))).toBe(toHex(point))
      expect(toHex(coseKey(key))).toBe(bytes)
      expect(thumbprint(fromHex(bytes))).toBe(kid)
    }
  })
})

test("each algorithm there and back; every altered head byte, length and order refused", () => {
  for (const key of Object.values(keys)) {
    const bytes = coseKey(key)
    expect(parseCoseKey(bytes)).toEqual(key)
    expect(isSoundKey(key)).toBe(true)
    for (let length = 0; length < bytes.length; length++) {
      expect(codeOf(bytes.subarray(0, length))).toBe("key_malformed")
    }
    expect(codeOf(concat(bytes, Uint8Array.of(0)))).toBe("key_malformed")
    const headAt = [0, 1, 2, 3, 5, 6, 7, ...(key.algorithm === "es256" ? [4, 40, 41, 42] : [])]
    for (const at of headAt) {
      const altered = bytes.slice()
      altered[at]! ^= 1
      expect(codeOf(altered), `${key.algorithm} byte ${at}`).toBe("key_malformed")
    }
  }
})

test("the curve's number is part of the name: one x, two keys", () => {
  const names = [coseKey({ algorithm: "ed25519", x }), coseKey({ algorithm: "x25519", x })]
  expect(new Set(names.map(thumbprint)).size).toBe(2)
})

test("members that are allowed elsewhere are refused here: kid, alg, a compressed y", () => {
  const ed = toHex(coseKey(keys.ed25519!)).slice(2)
  expect(codeOf(fromHex(`a4${ed}0327`))).toBe("key_malformed")
  const ec = toHex(coseKey(keys.es256!))
  expect(codeOf(fromHex(`${ec.slice(0, 80)}22f5`))).toBe("key_malformed")
})

test("random bytes never parse to a key of other bytes", () => {
  const sizes = fc.uint8Array({ minLength: 40, maxLength: 75 })
  fc.assert(
    fc.property(sizes, (bytes) => {
      expect(codeOf(bytes)).toBe("key_malformed")
    }),
    { numRuns: runs(1_000) },
  )
})

test("coordinates of another length are refused when written", () => {
  const short = x.subarray(1)
  expect(() => coseKey({ algorithm: "ed25519", x: short })).toThrow(Invalid)
  expect(() => coseKey({ algorithm: "es256", x, y: short })).toThrow(Invalid)
})

test("unsound keys: small order, off the curve", () => {
  const zero = new Uint8Array(32)
  expect(isSoundKey({ algorithm: "ed25519", x: zero })).toBe(false)
  expect(isSoundKey({ algorithm: "x25519", x: zero })).toBe(false)
  expect(isSoundKey({ algorithm: "es256", x: zero, y: zero })).toBe(false)
  expect(isSoundKey({ algorithm: "x25519", x: zero.subarray(1) })).toBe(false)
})

test("a key for secrets signs nothing", () => {
  expect(verifyByKey(keys.x25519!, x, new Uint8Array(64))).toBe("signature_invalid")
})
