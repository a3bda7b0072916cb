/**
 * What headers, commits and votes share: instants and block ids, as schema and as protobuf.
 * Source of truth: CometBFT v0.40, `proto/cometbft/types/v1` and `google.protobuf.Timestamp`.
 */
import { divFloor } from "../arithmetic.ts"
import { ProtobufWriter } from "../protobuf/writer.ts"
import { bytes } from "../schema/bytes.ts"
import { i64 } from "../schema/i64.ts"
import type { Infer } from "../schema/kind.ts"
import { record } from "../schema/record.ts"
import { u32 } from "../schema/unsigned.ts"

/** An instant: whole seconds since 1970 and 0..999,999,999 nanoseconds after them. */
export const stampKind = record({ seconds: i64, nanos: u32 })
export type Stamp = Infer<typeof stampKind>

/** What a commit is for: the header's hash and the parts that the block travelled in. */
export const blockIdKind = record({
  hash: bytes(32),
  parts: record({ total: u32, hash: bytes(32) }),
})
export type BlockId = Infer<typeof blockIdKind>

/** The instant of a vote that was not cast: the first of year 1. */
export const STAMP_ABSENT: Stamp = { seconds: -62_135_596_800n, nanos: 0 }
const SECONDS_MAX = 253_402_300_799n
const NANOS_PER_SECOND = 1_000_000_000
const NANOS_PER_MS = 1_000_000n

/** Whether an instant is between 1970 and the year 9999, with less than a second of nanos. */
export function isStamp({ seconds, nanos }: Stamp): boolean {
  return seconds >= 0n && seconds <= SECONDS_MAX && nanos < NANOS_PER_SECOND
}

/** Milliseconds since 1970, floored. Exact for every instant that `isStamp` accepts. */
export function stampMs({ seconds, nanos }: Stamp): number {
  return Number(seconds * 1_000n + divFloor(BigInt(nanos), NANOS_PER_MS))
}

/** The instant of a number of milliseconds since 1970. */
export function stampOfMs(ms: number): Stamp {
  const nanos = Number(BigInt(ms % 1_000) * NANOS_PER_MS)
  return { seconds: divFloor(BigInt(ms), 1_000n), nanos }
}

/** `Timestamp`. */
export function encodeStamp({ seconds, nanos }: Stamp): Uint8Array {
  return new ProtobufWriter().int(1, seconds).int(2, nanos).finish()
}

/** `BlockID`, and `CanonicalBlockID`, which has the same bytes; the part set is always written. */
export function encodeBlockId({ hash, parts }: BlockId): Uint8Array {
  const partSet = new ProtobufWriter().uint(1, parts.total).bytes(2, parts.hash).finish()
  return new ProtobufWriter().bytes(1, hash).message(2, partSet).finish()
}
