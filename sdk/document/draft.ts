/**
 * A document on its way into the register: its fields under salts, its handle, its leaf. The secret
 * is handed in, 16 random bytes; whoever has the fields and the secret can show what was
 * registered, nobody else can confirm a guess.
 */
import {
  decodeValue,
  encodeValue,
  fromHex,
  type Hash,
  hashOf,
  Invalid,
  type Party,
  sha256,
} from "@concordat/kernel"
import {
  byPath,
  type Commitment,
  commit,
  type DocumentField,
  handleOf,
  type Leaf,
  leafOf,
  SECRET_BYTES,
} from "@concordat/services/provenance"
import { FIELD_BYTES_MAX, FIELDS_MAX } from "./limits.ts"

/** What a field may hold. */
export type FieldValue = string | number | bigint | boolean | Uint8Array | null

/** The field that every document has: SHA-256 of its registered bytes. */
export const FILE_FIELD = "file"

const PATH = /^[a-z][A-Za-z0-9._-]{0,63}$/

/** A document as its issuer has it. */
export type DocumentDraft = {
  /** The issuer. */
  readonly organisation: Party
  readonly class: string
  /** 16 random bytes, used for this document alone. */
  readonly secret: Uint8Array
  /** SHA-256 of the bytes that are registered. */
  readonly file: Hash
  /** The other fields by path: `title`, `grade`, `holder.name`. */
  readonly fields: Readonly<Record<string, FieldValue>>
  /** When the document ends, milliseconds of 1970; null: never. */
  readonly until: number | null
}

/** A document ready for its statement. */
export type CommittedDocument = {
  readonly organisation: Party
  readonly class: string
  readonly secret: Uint8Array
  readonly handle: Hash
  readonly commitment: Commitment
  readonly leaf: Leaf
  /** RFC 9162 hash of the leaf. */
  readonly leafHash: Hash
  /** All fields in order of path. */
  readonly fields: readonly DocumentField[]
}

function fieldOf(path: string, value: FieldValue): DocumentField {
  if (!PATH.test(path) || path === FILE_FIELD) {
    throw new Invalid("key_refused", `/fields/${path}`, "This is no path of a field.", {
      expected: PATH.source,
    })
  }
  const encoded = encodeValue(value)
  if (encoded.length > FIELD_BYTES_MAX) {
    throw new Invalid("too_long", `/fields/${path}`, "The value of the field is too long.", {
      limit: FIELD_BYTES_MAX,
      actual: encoded.length,
    })
  }
  return { path, value: encoded }
}

function ensureSalted(draft: Partial<DocumentDraft>): void {
  if (!(draft.secret instanceof Uint8Array)) {
    const reason = "A commitment is built with a salt: hand in the document's secret."
    throw new Invalid("field_missing", "/salt", reason)
  }
  if (draft.secret.length !== SECRET_BYTES) {
    const details = { limit: SECRET_BYTES, actual: draft.secret.length }
    throw new Invalid("too_long", "/secret", "A secret has 16 bytes.", details)
  }
}

/**
 * Commits to a document. Throws `Invalid`: `field_missing` without a secret, `too_long` for more
 * than 64 fields or a value over 16 KiB, `key_refused` for a path that is none.
 */
export function commitDocument(draft: DocumentDraft): CommittedDocument {
  ensureSalted(draft)
  const { organisation, secret, until } = draft
  const others = Object.entries(draft.fields).map(([path, value]) => fieldOf(path, value))
  const file = { path: FILE_FIELD, value: encodeValue(fromHex(draft.file)) }
  const fields = [file, ...others].sort(byPath)
  if (fields.length > FIELDS_MAX) {
    const details = { limit: FIELDS_MAX, actual: fields.length }
    throw new Invalid("too_long", "/fields", "A document has at most 64 fields.", details)
  }
  const handle = handleOf(organisation, secret)
  const commitment = commit(draft.class, secret, fields)
  const leaf = { handle, commitment, until }
  const leafHash = leafOf(leaf)
  return { organisation, class: draft.class, secret, handle, commitment, leaf, leafHash, fields }
}

/** The digest that stands for a file's bytes in the field `file`. */
export function fileDigest(bytes: Uint8Array): Hash {
  return hashOf(sha256(bytes))
}

/** The value of a field as it was given; integers come back as number where that is exact. */
export function fieldValue(field: DocumentField): FieldValue {
  return decodeValue(field.value) as FieldValue
}
