/**
 * What signers sign and what names a transaction: COSE_Sign of RFC 9052 with an external_aad that
 * holds the ledger and the list of signers in order, so nobody can drop, add or swap a co-signer.
 */

import { concat, fromHex, toHex } from "../bytes.ts"
import { CborWriter, MAJOR } from "../cbor/writer.ts"
import { sha256 } from "../crypto/hash.ts"
import { signStructure } from "../crypto/sig-structure.ts"
import { type Algorithm, SIGNATURE_BYTES } from "../crypto/signature.ts"
import type { Hash } from "../schema/fixed.ts"

/** The kind of message and its version: the first item of every external_aad. */
const DOMAIN = "concordat/transaction/v1"
const TAG_SIGN = 98
const KID_BYTES = 32

/** `{1: alg, 4: kid}` up to the kid: map of 2, label 1, the algorithm, label 4, 32 bytes. */
const HEADERS = {
  ed25519: Uint8Array.of(0xa2, 0x01, 0x27, 0x04, 0x58, KID_BYTES),
  es256: Uint8Array.of(0xa2, 0x01, 0x26, 0x04, 0x58, KID_BYTES),
} as const

const writer = new CborWriter()
const NONE = new Uint8Array(0)

/** The 38 bytes of a signer's protected headers. */
export function signerHeader(algorithm: Algorithm, kid: Hash): Uint8Array {
  return concat(HEADERS[algorithm], fromHex(kid))
}

/** The algorithm of a signer's protected headers, or null unless they have exactly that form. */
export function algorithmOfHeader(header: Uint8Array): Algorithm | null {
  if (startsAs(header, HEADERS.ed25519)) return "ed25519"
  return startsAs(header, HEADERS.es256) ? "es256" : null
}

function startsAs(header: Uint8Array, head: Uint8Array): boolean {
  return header.length === head.length + KID_BYTES && head.every((byte, i) => header[i] === byte)
}

/**
 * external_aad: canonical CBOR of `[DOMAIN, chain, [kid, ...]]`. Rebuilt by everybody, never sent.
 */
export function externalAadOf(chain: string, kids: readonly Hash[]): Uint8Array {
  writer.reset().array(3).text(DOMAIN).text(chain).array(kids.length)
  for (const kid of kids) writer.head(MAJOR.bytes, KID_BYTES).hex(kid)
  return writer.finish()
}

/** The bytes that one signer signs. */
export function bytesToSign(
  algorithm: Algorithm,
  kid: Hash,
  externalAad: Uint8Array,
  payload: Uint8Array,
): Uint8Array {
  return signStructure(NONE, signerHeader(algorithm, kid), externalAad, payload)
}

/** The id: SHA-256 of canonical CBOR of `["Transaction", external_aad, payload]`. */
export function transactionId(externalAad: Uint8Array, payload: Uint8Array): Hash {
  writer.reset().array(3).text("Transaction").bytes(externalAad).bytes(payload)
  return toHex(sha256(writer.finish())) as Hash
}

/** One COSE_Signature: protected headers, no unprotected ones, 64 bytes; 108 bytes in all. */
export function coseSignature(algorithm: Algorithm, kid: Hash, signature: Uint8Array): Uint8Array {
  writer.reset().array(3).bytes(signerHeader(algorithm, kid)).map(0)
  return writer.bytes(signature.subarray(0, SIGNATURE_BYTES)).finish()
}

/** The whole: tag 98 over `[h'', {}, payload, signatures]`, each signature a COSE_Signature. */
export function coseSign(payload: Uint8Array, signatures: readonly Uint8Array[]): Uint8Array {
  writer.reset().tag(TAG_SIGN).array(4).bytes(NONE).map(0).bytes(payload).array(signatures.length)
  for (const signature of signatures) writer.raw(signature)
  return writer.finish()
}
