/** Makes records quickly: most of one is signatures, which @noble would make and verify. */
import { createPrivateKey, type KeyObject, sign } from "node:crypto"
import { equalBytes, signEd25519, toHex } from "@concordat/kernel"
import { signTestsBy } from "@concordat/kernel/testing"
import { useAccelerators } from "../../node/accelerators/index.ts"

/** PKCS #8 of an Ed25519 key up to its seed (RFC 8410 section 7). */
const HEAD = Buffer.from("302e020100300506032b657004220420", "hex")

const keys = new Map<string, KeyObject>()

/** The signature of a seed by Node's own library; RFC 8032 leaves it no choice of bytes. */
function signed(seed: Uint8Array, message: Uint8Array): Uint8Array {
  const name = toHex(seed)
  let key = keys.get(name)
  if (key === undefined) {
    key = createPrivateKey({ key: Buffer.concat([HEAD, seed]), format: "der", type: "pkcs8" })
    keys.set(name, key)
    const ours = signEd25519(seed, message)
    if (!equalBytes(sign(null, message, key), ours)) throw new Error("another signature")
  }
  return new Uint8Array(sign(null, message, key))
}

/** Hands this process the libraries of a node, and signs by another one of the same bytes. */
export async function quickly(): Promise<void> {
  await useAccelerators()
  signTestsBy(signed)
}
