/**
 * ECDSA over P-256 by OpenSSL: 8,000 verifications a CPU-second against 900 in JavaScript.
 * Importing a key costs as much as using it, so the latest ones are kept.
 */
import { createPublicKey, type KeyObject, verify } from "node:crypto"
import type { Accelerators } from "@concordat/kernel"

/** SubjectPublicKeyInfo (RFC 5480) of an uncompressed P-256 point, up to x ‖ y. */
const SPKI_HEAD = Buffer.from("3059301306072a8648ce3d020106082a8648ce3d03010703420004", "hex")
const KEYS_MAX = 4_096

const keys = new Map<string, KeyObject>()

function keyOf(point: Uint8Array): KeyObject {
  const name = Buffer.from(point).toString("latin1")
  const known = keys.get(name)
  if (known !== undefined) return known
  const der = Buffer.concat([SPKI_HEAD, point])
  const key = createPublicKey({ key: der, format: "der", type: "spki" })
  if (keys.size >= KEYS_MAX) keys.delete(keys.keys().next().value!)
  keys.set(name, key)
  return key
}

/** The kernel's `es256` seam: a point that is not on the curve is false. */
export const es256Openssl: Accelerators["es256"] = (key, message, signature) => {
  try {
    const options = { key: keyOf(key), dsaEncoding: "ieee-p1363" } as const
    return verify("sha256", message, options, signature)
  } catch {
    return false
  }
}
