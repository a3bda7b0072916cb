/**
 * The form of a snapshot, format 1: all that a node needs to go on after a height, as one sequence
 * of CBOR items (RFC 8742) cut into chunks of equal length. The same state gives the same bytes
 * everywhere, so that joiners can fetch the chunks of one snapshot from many nodes.
 * Source of truth: ARCHITECTURE.md, "Files".
 */
import { merkleRootOf } from "../block/merkle.ts"
import { CborWriter } from "../cbor/writer.ts"
import { ConcordatError, type Details } from "../failures.ts"
import { SNAPSHOT_CHUNKS_MAX } from "../limits.ts"
import { ascii } from "../schema/ascii.ts"
import { encode } from "../schema/codec.ts"
import { hash } from "../schema/fixed.ts"
import type { Infer } from "../schema/kind.ts"
import { list } from "../schema/list.ts"
import { record } from "../schema/record.ts"
import { u32 } from "../schema/unsigned.ts"
import { u64 } from "../schema/wide-unsigned.ts"

/** The one format there is. */
export const SNAPSHOT_FORMAT = 1
const MIB = 1_048_576
/** Lengths of chunks; the smallest serves that needs few enough of them. */
const CHUNK_BYTES = [MIB, 2 * MIB, 4 * MIB, 8 * MIB] as const
const CHAIN_MAX = 48
const PEAKS_MAX = 64
/** Bytes of SHA-256: of one digest in the metadata. */
export const DIGEST_BYTES = 32

/** The first item: whose state it is, and how many of the other items follow. */
export const snapshotHead = record({
  format: u32,
  chain: ascii(CHAIN_MAX),
  height: u64,
  /** After `height`; the header above carries it. */
  app: hash,
  log: record({ size: u64, root: hash, peaks: list(hash, PEAKS_MAX) }),
  rows: u64,
  /** Lists of the ids that may not come again, one for each `kernel/blocks` row. */
  blocks: u32,
})
export type SnapshotHead = Infer<typeof snapshotHead>

/** What announces a snapshot, in CometBFT's terms. */
export type SnapshotSummary = {
  readonly height: bigint
  readonly format: number
  readonly chunks: number
  /** Merkle root over the chunks' digests. */
  readonly hash: Uint8Array
  /** The digests: SHA-256 of each chunk, in order. */
  readonly metadata: Uint8Array
}

/** A snapshot that cannot be what it says. */
export function snapshotFailure(
  code: "snapshot_unsupported" | "snapshot_too_large" | "snapshot_malformed" | "root_mismatch",
  message: string,
  details: Details = {},
): ConcordatError {
  return new ConcordatError(code, message, { hint: "Another snapshot is tried.", details })
}

/** The length of the chunks of a snapshot of so many bytes. Throws `snapshot_too_large`. */
export function chunkBytesOf(total: number): number {
  const length = CHUNK_BYTES.find((bytes) => bytes * SNAPSHOT_CHUNKS_MAX >= total)
  if (length !== undefined) return length
  const message = `A snapshot of ${total} bytes has more than ${SNAPSHOT_CHUNKS_MAX} chunks.`
  throw snapshotFailure("snapshot_too_large", message, { bytes: String(total) })
}

function digestsOf(metadata: Uint8Array): Uint8Array[] {
  const digests: Uint8Array[] = []
  for (let at = 0; at < metadata.length; at += DIGEST_BYTES) {
    digests.push(metadata.subarray(at, at + DIGEST_BYTES))
  }
  return digests
}

/** What announces the snapshot whose chunks have these digests, one after the other. */
export function summaryOf(height: bigint, metadata: Uint8Array): SnapshotSummary {
  const digests = digestsOf(metadata)
  const hash = merkleRootOf(digests)
  return { height, format: SNAPSHOT_FORMAT, chunks: digests.length, hash, metadata }
}

/** The bytes of the first item. */
export function encodeSnapshotHead(head: SnapshotHead): Uint8Array {
  return encode(snapshotHead, head)
}

const writer = new CborWriter()

/** The bytes of one row: a list of key and value. Rows follow each other in key order. */
export function encodeSnapshotRow(key: Uint8Array, value: Uint8Array): Uint8Array {
  writer.reset()
  return writer.array(2).bytes(key).bytes(value).finish()
}

/** The bytes of one block's ids, 32 bytes each, one after the other. */
export function encodeSnapshotIds(height: bigint, ids: Uint8Array): Uint8Array {
  writer.reset()
  return writer.array(2).uint(height).bytes(ids).finish()
}
