/**
 * The golden transactions: every case both ways, every refused one by its code, every byte altered.
 */
import { describe, expect, test } from "vitest"
import { concat, fromHex, toHex } from "../bytes.ts"
import type { CborValue } from "../cbor/value.ts"
import { assemble, decodeDraft, draft, encodeDraft, signDraft } from "./draft.ts"
import { transactionFromJson, transactionToJson } from "./json.ts"
import type { CommandInputs } from "./operation.ts"
import { encodePayload } from "./payload.ts"
import { decodeTransaction, openTransaction } from "./transaction.ts"
import { commandsOf, golden, signerOf, verdictOf } from "./vectors.testing.ts"

describe.skipIf(golden === null)("../shared/vectors/kernel/transactions.json", () => {
  const { cases, refused, keys } = golden ?? { cases: [], refused: [], keys: [] }
  const noCommands: Record<string, CborValue> = {}
  const commands: CommandInputs = commandsOf(golden?.commands ?? noCommands, golden?.open ?? [])
  const known = new Map(keys.map((key) => [key.kid as string, fromHex(key.public)]))
  const keyNamed = (name: string) => keys.find((key) => key.name === name)!
  const verdict = (bytes: Uint8Array) => verdictOf(bytes, commands, known)

  test("there are cases of every form", () => {
    expect(cases.length).toBeGreaterThanOrEqual(4)
    expect(refused.length).toBeGreaterThanOrEqual(31)
  })

  test.each(cases)("$name: decoded", (one) => {
    const transaction = decodeTransaction(fromHex(one.bytes), commands)
    expect(transaction.id).toBe(one.id)
    expect(toHex(transaction.payloadBytes)).toBe(one.payload)
    expect(toHex(transaction.externalAad)).toBe(one.externalAad)
    expect(transaction.signatures.map(({ toBeSigned }) => toHex(toBeSigned))).toEqual(
      one.toBeSigned,
    )
    expect(transaction.signatures.map(({ kid }) => kid)).toEqual(
      one.signers.map((name) => keyNamed(name).kid),
    )
    expect(verdict(fromHex(one.bytes))).toBe("accepted")
  })

  test.each(cases)("$name: the JSON mirror, both ways", (one) => {
    const transaction = decodeTransaction(fromHex(one.bytes), commands)
    expect(transactionToJson(transaction, commands)).toEqual(one.json)
    expect(toHex(transactionFromJson(one.json, commands).bytes)).toBe(one.bytes)
  })

  test.each(cases)("$name: encoded, signed and assembled to the very bytes", (one) => {
    const { payload } = decodeTransaction(fromHex(one.bytes), commands)
    const payloadBytes = encodePayload(payload, commands)
    expect(toHex(payloadBytes)).toBe(one.payload)
    const signers = one.signers.map((name) => signerOf(keyNamed(name)))
    if (signers.length === 0) {
      expect(toHex(openTransaction(payload, commands))).toBe(one.bytes)
      return
    }
    const kids = signers.map(({ kid }) => kid)
    const file = encodeDraft(draft(payloadBytes, kids))
    const received = decodeDraft(file)
    expect(received.id).toBe(one.id)
    const answers = signers.map((signer) => signDraft(received, signer))
    expect(toHex(assemble(received, answers.reverse()))).toBe(one.bytes)
  })

  test.each(refused)("refused: $name", (one) => {
    expect(verdict(fromHex(one.bytes))).toBe(one.code)
  })

  test("every byte of the signed transactions, altered, is refused", () => {
    // Signatures are costly: of the long one every byte up to its payload, then every 37th.
    for (const one of cases.filter(({ signers }) => signers.length > 0)) {
      const bytes = fromHex(one.bytes)
      const dense = bytes.length < 1_000 ? bytes.length : 200
      for (let at = 0; at < bytes.length; at += at < dense ? 1 : 37) {
        const altered = bytes.slice()
        altered[at]! ^= 1 << (at % 8)
        expect(verdict(altered), `${one.name}, byte ${at}`).not.toBe("accepted")
      }
    }
  })

  test("every byte of the open transaction, altered, is refused or another transaction", () => {
    for (const one of cases.filter(({ signers }) => signers.length === 0)) {
      const bytes = fromHex(one.bytes)
      for (let at = 0; at < bytes.length; at++) {
        const altered = bytes.slice()
        altered[at]! ^= 1
        if (verdict(altered) !== "accepted") continue
        expect(decodeTransaction(altered, commands).id).not.toBe(one.id)
      }
    }
  })

  test("every cut, and every byte more, is refused", () => {
    for (const one of cases) {
      const bytes = fromHex(one.bytes)
      for (let length = 0; length < Math.min(bytes.length, 600); length++) {
        expect(verdict(bytes.subarray(0, length)), `${one.name} cut to ${length}`).not.toBe(
          "accepted",
        )
      }
      expect(verdict(concat(bytes, Uint8Array.of(0)))).toBe("trailing_bytes")
    }
  })
})
