/**
 * The strict Ed25519 rule: published cases, torsion, every altered byte, RFC 8032's own examples.
 */
import { ed25519 } from "@noble/curves/ed25519.js"
import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { runs } from "../../test/runs.ts"
import { vectors } from "../../test/vectors.ts"
import { concat, fromHex, toHex, utf8 } from "../bytes.ts"
import { Bug } from "../failures.ts"
import { verifyByKey } from "./cose-key.ts"
import {
  ed25519PublicKey,
  isEd25519Key,
  signEd25519,
  verifyEd25519,
  verifyEd25519Zip215,
} from "./ed25519.ts"
import {
  mixedOrderCases,
  SMALL_POINTS,
  smallOrderCases,
  speccheck,
  wycheproofEd25519,
} from "./signature-cases.testing.ts"

const seed = fromHex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")
const key = ed25519PublicKey(seed)
const message = utf8("provenance")
const signature = signEd25519(seed, message)

describe.skipIf(vectors("ed25519") === null)("published cases (../shared/vectors/ed25519)", () => {
  test("wycheproof: every verdict is the source's", () => {
    for (const one of wycheproofEd25519()) {
      const verdict = verifyByKey({ algorithm: "ed25519", x: one.key }, one.message, one.signature)
      expect(verdict === "ok", one.name).toBe(one.valid)
      if (one.flags.includes("SignatureMalleability")) {
        expect(verdict, one.name).toBe("signature_not_canonical")
      }
    }
  })

  test("speccheck: case 3 alone is valid, each other has its reason", () => {
    const cases = speccheck()
    expect(cases.length).toBe(12)
    expect(cases.map((one) => verifyEd25519(one))).toEqual([
      "key_weak", // 0: A and R of small order, S = 0
      "key_weak", // 1: A of small order
      "signature_not_canonical", // 2: R of small order
      "ok", // 3: A and R of mixed order, the equation holds without cofactor
      "signature_invalid", // 4: holds only with the cofactor
      "signature_invalid", // 5: holds only with the cofactor
      "signature_not_canonical", // 6: S > L
      "signature_not_canonical", // 7: S much above L
      "signature_not_canonical", // 8: R not canonical
      "signature_not_canonical", // 9: R not canonical
      "key_weak", // 10: A not canonical
      "key_weak", // 11: A not canonical
    ])
  })
})

test("RFC 8032 section 7.1, test 1", () => {
  expect(toHex(key)).toBe("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")
  expect(toHex(signEd25519(seed, new Uint8Array(0)))).toBe(
    "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
  )
})

test("T26: 100 pairs of torsion points with S = 0 are all key_weak", () => {
  const cases = smallOrderCases()
  expect(cases.length).toBe(100)
  for (const one of cases) expect(verifyEd25519(one), one.name).toBe("key_weak")
  // The trap is real: some of them satisfy the equation itself, and ZIP-215 accepts all.
  for (const one of cases) {
    expect(verifyEd25519Zip215(one.key, one.message, one.signature), one.name).toBe(true)
  }
})

test("a point of the eight in either sign, an order of torsion in R: not canonical", () => {
  for (const point of SMALL_POINTS) {
    const forged = concat(point.toBytes(), signature.subarray(32))
    expect(verifyEd25519({ key, message, signature: forged })).toBe("signature_not_canonical")
    expect(isEd25519Key(point.toBytes())).toBe(false)
  }
})

test("points of mixed order: valid exactly where the equation holds without the cofactor", () => {
  const cases = mixedOrderCases()
  expect(new Set(cases.map((one) => one.valid)).size).toBe(2)
  for (const one of cases) {
    const { key, message, signature } = one
    const smallR = SMALL_POINTS.some((point) => toHex(point.toBytes()) === toHex(key))
    expect(smallR).toBe(false)
    expect(verifyEd25519(one), one.name).toBe(one.valid ? "ok" : "signature_invalid")
    expect(verifyEd25519Zip215(key, message, signature), one.name).toBe(true)
  }
})

