/**
 * Proofs over the event log, verified: inclusion of an entry in a head, consistency of two heads.
 * Source of truth: RFC 9162 sections 2.1.3.2 and 2.1.4.2. Sizes and indexes are 0..2^64-1.
 */
import { equalBytes } from "../bytes.ts"
import { EMPTY_LOG_ROOT, LOG_HASH_BYTES, nodeHash } from "./hashes.ts"

/** The entry of leaf hash `leaf` is the `index`th (from 0) of a log of `size` entries. */
export type Inclusion = {
  readonly leaf: Uint8Array
  readonly index: bigint
  readonly size: bigint
  readonly path: readonly Uint8Array[]
}

/** The log of `first` entries and `firstRoot` is the beginning of the one of `second` entries. */
export type Consistency = {
  readonly first: bigint
  readonly second: bigint
  readonly firstRoot: Uint8Array
  readonly secondRoot: Uint8Array
  readonly path: readonly Uint8Array[]
}

function areHashes(hashes: readonly Uint8Array[]): boolean {
  return hashes.every((hash) => hash.length === LOG_HASH_BYTES)
}

/** The root that a path of inclusion leads to; null if it cannot be one of this index and size. */
export function rootFromInclusion({ leaf, index, size, path }: Inclusion): Uint8Array | null {
  if (index < 0n || index >= size || leaf.length !== LOG_HASH_BYTES || !areHashes(path)) return null
  let at = index
  let last = size - 1n
  let root = leaf
  for (const sibling of path) {
    if (last === 0n) return null
    if ((at & 1n) === 1n || at === last) {
      root = nodeHash(sibling, root)
      while ((at & 1n) === 0n && at !== 0n) {
        at >>= 1n
        last >>= 1n
      }
    } else {
      root = nodeHash(root, sibling)
    }
    at >>= 1n
    last >>= 1n
  }
  return last === 0n ? root : null
}

/** Whether the path proves the inclusion under `root`. False for any ill-formed proof. */
export function verifyInclusion(inclusion: Inclusion & { readonly root: Uint8Array }): boolean {
  const root = rootFromInclusion(inclusion)
  return root !== null && equalBytes(root, inclusion.root)
}

/** Whether the smaller log is a beginning of the greater. False for any ill-formed proof. */
export function verifyConsistency(consistency: Consistency): boolean {
  const { first, second, firstRoot, secondRoot, path } = consistency
  if (first < 0n || first > second || !areHashes([firstRoot, secondRoot, ...path])) return false
  if (first === second) return path.length === 0 && equalBytes(firstRoot, secondRoot)
  if (first === 0n) return path.length === 0 && equalBytes(firstRoot, EMPTY_LOG_ROOT)
  return path.length > 0 && foldConsistency(consistency)
}

function foldConsistency({ first, second, firstRoot, secondRoot, path }: Consistency): boolean {
  const isPowerOfTwo = (first & (first - 1n)) === 0n
  const [seed, ...steps] = isPowerOfTwo ? [firstRoot, ...path] : path
  let at = first - 1n
  let last = second - 1n
  while ((at & 1n) === 1n) {
    at >>= 1n
    last >>= 1n
  }
  let old = seed!
  let now = seed!
  for (const sibling of steps) {
    if (last === 0n) return false
    if ((at & 1n) === 1n || at === last) {
      old = nodeHash(sibling, old)
      now = nodeHash(sibling, now)
      while ((at & 1n) === 0n && at !== 0n) {
        at >>= 1n
        last >>= 1n
      }
    } else {
      now = nodeHash(now, sibling)
    }
    at >>= 1n
    last >>= 1n
  }
  return last === 0n && equalBytes(old, firstRoot) && equalBytes(now, secondRoot)
}
