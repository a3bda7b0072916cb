/** Rows T18, T19 and T24 to T26: what is wrong with a signature or the key under it. */
import { concat, fromHex, toHex } from "@concordat/kernel"
import { REGISTRAR } from "../../../services/provenance/office.testing.ts"
import { countOf, type Live } from "../live.ts"
import { KEYS, weakPairs } from "../people.ts"
import type { TransactionRow } from "../row.ts"
import { anySignature, KID, KID_ALONE, replaced, withHeader } from "./raw.ts"

const SIGNATURE_BYTES = 64
/** L, the order of Ed25519's base point (RFC 8032, section 5.1), little-endian. */
const ORDER = 2n ** 252n + 27_742_317_777_372_353_535_851_937_790_883_648_493n
/** y = p + 3: a second way to write a point. */
const NOT_CANONICAL = `f0${"ff".repeat(30)}7f`

const header = (hex: string, unprotected?: string) => (live: Live) =>
  withHeader(live, hex, unprotected)

/** A good transaction whose last signature is changed; its 64 bytes are the last ones. */
const altered = (change: (signature: Uint8Array) => void) => (live: Live) => {
  const bytes = live.good().slice()
  change(bytes.subarray(bytes.length - SIGNATURE_BYTES))
  return bytes
}

function littleEndian(bytes: Uint8Array): bigint {
  return BigInt(`0x${toHex(bytes.slice().reverse())}`)
}

/** S + L: the same to a verifier that reduces. */
function addOrder(signature: Uint8Array): void {
  const sum = littleEndian(signature.subarray(32)) + ORDER
  signature.set(fromHex(sum.toString(16).padStart(64, "0")).reverse(), 32)
}

function flipPayload(live: Live): Uint8Array {
  return fromHex(
    replaced(toHex(live.good()), toHex(Buffer.from("good")), toHex(Buffer.from("gooe"))),
  )
}

const badHeader = { code: "cose_header_invalid", status: 400 } as const
const unsupported = { code: "algorithm_unsupported", status: 400 } as const
const notCanonical = { code: "signature_not_canonical", status: 400 } as const
const first = "/signatures/0"

export const SIGNATURES: readonly TransactionRow[] = [
  {
    ...{ row: "T18a", what: "no kid", ...badHeader, pointer: first },
    ...{ says: ['header "4"', "kid"], bytes: header("a10127") },
  },
  {
    ...{ row: "T18b", what: "no alg", ...badHeader, pointer: first },
    ...{ says: ['header "1"', "algorithm"], bytes: header(KID_ALONE) },
  },
  {
    ...{ row: "T18c", what: "a header repeated", ...badHeader, pointer: first },
    ...{ says: ["protected"], bytes: header(`a301270127${KID}`) },
  },
  {
    ...{ row: "T18d", what: "a detached payload", ...badHeader },
    says: ["payload", "detached"],
    bytes: () => concat(fromHex("d8628440a0f681"), anySignature),
  },
  {
    ...{ row: "T18e", what: "an unknown critical header", ...badHeader, pointer: first },
    ...{ says: ['header "2"'], bytes: header(`a3012702810404${KID.slice(2)}`) },
  },
  {
    ...{ row: "T18f", what: "a header outside the signature", ...badHeader, pointer: first },
    ...{ says: ["unprotected"], bytes: header(`a20127${KID}`, "a104413a") },
  },
  {
    ...{ row: "T19a", what: "algorithm ES512", ...unsupported, pointer: first },
    ...{ says: ["-36", "Ed25519", "ES256"], bytes: header(`a2013823${KID}`) },
  },
  {
    ...{ row: "T19b", what: "algorithm HS256", ...unsupported, pointer: first },
    ...{ says: ["Algorithm 5", "ES256"], bytes: header(`a20105${KID}`) },
  },
  {
    ...{ row: "T19c", what: "algorithm none", ...unsupported, pointer: first },
    ...{ says: ["none", "ES256"], bytes: header(`a201646e6f6e65${KID}`) },
  },
  {
    ...{ row: "T24a", what: "one bit of the payload", code: "signature_invalid", status: 400 },
    ...{ pointer: first, says: ["Signature 0", "key"], decodes: true, bytes: flipPayload },
  },
  {
    ...{ row: "T24b", what: "one bit of the signature", code: "signature_invalid", status: 400 },
    ...{ pointer: first, says: ["Signature 0", "key"], decodes: true },
    bytes: altered((signature) => {
      signature[40]! ^= 1
    }),
  },
  {
    ...{
      row: "T24c",
      what: "one bit of an ES256 signature",
      code: "signature_invalid",
      status: 400,
    },
    ...{ pointer: "/signatures/1", says: ["Signature 1", KEYS.es256.kid], decodes: true },
    bytes: (live) => {
      const bytes = live.sign([REGISTRAR, KEYS.es256], [countOf("good")]).slice()
      bytes[bytes.length - SIGNATURE_BYTES + 5]! ^= 1
      return bytes
    },
  },
  {
    ...{ row: "T25a", what: "S of L or more", ...notCanonical },
    ...{ pointer: first, says: ["Signature 0"], decodes: true, bytes: altered(addOrder) },
  },
  {
    ...{ row: "T25b", what: "R not canonical", ...notCanonical },
    ...{ pointer: first, says: ["Signature 0"], decodes: true },
    bytes: altered((signature) => signature.set(fromHex(NOT_CANONICAL))),
  },
  {
    ...{ row: "T25c", what: "R of small order", ...notCanonical },
    ...{ pointer: first, says: ["Signature 0"], decodes: true },
    bytes: altered((signature) => signature.set(fromHex(`01${"00".repeat(31)}`))),
  },
  {
    ...{ row: "T26", what: "100 pairs of torsion points, S = 0", code: "key_weak", status: 400 },
    ...{ pointer: first, says: ["Signature 0"], decodes: true },
    bytes: (live) => weakPairs().map(({ signer }) => live.sign([signer], [countOf("weak")])),
  },
]
