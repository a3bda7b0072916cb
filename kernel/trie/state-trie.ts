/**
 * The state trie: binary, sparse, over SHA-256(key), in typed arrays (`nodes.ts`), one version a
 * changing block, of which the newest heights stay provable. Source of truth: ARCHITECTURE.md,
 * "State proofs".
 */
import { assert } from "../failures.ts"
import { PROVABLE_HEIGHTS } from "../limits.ts"
import { type Batch, packBatch, type TrieChange, TrieChanges } from "./batch.ts"
import { EMPTY } from "./hashes.ts"
import { NONE, Nodes } from "./nodes.ts"
import { Updater } from "./update.ts"
import { TrieView, type Version } from "./view.ts"

/**
 * A new version that is worked out but not yet the trie's: a proposal may be executed and dropped.
 * It ends by `commit` or `discard`; the commit of another one discards it.
 */
export interface PreparedUpdate {
  /** The root that the trie would have, 32 bytes. */
  readonly root: Uint8Array
  /** Keys that the trie would have. */
  readonly size: number
  /** Makes this the newest version, of `height`, above all before; else, or if ended: a `Bug`. */
  commit(height: bigint): void
  /** Gives its nodes back. Without effect once it has ended. */
  discard(): void
}

/** A trie that is made from rows in parts, each path once, without a version before it is whole. */
export interface TrieGrowth {
  add(changes: readonly TrieChange[]): void
  /** The trie with all of it as its only version, of `height`. */
  end(height: bigint): StateTrie
}

/**
 * The trie of one ledger. `prepare` works out a block's changes against the newest version without
 * touching it; its `commit(height)` makes the result the newest version. Blocks without changes
 * may be committed or left out: `at(height)` answers for the heights between.
 *
 * @example
 * const trie = new StateTrie()
 * const update = trie.prepare([{ path: sha256(key), value: sha256(value) }])
 * update.root // compare with the other proposals
 * update.commit(1n)
 * trie.at(1n)?.root
 */
export class StateTrie {
  private readonly nodes = new Nodes()
  private readonly updater = new Updater(this.nodes)
  private readonly kept: bigint
  private readonly versions: Version[] = [
    {
      height: -1n,
      root: NONE,
      rootHash: EMPTY,
      size: 0,
      replaced: new Int32Array(),
      released: false,
    },
  ]
  private holds = 0
  private readonly prepared = new Set<PreparedUpdate>()

  /** An empty trie that keeps the versions of `kept` heights below the newest one. */
  constructor(kept = PROVABLE_HEIGHTS) {
    this.kept = BigInt(kept)
  }

  /** Begins a trie that is made in parts; memory is that of the trie and of one part. */
  static grow(): TrieGrowth {
    const trie = new StateTrie()
    let { root, rootHash, size } = trie.newest
    return {
      add(changes) {
        const result = trie.updater.update(root, rootHash, packBatch(TrieChanges.of(changes)))
        for (const node of result.replaced) trie.nodes.give(node)
        root = result.root
        rootHash = result.rootHash
        size += result.added
      },
      end(height) {
        const replaced = new Int32Array()
        trie.append({ height, root, rootHash, size, replaced, released: false })
        return trie
      },
    }
  }

  private get newest(): Version {
    return this.versions.at(-1)!
  }

  /** The root of the newest version, 32 bytes; zeros while the trie is empty. */
  get root(): Uint8Array {
    return this.newest.rootHash.slice()
  }

  /** Keys in the newest version. */
  get size(): number {
    return this.newest.size
  }

  /** The height that the newest version was committed at; -1 before the first. */
  get height(): bigint {
    return this.newest.height
  }

  /** Bytes of memory that the nodes of all kept versions take. */
  get bytes(): number {
    return this.nodes.bytes
  }

  /** Nodes that the kept versions and the prepared updates hold. */
  get nodeCount(): number {
    return this.nodes.inUse
  }

  /** The newest version, to read and prove from. */
  view(): TrieView {
    return new TrieView(this.nodes, this.newest)
  }

  /** The version in force after the block of `height`; null where it is not, or no longer, kept. */
  at(height: bigint): TrieView | null {
    const version = this.versions.findLast((candidate) => candidate.height <= height)
    return version === undefined ? null : new TrieView(this.nodes, version)
  }

  /** All kept versions that were committed, the oldest first. */
  views(): TrieView[] {
    const committed = this.versions.filter(({ height }) => height >= 0n)
    return committed.map((version) => new TrieView(this.nodes, version))
  }

  /** Releases no version until the function that it answers is called. */
  hold(): () => void {
    this.holds++
    let held = true
    return () => {
      if (held) this.holds--
      held = false
      this.releaseBelow(this.height - this.kept)
    }
  }

  /**
   * Works out the newest version with `changes`, in any order, each path once. A delete of an
   * absent path and a put of the value already there change nothing.
   */
  prepare(changes: readonly TrieChange[] | TrieChanges): PreparedUpdate {
    const packed = changes instanceof TrieChanges ? changes : TrieChanges.of(changes)
    return this.prepareBatch(packBatch(packed))
  }

  /** `prepare` for changes already packed in path order. */
  prepareBatch(batch: Batch): PreparedUpdate {
    const base = this.newest
    const result = this.updater.update(base.root, base.rootHash, batch)
    const { root, rootHash, added, made, replaced } = result
    const size = base.size + added
    const prepared: PreparedUpdate = {
      root: rootHash.slice(),
      size,
      commit: (height) => {
        assert(this.prepared.delete(prepared), "this update has ended")
        for (const other of this.prepared) other.discard()
        this.append({ height, root, rootHash, size, replaced, released: false })
      },
      discard: () => {
        if (this.prepared.delete(prepared)) for (const node of made) this.nodes.give(node)
      },
    }
    this.prepared.add(prepared)
    return prepared
  }

  private append(version: Version): void {
    assert(version.height > this.height, "heights ascend")
    if (this.height < 0n) this.versions.pop()!.released = true
    this.versions.push(version)
    this.releaseBelow(version.height - this.kept)
  }

  /** Gives back what only versions before `height` need. */
  private releaseBelow(height: bigint): void {
    if (this.holds > 0) return
    while (this.versions.length > 1 && this.versions[1]!.height <= height) {
      this.versions.shift()!.released = true
      for (const node of this.versions[0]!.replaced) this.nodes.give(node)
    }
  }
}
