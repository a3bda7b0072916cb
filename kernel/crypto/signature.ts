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

/** COSE's numbers (RFC 9053 section 2). The newer -19 and -9 would be second names: not offered. */
const COSE_NUMBERS = { ed25519: -8, es256: -7 } as const
/** The names that people read: in JSON and in messages. */
const COSE_NAMES = { ed25519: "EdDSA", es256: "ES256" } as const
/** For messages: what is offered. */
export const ALGORITHMS_OFFERED = "EdDSA (-8, Ed25519), ES256 (-7)"

/** The number that stands in header 1. */
export function coseNumber(algorithm: Algorithm): number {
  return COSE_NUMBERS[algorithm]
}

/** `EdDSA` or `ES256`. */
export function coseName(algorithm: Algorithm): "EdDSA" | "ES256" {
  return COSE_NAMES[algorithm]
}

/** The algorithm of a value of header 1, or null for one that is not offered. */
export function algorithmOfCose(alg: number | string): Algorithm | null {
  if (alg === COSE_NUMBERS.ed25519) return "ed25519"
  return alg === COSE_NUMBERS.es256 ? "es256" : null
}

/** The algorithm of a name, or null. */
export function algorithmOfName(name: string): Algorithm | null {
  if (name === COSE_NAMES.ed25519) return "ed25519"
  return name === COSE_NAMES.es256 ? "es256" : null
}
