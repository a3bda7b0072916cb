/**
 * Every limit of the kernel, by name. A limit that could change a result changes by upgrade only.
 */

/** Bytes of one transaction. */
export const TRANSACTION_BYTES_MAX = 262_144
/** Operations in one transaction, at least one. */
export const OPERATIONS_MAX = 1_000
/** Signatures on one transaction, at least one unless the command is open. */
export const SIGNATURES_MAX = 32
/** How far ahead of block time a transaction may expire, in milliseconds (15 minutes). */
export const EXPIRY_AHEAD_MS_MAX = 900_000

/** Depth of one CBOR value, the outermost item being 1. */
export const CBOR_DEPTH_MAX = 16
/** Items of one CBOR value: keys count, a bignum is one. */
export const CBOR_ITEMS_MAX = 65_536
/** Depth of a schema, checked when it is defined. */
export const SCHEMA_DEPTH_MAX = 12

/** Bytes and items of an evidence bundle. */
export const EVIDENCE_BYTES_MAX = 16_777_216
export const EVIDENCE_ITEMS_MAX = 1_048_576

/** Depth of a JSON text. */
export const JSON_DEPTH_MAX = 32

/** Bytes of a state key and of a state value. */
export const KEY_BYTES_MAX = 255
export const VALUE_BYTES_MAX = 131_072
/** Rows one scan may return. */
export const SCAN_ROWS_MAX = 1_000
/** Nested `tx.attempt` calls. */
export const ATTEMPT_DEPTH_MAX = 8

/** Cost units (ARCHITECTURE.md, "Cost"): a unit is about a microsecond. */
export const OPERATION_UNITS_MAX = 400_000
export const TRANSACTION_DECLARED_UNITS_MAX = 2_000_000
export const HOOK_UNITS_MAX = 1_000_000
export const BLOCK_UNITS_MAX = 4_000_000
export const BLOCK_OPEN_UNITS_MAX = 2_000_000

/** `kernel/blocks` rows that a block removes at most. */
export const BLOCKS_PRUNED_MAX = 8
/** Heights whose state roots stay provable. */
export const PROVABLE_HEIGHTS = 100
/** Chunks of a snapshot. */
export const SNAPSHOT_CHUNKS_MAX = 4_096
/** Verdicts kept by hash of the whole transaction. */
export const VERDICTS_MAX = 200_000
/** `[rule, input]` pairs that `ahead` may name. */
export const AHEAD_MAX = 1_100
