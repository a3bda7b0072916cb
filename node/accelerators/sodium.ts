/**
 * libsodium, native or WASM: one verdict on Ed25519, the kernel's own (cofactorless, canonical, no
 * small order). The native build verifies 19,000 signatures a CPU-second, the WASM build some
 * 4,000.
 */

/** The two calls that we use of either build. */
export type Sodium = {
  readonly crypto_sign_verify_detached: (
    signature: Uint8Array,
    message: Uint8Array,
    key: Uint8Array,
  ) => boolean
  /** Native only. */
  readonly crypto_hash_sha256?: (digest: Uint8Array, bytes: Uint8Array) => void
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
