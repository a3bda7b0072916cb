/** Every limit of the gateway, by name. None of them can change a result, only whether to answer. */

/** Bytes of a request body, and of one on a route that takes many transactions or a batch file. */
export const BODY_BYTES_MAX = 1_048_576
export const LONG_BODY_BYTES_MAX = 4_194_304
/** Bytes of all request headers, and of the path with its query. */
export const HEADER_BYTES_MAX = 16_384
export const URL_BYTES_MAX = 8_192
/** How long a body may take to arrive, in milliseconds. */
export const BODY_MS_MAX = 15_000
/** Rows, blocks or events on one page: default and most. */
export const PAGE_ROWS = 50
export const PAGE_ROWS_MAX = 200
/** Transactions in one CBOR sequence. */
export const SEQUENCE_TRANSACTIONS_MAX = 1_000
