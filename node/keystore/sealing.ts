/**
 * How key files are encrypted: scrypt (RFC 7914) gives one wrapping key a keystore, HKDF (RFC 5869)
 * by key id each file's key, AES-256-GCM (SP 800-38D) seals the secret with key id and purpose as
 * associated data. So a file moved under another name or purpose does not open.
 */
import { createCipheriv, createDecipheriv, hkdfSync, scrypt } from "node:crypto"
import type { Random } from "@concordat/engines/seams"
import { concat, utf8 } from "@concordat/kernel"

/** N 2^17, r 8, p 1: 128 MiB and about 0.3 s of CPU, once a keystore. */
export const SCRYPT: ScryptCost = { n: 131_072, r: 8, p: 1 }
const SCRYPT_MEMORY_MAX = 256 * 1024 * 1024
const KEY_BYTES = 32
const NONCE_BYTES = 12
const TAG_BYTES = 16
const DOMAIN = "concordat/keystore/v1"

export type ScryptCost = { readonly n: number; readonly r: number; readonly p: number }

/** The key that all files of a keystore hang on. `salt`: 32 bytes. */
export function wrappingKey(
  passphrase: string,
  salt: Uint8Array,
  cost: ScryptCost,
): Promise<Uint8Array> {
  const options = { N: cost.n, r: cost.r, p: cost.p, maxmem: SCRYPT_MEMORY_MAX }
  return new Promise((resolve, reject) => {
    scrypt(passphrase.normalize("NFC"), salt, KEY_BYTES, options, (error, key) => {
      if (error === null) resolve(new Uint8Array(key))
      else reject(error)
    })
  })
}

function fileKey(wrapping: Uint8Array, id: string): Uint8Array {
  return new Uint8Array(hkdfSync("sha256", wrapping, "", `${DOMAIN} ${id}`, KEY_BYTES))
}

const associated = (id: string, purpose: string) => utf8(`${DOMAIN} ${id} ${purpose}`)

/** What a sealed secret is bound to. */
export type Binding = { readonly id: string; readonly purpose: string }

/** Nonce, ciphertext and tag of a secret. */
export function seal(
  wrapping: Uint8Array,
  { id, purpose }: Binding,
  secret: Uint8Array,
  random: Random,
): Uint8Array {
  const nonce = random.bytes(NONCE_BYTES)
  const cipher = createCipheriv("aes-256-gcm", fileKey(wrapping, id), nonce)
  cipher.setAAD(associated(id, purpose))
  return concat(nonce, cipher.update(secret), cipher.final(), cipher.getAuthTag())
}

/** The secret, or null where key, binding or bytes are not those of `seal`. */
export function unseal(
  wrapping: Uint8Array,
  { id, purpose }: Binding,
  sealed: Uint8Array,
): Uint8Array | null {
  if (sealed.length < NONCE_BYTES + TAG_BYTES) return null
  const nonce = sealed.subarray(0, NONCE_BYTES)
  const tagAt = sealed.length - TAG_BYTES
  const decipher = createDecipheriv("aes-256-gcm", fileKey(wrapping, id), nonce)
  decipher.setAAD(associated(id, purpose))
  decipher.setAuthTag(sealed.subarray(tagAt))
  try {
    return concat(decipher.update(sealed.subarray(NONCE_BYTES, tagAt)), decipher.final())
  } catch {
    return null
  }
}
