/**
 * X25519 public keys (RFC 7748 section 5): what a registry must refuse before anybody seals to one.
 */
import { x25519 } from "@noble/curves/ed25519.js"

/** Any secret will do: clamping makes every scalar a multiple of the cofactor. */
const PROBE = new Uint8Array(32).fill(1)

/**
 * Whether 32 bytes lead to a shared secret at all: a key of small order gives zeros to everybody.
 */
export function isX25519Key(key: Uint8Array): boolean {
  if (key.length !== PROBE.length) return false
  try {
    x25519.getSharedSecret(PROBE, key)
    return true
  } catch {
    return false
  }
}
