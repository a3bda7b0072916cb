/**
 * Commits: the precommits that made a block final, and the bytes each of them signed.
 * Source of truth: CometBFT v0.40, `types/block.go` (Commit), `types/canonical.go`.
 */
import { delimited, ProtobufWriter } from "../protobuf/writer.ts"
import { bytes } from "../schema/bytes.ts"
import type { Infer } from "../schema/kind.ts"
import { list } from "../schema/list.ts"
import { record } from "../schema/record.ts"
import { u8, u32 } from "../schema/unsigned.ts"
import { u64 } from "../schema/wide-unsigned.ts"
import { merkleRootOf } from "./merkle.ts"
import { VALIDATORS_MAX } from "./validator-set.ts"
import {
  type BlockId,
  blockIdKind,
  encodeBlockId,
  encodeStamp,
  type Stamp,
  stampKind,
} from "./wire.ts"

/** How a validator voted: not at all, for the block, for no block. */
export const VOTE = { absent: 1, commit: 2, nil: 3 } as const

/** A commit: one entry a validator, in set order, of `VOTE` flags. */
export const commitKind = record({
  height: u64,
  round: u32,
  block: blockIdKind,
  signatures: list(
    record({ flag: u8, address: bytes(20), time: stampKind, signature: bytes(4_096) }),
    VALIDATORS_MAX,
    1,
  ),
})
export type Commit = Infer<typeof commitKind>
export type CommitEntry = Commit["signatures"][number]

const PRECOMMIT = 2

function encodeEntry({ flag, address, time, signature }: CommitEntry): Uint8Array {
  return new ProtobufWriter()
    .uint(1, flag)
    .bytes(2, address)
    .message(3, encodeStamp(time))
    .bytes(4, signature)
    .finish()
}

/** The `lastCommit` hash of the header above: the Merkle root over the entries, 32 bytes. */
export function commitHash(of: Pick<Commit, "signatures">): Uint8Array {
  return merkleRootOf(of.signatures.map(encodeEntry))
}

/** What one precommit says; `block` is null for a vote for no block. */
export type Precommit = {
  readonly chain: string
  readonly height: bigint
  readonly round: number
  readonly block: BlockId | null
  readonly time: Stamp
}

/** The bytes that a validator signs for a precommit, with their length before them. */
export function precommitBytes({ chain, height, round, block, time }: Precommit): Uint8Array {
  const vote = new ProtobufWriter().uint(1, PRECOMMIT).sfixed64(2, height).sfixed64(3, round)
  if (block !== null) vote.message(4, encodeBlockId(block))
  return delimited(vote.message(5, encodeStamp(time)).text(6, chain).finish())
}

/** The bytes that entry `index` of a commit signed, or null for an absent vote. */
export function precommitSignBytes(chain: string, of: Commit, index: number): Uint8Array | null {
  const entry = of.signatures[index]
  if (entry === undefined || entry.flag === VOTE.absent) return null
  const { height, round } = of
  const block = entry.flag === VOTE.commit ? of.block : null
  return precommitBytes({ chain, height, round, block, time: entry.time })
}

/** The commit as one protobuf message, as it stands in the block above. */
export function encodeCommit(of: Commit): Uint8Array {
  const writer = new ProtobufWriter()
    .int(1, of.height)
    .int(2, of.round)
    .message(3, encodeBlockId(of.block))
  for (const entry of of.signatures) writer.message(4, encodeEntry(entry))
  return writer.finish()
}
