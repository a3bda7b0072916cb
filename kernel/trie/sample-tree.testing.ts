/** Trees over rows with what a node knows beside them, for tests. */
import { compareBytes, toHex, utf8 } from "../bytes.ts"
import { sha256 } from "../crypto/hash.ts"
import { keyPath } from "./hashes.ts"
import type { RawRow } from "./prove.ts"
import { StateTrie } from "./state-trie.ts"
import type { TrieView } from "./view.ts"

/** A tree at height 1. */
export type Tree = {
  readonly view: TrieView
  readonly root: Uint8Array
  /** Rows by ascending path. */
  readonly rows: readonly RawRow[]
  readonly rowAt: (path: Uint8Array) => RawRow
}

/** The row that a name stands for. */
export function sampleRow(name: string | number): RawRow {
  return { key: utf8(`key ${name}`), value: utf8(`value ${name}`) }
}

/** The tree of the given rows. */
export function treeOf(rows: readonly RawRow[]): Tree {
  const placed = rows.map((row) => ({ row, path: keyPath(row.key) }))
  placed.sort((a, b) => compareBytes(a.path, b.path))
  const byPath = new Map(placed.map(({ row, path }) => [toHex(path), row]))
  const trie = new StateTrie()
  trie.prepare(placed.map(({ row, path }) => ({ path, value: sha256(row.value) }))).commit(1n)
  return {
    view: trie.view(),
    root: trie.root,
    rows: placed.map(({ row }) => row),
    rowAt: (path) => byPath.get(toHex(path))!,
  }
}

/** The tree of `count` sample rows; trees of different `seed` have no key in common. */
export function sampleTree(count: number, seed = 0): Tree {
  return treeOf(Array.from({ length: count }, (_, i) => sampleRow(`${seed}/${i}`)))
}
