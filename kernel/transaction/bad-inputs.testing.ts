/** For tests only: a good transaction to spoil, and what a refusal of it must show. */
import { expect } from "vitest"
import { type CborValue, encodeValue } from "../cbor/value.ts"
import { coseKey, thumbprint } from "../crypto/cose-key.ts"
import { ed25519PublicKey } from "../crypto/ed25519.ts"
import { es256PublicKey } from "../crypto/es256.ts"
import { Invalid } from "../failures.ts"
import type { Hash } from "../schema/fixed.ts"
import { coseSign, coseSignature } from "./structure.ts"
import { decodeTransaction } from "./transaction.ts"
import { commandsOf } from "./vectors.testing.ts"

export const commands = commandsOf(
  {
    "provenance.issue": { record: { digest: "hash", title: { text: [200, 0] } } },
    "test.all": {
      record: {
        amount: "u64",
        large: "u128",
        flags: { list: ["bool", 3, 1] },
        colour: { enumeration: ["red", "green"] },
        data: { bytes: [4, 0] },
      },
    },
    "voting.cast": { record: { election: { text: [22, 1] } } },
  },
  ["voting.cast"],
)
export const seed = new Uint8Array(32).fill(1)
export const publicKey = coseKey({ algorithm: "ed25519", x: ed25519PublicKey(seed) })
export const kid = thumbprint(publicKey)
const point = es256PublicKey(seed)
export const es = coseKey({ algorithm: "es256", x: point.slice(0, 32), y: point.slice(32) })

export type Value = Record<string, CborValue>
export const issue: Value = {
  command: "provenance.issue",
  input: { digest: new Uint8Array(32), title: "T" },
}
const all: Value = {
  amount: 1,
  large: 2n ** 64n,
  flags: [true],
  colour: "red",
  data: new Uint8Array(1),
}
export const payloadOf = (changes: Value = {}): Value => ({
  chain: "harbour-1",
  expires: 1_795_430_460_000,
  memo: null,
  mode: "atomic",
  operations: [issue],
  salt: new Uint8Array(8),
  ...changes,
})
export const withInput = (changes: Value): Value =>
  payloadOf({ operations: [{ command: "test.all", input: { ...all, ...changes } }] })

/** Signatures need not hold where decoding alone is asked. */
export const anySignature = coseSignature("ed25519", kid, new Uint8Array(64))
export const wrap = (payload: Uint8Array, signatures: readonly Uint8Array[] = [anySignature]) =>
  coseSign(payload, signatures)
export const wrapValue = (value: Value) => wrap(encodeValue(value))
export const good = wrapValue(payloadOf())

export function failureOf(bytes: Uint8Array): Invalid {
  try {
    decodeTransaction(bytes, commands)
  } catch (failure) {
    if (failure instanceof Invalid) return failure
    throw failure
  }
  throw new Error("accepted")
}

/** Asserts code and the named facts of a refusal. */
export function refused(
  bytes: Uint8Array,
  code: string,
  details: object = {},
  path?: string,
): Invalid {
  const failure = failureOf(bytes)
  expect([failure.code, failure.message]).toEqual([code, expect.any(String)])
  expect(failure.details).toMatchObject(details)
  if (path !== undefined) expect(failure.path).toBe(path)
  expect(failure.message.length).toBeGreaterThan(10)
  return failure
}

export const kidOf = (index: number) => index.toString(16).padStart(64, "0") as Hash
export const unsigned = (count: number) =>
  Array.from({ length: count }, (_, i) => coseSignature("ed25519", kidOf(i), new Uint8Array(64)))
