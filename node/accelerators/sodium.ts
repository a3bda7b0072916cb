/**
 * libsodium, native or WASM: one verdict on Ed25519, the kernel's own (cofactorless, canonical, no
 * small order). The native build verifies 19,000 signatures a CPU-second, the WASM build some
 * 4,000.
 */

import type { Accelerators } from "@concordat/kernel"

/** The call that we use of either build. */
export type Sodium = {
  readonly crypto_sign_verify_detached: (
    signature: Uint8Array,
    message: Uint8Array,
    key: Uint8Array,
  ) => boolean
}

/** sodium-native, or null where its binary does not load. */
export async function nativeSodium(): Promise<Sodium | null> {
  try {
    const { default: sodium } = await import("sodium-native")
    return sodium
  } catch {
    return null
  }
}

/** libsodium-wrappers, the WASM build; null where there is no WebAssembly (`--jitless`). */
export async function wasmSodium(): Promise<Sodium | null> {
  try {
    const { default: sodium } = await import("libsodium-wrappers")
    await sodium.ready
    return { crypto_sign_verify_detached: sodium.crypto_sign_verify_detached }
  } catch {
    return null
  }
}

const KEY_BYTES = 32
const SIGNATURE_BYTES = 64

/**
 * The kernel's `ed25519` seam. Key and signature are handed over in arrays that stay: a small array
 * that C++ asks for gets memory of its own outside the heap first, a microsecond each.
 */
export function ed25519With({ crypto_sign_verify_detached }: Sodium): Accelerators["ed25519"] {
  const ownKey = new Uint8Array(KEY_BYTES)
  const ownSignature = new Uint8Array(SIGNATURE_BYTES)
  return (key, message, signature) => {
    ownKey.set(key)
    ownSignature.set(signature)
    return crypto_sign_verify_detached(ownSignature, message, ownKey)
  }
}
