/** Drafts, co-signers, the JSON mirror and open transactions: examples, then any content at all. */
import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { runs } from "../../test/runs.ts"
import { concat, fromHex, toHex, utf8 } from "../bytes.ts"
import { encodeValue } from "../cbor/value.ts"
import { coseKey, thumbprint } from "../crypto/cose-key.ts"
import { ed25519PublicKey, signEd25519 } from "../crypto/ed25519.ts"
import { es256PublicKey, signEs256 } from "../crypto/es256.ts"
import { sha256Hex } from "../crypto/hash.ts"
import { Invalid } from "../failures.ts"
import type { Json, JsonObject } from "../json/json.ts"
import type { Hash, Hex } from "../schema/fixed.ts"
import { commands, payloadOf } from "./bad-inputs.testing.ts"
import { assemble, type DraftSigner, decodeDraft, draft, encodeDraft, signDraft } from "./draft.ts"
import { transactionFromJson, transactionToJson } from "./json.ts"
import type { Operation } from "./operation.ts"
import { encodePayload, type Payload } from "./payload.ts"
import { coseSign, coseSignature, externalAadOf, transactionId } from "./structure.ts"
import { decodeTransaction, openTransaction } from "./transaction.ts"
import { verdictOf } from "./vectors.testing.ts"

const known = new Map<string, Uint8Array>()

/** Signers of both algorithms, by number. */
function signer(number: number): DraftSigner {
  const seed = new Uint8Array(32).fill(number + 1)
  if (number % 2 === 0) {
    const publicKey = coseKey({ algorithm: "ed25519", x: ed25519PublicKey(seed) })
    known.set(thumbprint(publicKey), publicKey)
    const sign = (message: Uint8Array) => signEd25519(seed, message)
    return { algorithm: "ed25519", kid: thumbprint(publicKey), sign }
  }
  const point = es256PublicKey(seed)
  const publicKey = coseKey({ algorithm: "es256", x: point.slice(0, 32), y: point.slice(32) })
  known.set(thumbprint(publicKey), publicKey)
  return { algorithm: "es256", kid: thumbprint(publicKey), sign: (m) => signEs256(seed, m) }
}

const all = Array.from({ length: 6 }, (_, number) => signer(number))
const three = all.slice(0, 3)
const kids = three.map(({ kid }) => kid)
const payloadBytes = encodeValue(payloadOf())
const prepared = draft(payloadBytes, kids)
const answers = three.map((one) => signDraft(prepared, one))

function codeOf(action: () => unknown): string {
  try {
    action()
    return "accepted"
  } catch (failure) {
    if (failure instanceof Invalid) return failure.code
    throw failure
  }
}
const verdict = (bytes: Uint8Array) => verdictOf(bytes, commands, known)

describe("drafts", () => {
  test("id and text are known before anybody signs; the file comes back the same", () => {
    const received = decodeDraft(encodeDraft(prepared))
    expect(received.id).toBe(prepared.id)
    expect(received.signers).toEqual(kids)
    expect(toHex(received.payload)).toBe(toHex(payloadBytes))
    expect(decodeTransaction(assemble(prepared, answers), commands).id).toBe(prepared.id)
  })

  test("answers come in any order and may come twice", () => {
    const [a, b, c] = answers as [Uint8Array, Uint8Array, Uint8Array]
    const bytes = assemble(prepared, [c, a, b, a])
    expect(toHex(bytes)).toBe(toHex(assemble(prepared, answers)))
    expect(verdict(bytes)).toBe("accepted")
  })

  test("an answer that lacks, of a stranger, two of one key that differ", () => {
    const [a, b, c] = answers as [Uint8Array, Uint8Array, Uint8Array]
    expect(codeOf(() => assemble(prepared, [a, c]))).toBe("signature_missing")
    const stranger = coseSignature("ed25519", sha256Hex(utf8("stranger")), new Uint8Array(64))
    expect(codeOf(() => assemble(prepared, [a, b, c, stranger]))).toBe("unknown_signer")
    const other = coseSignature("ed25519", kids[0]!, new Uint8Array(64))
    expect(codeOf(() => assemble(prepared, [a, other, b, c]))).toBe("signature_duplicate")
    expect(codeOf(() => signDraft(prepared, signer(7)))).toBe("unknown_signer")
    expect(codeOf(() => prepared.toBeSigned(3, "ed25519"))).toBe("unknown_signer")
  })

  test("answers that are no COSE_Signature of ours", () => {
    const [a, b] = answers as [Uint8Array, Uint8Array]
    const codes = [a.subarray(1), b.subarray(0, 50), concat(a, b), utf8("signature")]
    expect(codes.map((bytes) => codeOf(() => assemble(prepared, [bytes])))).toEqual([
      "transaction_malformed",
      "length_mismatch",
      "trailing_bytes",
      "length_mismatch",
    ])
  })

  test("lists of signers: none, 33, one twice", () => {
    const many = Array.from({ length: 33 }, (_, i) => sha256Hex(Uint8Array.of(i)))
    expect(codeOf(() => draft(payloadBytes, []))).toBe("signatures_out_of_range")
    expect(codeOf(() => draft(payloadBytes, many))).toBe("signatures_out_of_range")
    expect(codeOf(() => draft(payloadBytes, many.slice(1)))).toBe("accepted")
    expect(codeOf(() => draft(payloadBytes, [kids[0]!, kids[1]!, kids[0]!]))).toBe(
      "signature_duplicate",
    )
  })

  test("files that are no draft; payloads that are none", () => {
    const file = encodeDraft(prepared)
    expect(codeOf(() => decodeDraft(file.subarray(1)))).toBe("trailing_bytes")
    expect(codeOf(() => decodeDraft(utf8("{}")))).toBe("length_mismatch")
    expect(codeOf(() => decodeDraft(encodeValue({ payload: payloadBytes })))).toBe("field_missing")
    expect(codeOf(() => draft(encodeValue({ memo: null }), kids))).toBe("field_missing")
    expect(codeOf(() => draft(encodeValue([]), kids))).toBe("type_mismatch")
    expect(codeOf(() => draft(fromHex("f7"), kids))).toBe("type_refused")
  })
})

