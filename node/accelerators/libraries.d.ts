/** The part that we call of libraries that bring no types. */
declare module "sodium-native" {
  const sodium: {
    crypto_sign_verify_detached(s: Uint8Array, m: Uint8Array, k: Uint8Array): boolean
  }
  export default sodium
}

declare module "libsodium-wrappers" {
  const sodium: {
    readonly ready: Promise<void>
    crypto_sign_verify_detached(s: Uint8Array, m: Uint8Array, k: Uint8Array): boolean
  }
  export default sodium
}
