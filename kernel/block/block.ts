/**
 * The hashes that a header carries about its block: transactions, results, parameters, and the
 * parts that the block travels in. Source of truth: CometBFT v0.40, `types/tx.go`,
 * `types/results.go`, `types/params.go`, `types/part_set.go`.
 */
import { sha256 } from "../crypto/hash.ts"
import { ProtobufWriter } from "../protobuf/writer.ts"
import { type Commit, encodeCommit } from "./commit.ts"
import { encodeHeader, type Header } from "./header.ts"
import { merkleRootOf } from "./merkle.ts"
import type { BlockId } from "./wire.ts"

/** Bytes of every part of a block but the last. */
const PART_BYTES = 65_536

/** The `data` hash of a header, 32 bytes. */
export function dataHash(transactions: readonly Uint8Array[]): Uint8Array {
  return merkleRootOf(transactions.map(sha256))
}

/** The hashed part of a transaction's result: code 0, 1 or 2, data, and its cost in units. */
export type ResultParts = {
  readonly code: number
  readonly data: Uint8Array
  readonly cost: bigint | number
}

/** The bytes of one result under the results hash; gas wanted is always 0. */
export function encodeResult({ code, data, cost }: ResultParts): Uint8Array {
  return new ProtobufWriter().uint(1, code).bytes(2, data).int(6, cost).finish()
}

/** The `lastResults` hash of the header above, 32 bytes. */
export function resultsHash(results: readonly ResultParts[]): Uint8Array {
  return merkleRootOf(results.map(encodeResult))
}

/** The `evidence` hash of a header, over encoded evidence of misbehaviour: 32 bytes. */
export function evidenceHash(evidence: readonly Uint8Array[]): Uint8Array {
  return merkleRootOf(evidence)
}

/** The `consensus` hash of a header: block bytes and gas, -1 for no limit, and nothing else. */
export function consensusHash(parameters: { maxBytes: bigint; maxGas: bigint }): Uint8Array {
  const { maxBytes, maxGas } = parameters
  return sha256(new ProtobufWriter().int(1, maxBytes).int(2, maxGas).finish())
}

/** A block; `evidence` are encoded pieces, `lastCommit` is null below the first block. */
export type Block = {
  readonly header: Header
  readonly transactions: readonly Uint8Array[]
  readonly evidence: readonly Uint8Array[]
  readonly lastCommit: Commit | null
}

/** The block as one protobuf message. */
export function encodeBlock({ header, transactions, evidence, lastCommit }: Block): Uint8Array {
  const data = new ProtobufWriter()
  for (const transaction of transactions) data.message(1, transaction)
  const pieces = new ProtobufWriter()
  for (const piece of evidence) pieces.message(1, piece)
  const block = new ProtobufWriter()
    .message(1, encodeHeader(header))
    .message(2, data.finish())
    .message(3, pieces.finish())
  if (lastCommit !== null) block.message(4, encodeCommit(lastCommit))
  return block.finish()
}

/** How a block is cut into parts: their number, and the Merkle root over them. */
export function partSet(block: Uint8Array): BlockId["parts"] {
  const parts: Uint8Array[] = []
  for (let at = 0; at < block.length; at += PART_BYTES) {
    parts.push(block.subarray(at, at + PART_BYTES))
  }
  return { total: parts.length, hash: merkleRootOf(parts) }
}
