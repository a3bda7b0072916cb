/** Rows T18, T19, T24 to T26: what is wrong with a signature, and the order of all faults. */
import { describe, expect, test } from "vitest"
import { concat, fromHex, toHex } from "../bytes.ts"
import { encodeValue } from "../cbor/value.ts"
import { CborWriter } from "../cbor/writer.ts"
import { coseKey, thumbprint } from "../crypto/cose-key.ts"
import { signEd25519 } from "../crypto/ed25519.ts"
import { signEs256 } from "../crypto/es256.ts"
import { smallOrderCases } from "../crypto/signature-cases.testing.ts"
import { Invalid } from "../failures.ts"
import {
  anySignature,
  commands,
  es,
  failureOf,
  good,
  issue,
  kid,
  payloadOf,
  publicKey,
  refused,
  seed,
  unsigned,
  withInput,
  wrap,
  wrapValue,
} from "./bad-inputs.testing.ts"
import { draft, signDraft } from "./draft.ts"
import { coseSignature } from "./structure.ts"
import { decodeTransaction } from "./transaction.ts"
import { verifySignatures } from "./verify.ts"

describe("headers", () => {
  const thumb = `5820${kid}`
  const withHeader = (hex: string, unprotected = "a0") => {
    const header = new CborWriter().bytes(fromHex(hex)).finish()
    const rest = concat(fromHex(unprotected), fromHex("5840"), new Uint8Array(64))
    return wrap(encodeValue(payloadOf()), [concat(Uint8Array.of(0x83), header, rest)])
  }
  test.each([
    ["no kid", "a10127", "4"],
    ["no alg", `a104${thumb}`, "1"],
    ["neither", "a0", "1"],
    ["no bytes at all", "", "protected"],
    ["a label twice", `a301270127${`04${thumb}`}`, "protected"],
    ["critical", `a301270281${"0404"}${thumb}`, "2"],
    ["passkey, not before its slice", `a3012704${thumb}68776562617574686ef5`, "webauthn"],
    ["a kid that is no thumbprint", "a2012704423131", "4"],
    ["a kid that is text", "a2012704623131", "4"],
    ["an algorithm that is bytes", `a2014127${`04${thumb}`}`, "1"],
    ["labels in another order", `a204${thumb}0127`, "protected"],
    ["a length not shortest", `a2012704590020${kid}`, "protected"],
    ["no map", "8101", "protected"],
    ["two values", `a2012704${thumb}00`, "protected"],
  ])("T18: %s", (_, hex, header) => {
    refused(withHeader(hex), "cose_header_invalid", { header }, "/signatures/0")
  })

  test("T18: unprotected headers, body headers, detached payload", () => {
    refused(withHeader(`a2012704${thumb}`, "a104413a"), "cose_header_invalid", {
      header: "unprotected",
    })
    const hex = toHex(good)
    const body = (head: string) => fromHex(hex.replace("d8628440a0", `d86284${head}`))
    refused(body("43a10127a0"), "cose_header_invalid", { header: "protected" })
    refused(body("41a0a0"), "cose_header_invalid", { header: "protected" })
    refused(body("40a1044131"), "cose_header_invalid", { header: "unprotected" })
    const detached = fromHex(`d8628440a0f681${toHex(anySignature)}`)
    refused(detached, "cose_header_invalid", { header: "payload" })
  })

  test.each([
    ["ES512", "3823", "-36"],
    ["HS256", "05", "5"],
    ["none", "646e6f6e65", "none"],
    ["Ed25519 by its newer number", "32", "-19"],
    ["ESP256", "28", "-9"],
    ["ML-DSA-65, reserved", "3830", "-49"],
  ])("T19: %s", (_, alg, found) => {
    const bytes = withHeader(`a201${alg}04${thumb}`)
    const { details } = refused(bytes, "algorithm_unsupported", { found }, "/signatures/0")
    expect(details["allowed"]).toContain("ES256")
  })

  test("T19: a real ES512 signature, 132 bytes, is named by its algorithm", () => {
    const header = new CborWriter().bytes(fromHex(`a20138230${`4${thumb}`}`)).finish()
    const long = concat(Uint8Array.of(0x83), header, fromHex("a05884"), new Uint8Array(132))
    refused(wrap(encodeValue(payloadOf()), [long]), "algorithm_unsupported")
  })
})

