/**
 * Merkle roots as CometBFT takes them over headers, sets, commits and transactions: the tree of RFC
 * 6962, which is that of RFC 9162. Source of truth: CometBFT v0.40, `crypto/merkle/tree.go`.
 */
import { leafHashOf } from "../log/hashes.ts"
import { merkleRoot } from "../log/merkle-tree.ts"

/** The root over entries of any bytes, 32 bytes; SHA-256 of nothing where there are none. */
export function merkleRootOf(entries: readonly Uint8Array[]): Uint8Array {
  return merkleRoot(entries.map(leafHashOf))
}
