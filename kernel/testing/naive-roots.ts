/**
 * Roots computed the slow and plain way: the models that the real trie and log are held against.
 */
import { concat, fromHex, toHex, utf8 } from "../bytes.ts"
import { sha256 } from "../crypto/hash.ts"

const EMPTY = new Uint8Array(32)
const TAG = utf8("CONCORDAT::STATE-TRIE::LEAF::v01")

type Leaf = { readonly path: Uint8Array; readonly hash: Uint8Array }

/** The state root of rows given as hex of key and value (ARCHITECTURE.md, "State proofs"). */
function naiveStateRoot(rows: ReadonlyMap<string, Uint8Array>): Uint8Array {
  const leaves = [...rows].map(([key, value]) => leafOf(fromHex(key), value))
  return subtree(leaves, 0)
}

function leafOf(key: Uint8Array, value: Uint8Array): Leaf {
  const path = sha256(key)
  return { path, hash: sha256(concat(TAG, path, sha256(value))) }
}

function subtree(leaves: readonly Leaf[], depth: number): Uint8Array {
  const [first] = leaves
  if (first === undefined) return EMPTY
  if (leaves.length === 1) return first.hash
  const bit = ({ path }: Leaf) => (path[depth >> 3]! >> (7 - (depth & 7))) & 1
  const side = (turn: number) =>
    subtree(
      leaves.filter((leaf) => bit(leaf) === turn),
      depth + 1,
    )
  return sha256(concat(side(0), side(1)))
}

/** The root of a log of entries (RFC 9162 section 2.1.1). */
function naiveLogRoot(entries: readonly Uint8Array[]): Uint8Array {
  const [first] = entries
  if (first === undefined) return sha256(new Uint8Array())
  if (entries.length === 1) return sha256(concat(Uint8Array.of(0), first))
  let split = 1
  while (split * 2 < entries.length) split *= 2
  const left = naiveLogRoot(entries.slice(0, split))
  return sha256(concat(Uint8Array.of(1), left, naiveLogRoot(entries.slice(split))))
}

/** The app hash over both, in hex. */
export function naiveAppHash(
  rows: ReadonlyMap<string, Uint8Array>,
  entries: readonly Uint8Array[],
): string {
  const size = new Uint8Array(8)
  new DataView(size.buffer).setBigUint64(0, BigInt(entries.length))
  const top = new Map([
    [toHex(utf8("state")), naiveStateRoot(rows)],
    [toHex(utf8("log")), concat(size, naiveLogRoot(entries))],
  ])
  return toHex(naiveStateRoot(top))
}
