/** What all signature rules share: their algorithms, their operands and their verdicts. */

/** Signature algorithms by the kernel's names. */
export type Algorithm = "ed25519" | "es256"

/** What a signature rule answers. Everything but `ok` is also the code of the refusal. */
export type SignatureVerdict = "ok" | "key_weak" | "signature_not_canonical" | "signature_invalid"

/** The operands of every rule: `key` is A (32 bytes) or x ‖ y (64), `signature` 64 bytes. */
export type Signed = {
  readonly key: Uint8Array
  readonly message: Uint8Array
  readonly signature: Uint8Array
}

/** Bytes of a signature of either algorithm: R ‖ S, r ‖ s. */
export const SIGNATURE_BYTES = 64
