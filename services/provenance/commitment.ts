/**
 * What stands for a document on the ledger: a handle, and a commitment to its fields under salts
 * that follow from one secret of 16 random bytes (HKDF, RFC 5869; Merkle tree, RFC 9162 section
 * 2.1). Without the secret nothing can be guessed; the ledger never sees it.
 */
import {
  assert,
  compareBytes,
  encode,
  type Hash,
  hash,
  hashOf,
  hkdf,
  type Infer,
  joined,
  leafHashOf,
  merkleRoot,
  option,
  type Party,
  record,
  sha256,
  time,
  utf8,
} from "@concordat/kernel"

/** Bytes of a document's secret. */
export const SECRET_BYTES = 16
const SALT_BYTES = 32
const NO_SALT = new Uint8Array(0)
const HANDLE_LABEL = utf8("cdat/handle/v1")
const ENTRY_LABEL = utf8("cdat/commit/v1")

/** One field of a document: where it stands, and its value in canonical CBOR. */
export type DocumentField = { readonly path: string; readonly value: Uint8Array }

declare const salted: unique symbol
/** A commitment. Made by `commit` alone, so never without a salt; a bare hash is none. */
export type Commitment = Hash & { readonly [salted]: true }

/** What stands for one document in a statement or a batch. */
export const leaf = record({ handle: hash, commitment: hash, until: option(time) })
export type Leaf = Infer<typeof leaf>

/** Each part after its length (u32), so that no two lists of parts have the same bytes. */
function framed(parts: readonly Uint8Array[]): Uint8Array {
  const framed: Uint8Array[] = []
  for (const part of parts) {
    const length = new Uint8Array(4)
    new DataView(length.buffer).setUint32(0, part.length)
    framed.push(length, part)
  }
  return joined(framed)
}

function ensureSecret(secret: Uint8Array): void {
  assert(secret.length === SECRET_BYTES, `a document's secret has ${SECRET_BYTES} bytes`)
}

/** The name of a document on the ledger: SHA-256("cdat/handle/v1", organisation, secret). */
export function handleOf(organisation: Party, secret: Uint8Array): Hash {
  ensureSecret(secret)
  return hashOf(sha256(framed([HANDLE_LABEL, utf8(organisation), secret])))
}

/** The salt of one field: HKDF-SHA-256(secret, no salt, info = path, 32 bytes). */
export function saltOf(secret: Uint8Array, path: string): Uint8Array {
  ensureSecret(secret)
  return hkdf(secret, NO_SALT, utf8(path), SALT_BYTES)
}

/** SHA-256("cdat/commit/v1", class, path, salt, value): an entry of the tree of fields. */
export function fieldEntry(classOf: string, field: DocumentField, salt: Uint8Array): Uint8Array {
  const parts = [ENTRY_LABEL, utf8(classOf), utf8(field.path), salt, field.value]
  return sha256(framed(parts))
}

/** Order of fields in a commitment: by the bytes of their paths. */
export function byPath(a: DocumentField, b: DocumentField): number {
  return compareBytes(utf8(a.path), utf8(b.path))
}

/** The commitment to a document's fields: the root of the tree over them in order of path. */
export function commit(
  classOf: string,
  secret: Uint8Array,
  fields: readonly DocumentField[],
): Commitment {
  assert(fields.length > 0, "a document has at least one field")
  const entries = fields
    .toSorted(byPath)
    .map((field) => leafHashOf(fieldEntry(classOf, field, saltOf(secret, field.path))))
  return hashOf(merkleRoot(entries)) as Commitment
}

/** The leaf hash of a document: the `leaf` of its row, and the root where it stands alone. */
export function leafOf(document: Leaf): Hash {
  return hashOf(leafHashOf(encode(leaf, document)))
}