test("the order of faults: wrapper, count, headers, bytes, schema, commands, a key twice", () => {
  const bad = encodeValue(payloadOf({ operations: [] }))
  const two = [unsigned(1)[0]!, unsigned(1)[0]!]
  const unknown = encodeValue(payloadOf({ operations: [{ ...issue, command: "a.b" }] }))
  const noHeader = concat(fromHex("8340a05840"), new Uint8Array(64))
  const codes = [
    concat(wrap(fromHex("f7"), []), Uint8Array.of(0)),
    wrap(fromHex("f7"), []),
    wrap(fromHex("f7"), [noHeader]),
    wrap(fromHex("f7"), two),
    wrap(bad, two),
    wrap(unknown, two),
    wrap(encodeValue(payloadOf()), two),
  ].map((bytes) => failureOf(bytes).code)
  expect(codes).toEqual([
    "trailing_bytes",
    "signatures_out_of_range",
    "cose_header_invalid",
    "type_refused",
    "operations_out_of_range",
    "unknown_command",
    "signature_duplicate",
  ])
})

describe("signatures", () => {
  const payload = encodeValue(payloadOf())
  const esKid = thumbprint(es)
  const unsignedDraft = draft(payload, [kid, esKid])
  const first = signDraft(unsignedDraft, {
    algorithm: "ed25519",
    kid,
    sign: (m) => signEd25519(seed, m),
  })
  const second = signDraft(unsignedDraft, {
    algorithm: "es256",
    kid: esKid,
    sign: (m) => signEs256(seed, m),
  })
  const keys = [publicKey, es]

  function verdict(
    signatures: readonly Uint8Array[],
    publicKeys = keys,
    content = payload,
  ): Invalid {
    try {
      verifySignatures(decodeTransaction(wrap(content, signatures), commands), publicKeys)
    } catch (failure) {
      if (failure instanceof Invalid) return failure
      throw failure
    }
    return new Invalid("accepted", "", "")
  }

  test("as signed: accepted", () => {
    expect(verdict([first, second]).code).toBe("accepted")
  })

  test("T24: one bit of the payload; of a signature: index and key", () => {
    const other = encodeValue(payloadOf({ salt: new Uint8Array(8).fill(1) }))
    expect(verdict([first, second], keys, other).details).toEqual({ index: 0, key: kid })
    const flipped = second.slice()
    flipped[60]! ^= 1
    const failure = verdict([first, flipped])
    expect([failure.code, failure.path]).toEqual(["signature_invalid", "/signatures/1"])
    expect(failure.details).toEqual({ index: 1, key: esKid })
    expect(failure.message).toContain(esKid)
  })

  test("T25: S + L; R of small order; r of zero: not canonical, index", () => {
    const at = first.length - 64
    const highS = first.slice()
    highS[first.length - 1]! |= 0xe0
    expect(verdict([highS, second]).code).toBe("signature_not_canonical")
    const smallR = first.slice()
    smallR.set(concat(Uint8Array.of(1), new Uint8Array(31)), at)
    expect(verdict([smallR, second]).code).toBe("signature_not_canonical")
    const zeroR = second.slice()
    zeroR.fill(0, at, at + 32)
    expect(verdict([first, zeroR]).details).toEqual({ index: 1, key: esKid })
    expect(verdict([first, zeroR]).code).toBe("signature_not_canonical")
  })

  test("T26: 100 pairs of torsion points, S = 0: key_weak, every one", () => {
    const cases = smallOrderCases()
    expect(cases.length).toBe(100)
    for (const { key, signature } of cases) {
      const weak = coseKey({ algorithm: "ed25519", x: key })
      const sent = coseSignature("ed25519", thumbprint(weak), signature)
      expect(verdict([sent], [weak]).code).toBe("key_weak")
    }
  })

  test("a key of another algorithm than the headers say", () => {
    expect(verdict([first, second], [es, publicKey]).code).toBe("signature_invalid")
  })
})

test("whatever is altered, the answer is a code", () => {
  const bytes = wrapValue(withInput({}))
  for (let at = 0; at < bytes.length; at++) {
    for (const byte of [0, 0x1f, 0x5f, 0x9a, 0xbf, 0xf6, 0xff]) {
      const altered = bytes.slice()
      altered[at] = byte
      try {
        decodeTransaction(altered, commands)
      } catch (failure) {
        expect(failure, `byte ${at} = ${byte}`).toBeInstanceOf(Invalid)
      }
    }
  }
})
