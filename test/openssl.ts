/** OpenSSL's equation in place of the pure one: equal verdicts on honest keys, far faster. */
import { createPublicKey, verify } from "node:crypto"
import { accelerate } from "@concordat/kernel"

function opensslEd25519(key: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  const x = Buffer.from(key).toString("base64url")
  const jwk = { kty: "OKP", crv: "Ed25519", x }
  return verify(null, message, createPublicKey({ key: jwk, format: "jwk" }), signature)
}

/** Lets OpenSSL verify Ed25519 in this process, until the answer is called. */
export function verifyByOpenssl(): () => void {
  return accelerate({ ed25519: opensslEd25519 })
}