test("stripped, added, swapped, repeated co-signers: no part of the list can change", () => {
  const [a, b, c] = answers as [Uint8Array, Uint8Array, Uint8Array]
  const own = draft(payloadBytes, [kids[0]!])
  const alone = signDraft(own, three[0]!)
  expect(verdict(coseSign(payloadBytes, [a, b, c]))).toBe("accepted")
  expect(verdict(coseSign(payloadBytes, [alone]))).toBe("accepted")
  for (const signatures of [
    [a],
    [b],
    [a, b],
    [b, c],
    [a, c],
    [b, a, c],
    [c, b, a],
    [alone, b, c],
  ]) {
    expect(verdict(coseSign(payloadBytes, signatures))).toBe("signature_invalid")
  }
  expect(verdict(coseSign(payloadBytes, [a, b, c, a]))).toBe("signature_duplicate")
  const added = signDraft(draft(payloadBytes, [...kids, all[3]!.kid]), all[3]!)
  expect(verdict(coseSign(payloadBytes, [a, b, c, added]))).toBe("signature_invalid")
})

test("the id covers ledger, signers in order and content, and no signature bytes", () => {
  const idOf = (chain: string, signers: readonly Hash[], content: Uint8Array) =>
    transactionId(externalAadOf(chain, signers), content)
  const ids = [
    idOf("harbour-1", kids, payloadBytes),
    idOf("harbour-2", kids, payloadBytes),
    idOf("harbour-1", [...kids].reverse(), payloadBytes),
    idOf("harbour-1", kids.slice(1), payloadBytes),
    idOf("harbour-1", [], payloadBytes),
    idOf("harbour-1", kids, encodeValue(payloadOf({ salt: new Uint8Array(8).fill(1) }))),
  ]
  expect(new Set(ids).size).toBe(ids.length)
  expect(ids[0]).toBe(prepared.id)
  const blank = kids.map((kid, i) => coseSignature(three[i]!.algorithm, kid, new Uint8Array(64)))
  expect(decodeTransaction(coseSign(payloadBytes, blank), commands).id).toBe(prepared.id)
})

describe("the JSON mirror", () => {
  const signed = decodeTransaction(assemble(prepared, answers), commands)
  const json = transactionToJson(signed, commands) as { [name: string]: JsonObject } & {
    signatures: JsonObject[]
  }
  const fromChanged = (change: JsonObject, where: "transaction" | "all" = "all") => {
    const changed =
      where === "all"
        ? { ...json, ...change }
        : { ...json, transaction: { ...json["transaction"], ...change } }
    return codeOf(() => transactionFromJson(changed as Json, commands))
  }

  test("names in the order in which people read them", () => {
    expect(Object.keys(json)).toEqual(["transaction", "signatures"])
    expect(Object.keys(json["transaction"]!)).toEqual([
      "chain",
      "expires",
      "memo",
      "mode",
      "operations",
      "salt",
    ])
    expect(json.signatures.map((one) => one["algorithm"])).toEqual(["EdDSA", "ES256", "EdDSA"])
  })

  test("the same faults as in bytes, by path", () => {
    const [first, ...others] = json.signatures as [JsonObject, ...JsonObject[]]
    expect(fromChanged({})).toBe("accepted")
    expect(fromChanged({ more: 1 })).toBe("unknown_field")
    expect(fromChanged({ signatures: [first, first] })).toBe("signature_duplicate")
    expect(fromChanged({ signatures: [] })).toBe("signatures_out_of_range")
    const many = Array.from({ length: 33 }, () => first)
    expect(fromChanged({ signatures: many })).toBe("signatures_out_of_range")
    expect(fromChanged({ signatures: null })).toBe("type_mismatch")
    expect(fromChanged({ signatures: [{ ...first, algorithm: "ES512" }] })).toBe(
      "algorithm_unsupported",
    )
    expect(fromChanged({ signatures: [{ ...first, key: "ab" }, ...others] })).toBe("too_long")
    expect(fromChanged({ signatures: [{ ...first, signature: "QQ" }] })).toBe("too_long")
    expect(fromChanged({ operations: [] }, "transaction")).toBe("operations_out_of_range")
    expect(fromChanged({ operations: {} }, "transaction")).toBe("type_mismatch")
    expect(fromChanged({ memo: "m".repeat(257) }, "transaction")).toBe("too_long")
    const isue = { command: "provenance.isue", input: {} }
    expect(fromChanged({ operations: [isue] }, "transaction")).toBe("unknown_command")
    const noDigest = { command: "provenance.issue", input: { title: "T" } }
    expect(fromChanged({ operations: [noDigest] }, "transaction")).toBe("field_missing")
    const text = { command: "provenance.issue", input: "T" }
    expect(fromChanged({ operations: [text] }, "transaction")).toBe("type_mismatch")
  })

  test("paths are JSON pointers into the mirror", () => {
    const bad = { command: "provenance.issue", input: { digest: "zz", title: "T" } }
    const transaction = { ...json["transaction"], operations: [bad] }
    try {
      transactionFromJson({ ...json, transaction } as Json, commands)
      expect.unreachable()
    } catch (failure) {
      expect((failure as Invalid).path).toBe("/transaction/operations/0/input/digest")
    }
  })
})

