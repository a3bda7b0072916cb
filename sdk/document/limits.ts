/** Limits of what a document and its evidence may be; each is checked before anything is read. */

/** Bytes of one document: 100 MiB. */
export const DOCUMENT_BYTES_MAX = 104_857_600
/** Fields of one document, its file among them. */
export const FIELDS_MAX = 64
/** Bytes of one field's value in canonical CBOR. */
export const FIELD_BYTES_MAX = 16_384
/** Characters of a field's path. */
export const PATH_CHARACTERS_MAX = 64
/** Receipts that travel with one document. */
export const RECEIPTS_MAX = 128
