/** Every limit of the gateway, by name. None can change a result, only whether to answer. */

/** Bytes of a request body, and of one on a route that takes many transactions or leaves. */
export const BODY_BYTES_MAX = 1_048_576
export const LONG_BODY_BYTES_MAX = 4_194_304
/** Bytes of one call to `/engine`. */
export const ENGINE_CALL_BYTES_MAX = 4_096
/** Bytes of all bodies that are held at one time; beyond them a request is told to come again. */
export const BODIES_BYTES_MAX = 268_435_456
/** How long a body may take to arrive, in milliseconds. */
export const BODY_MS_MAX = 15_000
/** Bytes of all request headers, and of the path with its query. */
export const HEADER_BYTES_MAX = 16_384
export const URL_BYTES_MAX = 8_192
/** Bytes of headers and URL at which the parser itself gives up. */
export const HEAD_BYTES_MAX = 65_536
/** How long headers, and a whole request, may take to arrive, in milliseconds. */
export const HEADERS_MS_MAX = 10_000
export const REQUEST_MS_MAX = 30_000
/** How long a connection may be idle between two requests, in milliseconds. */
export const KEEP_ALIVE_MS = 15_000
/** How long nothing may move on a connection that a request occupies, in milliseconds. */
export const STALLED_MS_MAX = 120_000
/** How long requests at hand may take once the gateway closes, in milliseconds. */
export const DRAIN_MS_MAX = 10_000
/** Connections at one time. */
export const CONNECTIONS_MAX = 10_000
/** Rows, blocks or events on one page: default and most. */
export const PAGE_ROWS = 50
export const PAGE_ROWS_MAX = 200
/** Rows that a question passes over where no index helps it: some 40 ms of CPU in PGlite. */
export const PASSED_ROWS_MAX = 100_000
/** Transactions in one CBOR sequence. */
export const SEQUENCE_TRANSACTIONS_MAX = 1_000
/** Events that the answer about one transaction carries. */
export const TRANSACTION_EVENTS_MAX = 200
/** Characters of an `Idempotency-Key`. */
export const IDEMPOTENCY_KEY_MAX = 64
/** Answers that are kept for their `Idempotency-Key`, and their bytes together. */
export const IDEMPOTENT_ANSWERS_MAX = 1_000
export const IDEMPOTENT_BYTES_MAX = 33_554_432
/** Characters of the input that a problem may repeat. */
export const ECHO_MAX = 64
/** Leaves of a batch that are hashed before other work has its turn. */
export const LEAVES_AT_ONCE = 4_096
/** Connections of the live feed from one address, and subscriptions of all of them. */
export const FEED_CONNECTIONS_MAX = 100
export const FEED_SUBSCRIPTIONS_MAX = 1_000
/** Bytes of a message to the live feed, and messages of one connection in a second. */
export const SOCKET_MESSAGE_BYTES_MAX = 262_144
export const SOCKET_MESSAGES_MAX = 100
/** Bytes that may wait for one subscriber to take them, and for how many milliseconds. */
export const SOCKET_QUEUE_BYTES_MAX = 1_048_576
export const SOCKET_QUEUE_MS_MAX = 30_000
/** How often the feed shows that it lives, and how long the other end may be silent, in ms. */
export const HEARTBEAT_MS = 15_000
export const SILENT_MS_MAX = 60_000
/** Bytes of one batch of the feed; an item that is longer comes alone. */
export const BATCH_BYTES_MAX = 65_536
/** Blocks, and items of their streams, that the feed keeps in memory for all subscribers. */
export const RECENT_BLOCKS_MAX = 64
export const RECENT_ITEMS_MAX = 20_000
/** Wrong messages after which a connection of the feed is closed. */
export const WRONG_MESSAGES_MAX = 3
/** Characters of the name that a subscription is given. */
export const SUBSCRIPTION_NAME_MAX = 64
/** Buckets of callers, verdicts on who stands, and answered challenges that are held at a time. */
export const BUCKETS_MAX = 50_000
export const STANDINGS_MAX = 10_000
export const ANSWERED_MAX = 100_000
/** How long a challenge for a token may wait for its answer, in milliseconds. */
export const CHALLENGE_MS = 120_000
/** How long a token lives at most, in milliseconds, and how many there are: in force of one
 * principal, and of a gateway, those that ended among them. */
export const TOKEN_MS_MAX = 366 * 86_400_000
export const TOKENS_OF_PRINCIPAL_MAX = 50
export const TOKENS_MAX = 10_000
/** Bytes of a signed request for a token. */
export const TOKEN_REQUEST_BYTES_MAX = 4_096
/** Lines of one statement; pages of `statement` have no end. */
export const STATEMENT_LINES_MAX = 100_000
/** Bytes of a message that is streamed, handed on at once. */
export const STREAM_PIECE_BYTES = 65_536
/** How long a person may be at the issuer, and a session last: at most, and while nobody asks. */
export const SIGN_IN_MS = 600_000
export const SESSION_MS_MAX = 28_800_000
export const SESSION_IDLE_MS = 900_000
export const SESSIONS_MAX = 10_000
/** How long an issuer may take to answer, and its addresses are kept, in milliseconds. */
export const ISSUER_MS_MAX = 10_000
export const ISSUER_KEPT_MS = 3_600_000
/** Characters of the path of a page to go on with. */
export const NEXT_CHARACTERS_MAX = 512