test("the order of faults: key, then S and R, then the equation", () => {
  const weak = SMALL_POINTS[3]!.toBytes()
  const offCurve = Uint8Array.of(2, ...new Uint8Array(31))
  const highS = signature.slice()
  highS[63]! |= 0xf0
  const offCurveR = concat(offCurve, signature.subarray(32))
  expect(ed25519.utils.isValidPublicKey(offCurve)).toBe(false)
  expect(verifyEd25519({ key: weak, message, signature: highS })).toBe("key_weak")
  expect(verifyEd25519({ key: offCurve, message, signature })).toBe("key_weak")
  expect(verifyEd25519({ key: offCurve, message, signature: highS })).toBe("key_weak")
  expect(verifyEd25519({ key, message: utf8("else"), signature: highS })).toBe(
    "signature_not_canonical",
  )
  expect(verifyEd25519({ key, message, signature: offCurveR })).toBe("signature_invalid")
  expect(verifyEd25519({ key, message: utf8("else"), signature })).toBe("signature_invalid")
})

test("S at its edge: L - 1 is in range, L is not", () => {
  const lMinus1 = fromHex("ecd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010")
  const l = fromHex("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010")
  const withS = (s: Uint8Array) => concat(signature.subarray(0, 32), s)
  expect(verifyEd25519({ key, message, signature: withS(lMinus1) })).toBe("signature_invalid")
  expect(verifyEd25519({ key, message, signature: withS(l) })).toBe("signature_not_canonical")
  expect(verifyEd25519Zip215(key, message, withS(l))).toBe(false)
})

test("y at the field's edge: p - 2 is judged as a point, p and above never", () => {
  const p = 2n ** 255n - 19n
  for (let above = 0n; above < 19n; above++) {
    const encoding = fromHex((p + above).toString(16).padStart(64, "0")).reverse()
    expect(isEd25519Key(encoding), `p + ${above}`).toBe(false)
    expect(verifyEd25519({ key: encoding, message, signature })).toBe("key_weak")
  }
  const below = fromHex((p - 2n).toString(16).padStart(64, "0")).reverse()
  expect(isEd25519Key(below)).toBe(ed25519.utils.isValidPublicKey(below, false))
})

test("every altered byte of key, message and signature is refused", () => {
  for (let i = 0; i < 32 + message.length + 64; i++) {
    const all = concat(key, message, signature)
    all[i]! ^= 1 << (i % 8)
    const altered = {
      key: all.slice(0, 32),
      message: all.slice(32, 32 + message.length),
      signature: all.slice(32 + message.length),
    }
    expect(verifyEd25519(altered), `byte ${i}`).not.toBe("ok")
  }
})

test("signing and verifying agree, and ZIP-215 accepts all that the strict rule does", () => {
  const cases = fc.tuple(fc.uint8Array({ minLength: 32, maxLength: 32 }), fc.uint8Array())
  fc.assert(
    fc.property(cases, ([secret, text]) => {
      const signed = {
        key: ed25519PublicKey(secret),
        message: text,
        signature: signEd25519(secret, text),
      }
      expect(verifyEd25519(signed)).toBe("ok")
      expect(verifyEd25519Zip215(signed.key, text, signed.signature)).toBe(true)
    }),
    { numRuns: runs(100) },
  )
})

test("other lengths: a bug for the rule, a plain no for a vote and for a COSE key", () => {
  const cut = signature.subarray(1)
  expect(() => verifyEd25519({ key, message, signature: cut })).toThrow(Bug)
  expect(() => verifyEd25519({ key: cut, message, signature })).toThrow(Bug)
  expect(verifyEd25519Zip215(key, message, cut)).toBe(false)
  expect(verifyEd25519Zip215(cut, message, signature)).toBe(false)
  expect(verifyByKey({ algorithm: "ed25519", x: key }, message, cut)).toBe("signature_invalid")
})
