/** What changed between two versions of one trie: subtrees of equal hash are passed over. */
import { compareBytes, equalBytes } from "../bytes.ts"
import type { Nodes } from "./nodes.ts"

/** A leaf that differs: its path and the hash it has later, or null where it is gone. */
export type LeafChange = { readonly path: Uint8Array; readonly hash: Uint8Array | null }

/** A subtree: its node and its hash. */
type Subtree = { readonly node: number; readonly hash: Uint8Array }
type Leaf = { readonly path: Uint8Array; readonly hash: Uint8Array }

function childOf(nodes: Nodes, { node }: Subtree, side: number): Subtree {
  return { node: nodes.child(node, side), hash: nodes.childHash(node, side) }
}

function collect(nodes: Nodes, subtree: Subtree, leaves: Leaf[]): Leaf[] {
  if (subtree.node > 0) {
    collect(nodes, childOf(nodes, subtree, 0), leaves)
    collect(nodes, childOf(nodes, subtree, 1), leaves)
  } else if (subtree.node < 0) {
    leaves.push({ path: nodes.pathOf(subtree.node).slice(), hash: subtree.hash.slice() })
  }
  return leaves
}

/** Merges the leaves of two subtrees of which one is a leaf or empty. */
function compareLeaves(
  older: readonly Leaf[],
  newer: readonly Leaf[],
  changes: LeafChange[],
): void {
  let next = 0
  for (const leaf of newer) {
    let order = -1
    while (next < older.length) {
      order = compareBytes(older[next]!.path, leaf.path)
      if (order >= 0) break
      changes.push({ path: older[next++]!.path, hash: null })
    }
    const same = next < older.length && order === 0 ? older[next++]! : null
    if (same === null || !equalBytes(same.hash, leaf.hash)) changes.push(leaf)
  }
  for (; next < older.length; next++) changes.push({ path: older[next]!.path, hash: null })
}

function compare(nodes: Nodes, older: Subtree, newer: Subtree, changes: LeafChange[]): void {
  if (equalBytes(older.hash, newer.hash)) return
  if (older.node > 0 && newer.node > 0) {
    for (const side of [0, 1]) {
      compare(nodes, childOf(nodes, older, side), childOf(nodes, newer, side), changes)
    }
  } else {
    compareLeaves(collect(nodes, older, []), collect(nodes, newer, []), changes)
  }
}

/** The leaves that differ, by ascending path. */
export function difference(nodes: Nodes, older: Subtree, newer: Subtree): LeafChange[] {
  const changes: LeafChange[] = []
  compare(nodes, older, newer, changes)
  return changes
}
