/**
 * Block headers of CometBFT's form: their schema, and the hash that validators sign.
 * Source of truth: CometBFT v0.40, `types/block.go` (Header.Hash), and its protobuf message.
 */
import { fromHex } from "../bytes.ts"
import { ProtobufWriter } from "../protobuf/writer.ts"
import { ascii } from "../schema/ascii.ts"
import { fixed, hash } from "../schema/fixed.ts"
import type { Infer } from "../schema/kind.ts"
import { record } from "../schema/record.ts"
import { u64 } from "../schema/wide-unsigned.ts"
import { merkleRootOf } from "./merkle.ts"
import { blockIdKind, encodeBlockId, encodeStamp, stampKind } from "./wire.ts"

/** The block protocol that this code hashes and verifies; any other is refused. */
export const BLOCK_PROTOCOL = 11n

/**
 * A header. `app` and `lastResults` are of the block before it; `nextValidators` vote on the block
 * after it. A hash that a foreign chain leaves out is "" in memory: hashed as CometBFT does, but
 * without a place in our bytes.
 */
export const headerKind = record({
  version: record({ block: u64, app: u64 }),
  chain: ascii(48),
  height: u64,
  time: stampKind,
  lastBlock: blockIdKind,
  lastCommit: hash,
  data: hash,
  validators: hash,
  nextValidators: hash,
  consensus: hash,
  app: hash,
  lastResults: hash,
  evidence: hash,
  proposer: fixed(20),
})
export type Header = Infer<typeof headerKind>

function encodeVersion({ block, app }: Header["version"]): Uint8Array {
  return new ProtobufWriter().uint(1, block).uint(2, app).finish()
}

const wrapped = (bytes: Uint8Array) => new ProtobufWriter().bytes(1, bytes).finish()

/** The 14 byte strings under a header's hash, in the order of its fields. */
export function headerLeaves(of: Header): Uint8Array[] {
  const wrappedHash = (hex: string) => wrapped(fromHex(hex))
  return [
    encodeVersion(of.version),
    new ProtobufWriter().text(1, of.chain).finish(),
    new ProtobufWriter().int(1, of.height).finish(),
    encodeStamp(of.time),
    encodeBlockId(of.lastBlock),
    wrappedHash(of.lastCommit),
    wrappedHash(of.data),
    wrappedHash(of.validators),
    wrappedHash(of.nextValidators),
    wrappedHash(of.consensus),
    wrappedHash(of.app),
    wrappedHash(of.lastResults),
    wrappedHash(of.evidence),
    wrappedHash(of.proposer),
  ]
}

/** The block hash: the Merkle root over the header's 14 leaves, 32 bytes. */
export function headerHash(of: Header): Uint8Array {
  return merkleRootOf(headerLeaves(of))
}

/** The header as one protobuf message, as it stands in a block. */
export function encodeHeader(of: Header): Uint8Array {
  return new ProtobufWriter()
    .message(1, encodeVersion(of.version))
    .text(2, of.chain)
    .int(3, of.height)
    .message(4, encodeStamp(of.time))
    .message(5, encodeBlockId(of.lastBlock))
    .bytes(6, fromHex(of.lastCommit))
    .bytes(7, fromHex(of.data))
    .bytes(8, fromHex(of.validators))
    .bytes(9, fromHex(of.nextValidators))
    .bytes(10, fromHex(of.consensus))
    .bytes(11, fromHex(of.app))
    .bytes(12, fromHex(of.lastResults))
    .bytes(13, fromHex(of.evidence))
    .bytes(14, fromHex(of.proposer))
    .finish()
}
