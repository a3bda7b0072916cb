/**
 * OpenSSL under the kernel's seam and for signing, so that tests with thousands of blocks are
 * quick.
 */
import { createPrivateKey, createPublicKey, hash, sign, verify } from "node:crypto"
import { accelerate, ed25519PublicKey, toHex } from "@concordat/kernel"

const PKCS8_HEAD = Buffer.from("302e020100300506032b657004220420", "hex")
const SPKI_HEAD = Buffer.from("302a300506032b6570032100", "hex")

/** Puts OpenSSL in place; answers how to take it away again. */
export function useOpenssl(): () => void {
  return accelerate({
    sha256Into: (bytes, output, at) => output.set(hash("sha256", bytes, "buffer"), at),
    ed25519(key, message, signature) {
      const der = Buffer.concat([SPKI_HEAD, key])
      try {
        return verify(
          null,
          message,
          createPublicKey({ key: der, format: "der", type: "spki" }),
          signature,
        )
      } catch {
        return false
      }
    },
  })
}

/** A validator's signer from a small number. */
export function testValidator(seed: number): {
  readonly key: string
  sign(message: Uint8Array): Uint8Array
} {
  const secret = new Uint8Array(32).fill(seed)
  const der = Buffer.concat([PKCS8_HEAD, secret])
  const key = createPrivateKey({ key: der, format: "der", type: "pkcs8" })
  return {
    key: toHex(ed25519PublicKey(secret)),
    sign: (message) => new Uint8Array(sign(null, message, key)),
  }
}
