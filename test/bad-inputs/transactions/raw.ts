/** Transactions by hand, where no honest writer would write them: values, bytes, wrappers. */
import { type CborValue, concat, encodeValue, fromHex, toHex } from "@concordat/kernel"
import { testSigner } from "@concordat/kernel/testing"
import { coseSign, coseSignature } from "../../../kernel/transaction/structure.ts"
import { REGISTRAR } from "../../../services/provenance/office.testing.ts"
import type { Live } from "../live.ts"

export type Value = Record<string, CborValue>

const { kid } = testSigner(REGISTRAR)

/** Well-formed and by the registrar; it holds for nothing. */
export const anySignature = coseSignature("ed25519", kid, new Uint8Array(64))

export const countValue: Value = { command: "sample.count", input: { name: "raw" } }

const EVERY: Value = {
  amount: 1,
  large: 2n ** 64n,
  flags: [true],
  colour: "red",
  data: new Uint8Array(1),
  digest: new Uint8Array(32),
  words: "w",
}

/** A payload as a value; `changes` spoil it. */
export function payloadOf(live: Live, changes: Value = {}): Value {
  const { chain, expires, memo, mode, salt } = live.heading()
  const operations = [countValue]
  return { chain, expires, memo, mode, operations, salt: fromHex(salt), ...changes }
}

/** A payload with one operation whose input has every kind of field. */
export function withInput(live: Live, changes: Value): Value {
  const input = { ...EVERY, ...changes }
  return payloadOf(live, { operations: [{ command: "sample.every", input }] })
}

export function wrap(payload: Uint8Array, signatures: readonly Uint8Array[] = [anySignature]) {
  return coseSign(payload, signatures)
}

export function wrapValue(value: Value): Uint8Array {
  return wrap(encodeValue(value))
}

/** A wrapped payload with a part of its hex written otherwise. */
export function rewritten(value: Value, from: string, to: string): Uint8Array {
  return wrap(fromHex(replaced(toHex(encodeValue(value)), from, to)))
}

/** The first place of `from` in a hex text written as `to`; it must be there. */
export function replaced(hex: string, from: string, to: string): string {
  if (!hex.includes(from)) throw new Error(`${from} is not in ${hex}`)
  return hex.replace(from, to)
}

/** A wrapped payload under a signature with these protected and unprotected headers, in hex. */
export function withHeader(live: Live, header: string, unprotected = "a0"): Uint8Array {
  const head = encodeValue(fromHex(header))
  const rest = concat(fromHex(`${unprotected}5840`), new Uint8Array(64))
  return wrap(encodeValue(payloadOf(live)), [concat(Uint8Array.of(0x83), head, rest)])
}

/** `{4: kid}` without its map: label and thumbprint of the registrar. */
export const KID = `045820${kid}`
export const KID_ALONE = `a1${KID}`

/** Signatures by keys that nobody has. */
export function strangers(count: number): Uint8Array[] {
  return Array.from({ length: count }, (_, i) => {
    const stranger = i.toString(16).padStart(64, "0") as typeof kid
    return coseSignature("ed25519", stranger, new Uint8Array(64))
  })
}