describe("values in memory", () => {
  const operation = { command: "provenance.issue", input: { digest: "0".repeat(64), title: "T" } }
  const payload: Payload = {
    chain: "harbour-1",
    expires: 1,
    memo: null,
    mode: "atomic",
    operations: [operation],
    salt: "0000000000000000" as Hex,
  }
  const encoded = (change: object) =>
    codeOf(() => encodePayload({ ...payload, ...change } as Payload, commands))

  test("are checked before they are encoded", () => {
    expect(encoded({})).toBe("accepted")
    expect(encoded({ expires: 1.5 })).toBe("type_mismatch")
    expect(encoded({ expires: -1 })).toBe("number_out_of_range")
    expect(encoded({ salt: "00" })).toBe("too_long")
    expect(encoded({ mode: "some" })).toBe("unknown_value")
    expect(encoded({ operations: [] })).toBe("operations_out_of_range")
    expect(encoded({ operations: Array(1_001).fill(operation) })).toBe("operations_out_of_range")
    expect(encoded({ operations: "all" })).toBe("type_mismatch")
    expect(encoded({ operations: [{ ...operation, command: "a.b" }] })).toBe("unknown_command")
    expect(encoded({ operations: [{ ...operation, input: null }] })).toBe("type_mismatch")
    expect(encoded({ operations: [{ ...operation, input: { title: "T" } }] })).toBe("field_missing")
  })

  test("an open transaction: one operation of an open command", () => {
    const cast: Operation = { command: "voting.cast", input: { election: "e" } }
    const open = (operations: readonly Operation[]) => () =>
      openTransaction({ ...payload, operations }, commands)
    expect(codeOf(open([cast]))).toBe("accepted")
    expect(codeOf(open([cast, cast]))).toBe("signatures_out_of_range")
    expect(codeOf(open([operation]))).toBe("signatures_out_of_range")
    const bytes = open([cast])()
    const transaction = decodeTransaction(bytes, commands)
    expect(transaction.id).toBe(transactionId(externalAadOf("harbour-1", []), bytes))
    expect(transactionFromJson(transactionToJson(transaction, commands), commands)).toEqual(
      transaction,
    )
  })
})

test("any content, any signers: bytes, JSON and draft agree", () => {
  const text = fc.string({ unit: "grapheme-ascii", maxLength: 40 })
  const digest = fc.uint8Array({ minLength: 32, maxLength: 32 }).map(toHex)
  const operation = fc
    .record({ digest, title: text })
    .map((input): Operation => ({ command: "provenance.issue", input }))
  const payloads = fc.record({
    chain: fc.constantFrom("harbour-1", "a-dev-1"),
    expires: fc.nat(),
    memo: fc.option(text),
    mode: fc.constantFrom("atomic", "each"),
    operations: fc.array(operation, { minLength: 1, maxLength: 4 }),
    salt: fc.uint8Array({ minLength: 8, maxLength: 8 }).map(toHex),
  })
  const lists = fc.uniqueArray(fc.nat(5), { minLength: 1, maxLength: 3 })
  fc.assert(
    fc.property(payloads, lists, (content, numbers) => {
      const payload = content as unknown as Payload
      const signers = numbers.map((number) => all[number]!)
      const list = signers.map(({ kid }) => kid)
      const one = decodeDraft(encodeDraft(draft(encodePayload(payload, commands), list)))
      const bytes = assemble(
        one,
        signers.map((each) => signDraft(one, each)),
      )
      const transaction = decodeTransaction(bytes, commands)
      expect(verdict(bytes)).toBe("accepted")
      expect(transaction.id).toBe(one.id)
      expect(transaction.payload).toEqual(payload)
      expect(toHex(encodePayload(transaction.payload, commands))).toBe(toHex(one.payload))
      const json = JSON.parse(JSON.stringify(transactionToJson(transaction, commands)))
      expect(toHex(transactionFromJson(json, commands).bytes)).toBe(toHex(bytes))
    }),
    { numRuns: runs(30) },
  )
})
