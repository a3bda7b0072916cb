/** Limits of what a document and its evidence may be; each is checked before anything is read. */

/** Bytes of one document: 100 MiB. */
export const DOCUMENT_BYTES_MAX = 104_857_600
/** Bytes of a document's secret. */
export const SECRET_BYTES = 16
/** Fields of one document. */
export const FIELDS_MAX = 64
/** Documents of one batch statement. */
export const BATCH_DOCUMENTS_MAX = 1_000_000
/** Hashes from a leaf to the root of a batch of 1,000,000. */
export const PATH_HASHES_MAX = 20
/** Bytes of a signed statement. */
export const STATEMENT_BYTES_MAX = 2_048
