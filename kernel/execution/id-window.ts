/**
 * The ids of the replay window (ARCHITECTURE.md, "Replay"), per block: what `kernel/blocks` holds
 * the digests of. Kept in memory and beside the blocks, so that nothing is sent twice.
 */
import { fromHex, joined } from "../bytes.ts"
import { sha256Hex } from "../crypto/hash.ts"
import { assert } from "../failures.ts"
import type { Hash } from "../schema/fixed.ts"

/** The ids that one block remembers, in block order. */
export type BlockIds = { readonly height: bigint; readonly ids: readonly Hash[] }

/** H(id₁ ‖ id₂ ‖ …). */
export function idsDigest(ids: readonly Hash[]): Hash {
  return sha256Hex(joined(ids.map((id) => fromHex(id)))) as Hash
}

/** All ids that may not come again. */
export class IdWindow {
  private readonly heights = new Map<Hash, bigint>()
  private readonly lists: BlockIds[] = []

  /** The lists of the blocks that `kernel/blocks` names, by ascending height. */
  constructor(lists: readonly BlockIds[] = []) {
    for (const list of lists) this.append(list)
  }

  /** The lists in the window, by ascending height. */
  get blocks(): readonly BlockIds[] {
    return this.lists
  }

  /** Number of ids. */
  get size(): number {
    return this.heights.size
  }

  /** The height of the block that holds the transaction, if it is remembered. */
  heightOf(id: Hash): bigint | undefined {
    return this.heights.get(id)
  }

  append(list: BlockIds): void {
    const last = this.lists.at(-1)
    assert(last === undefined || last.height < list.height, "id lists come by ascending height")
    this.lists.push(list)
    for (const id of list.ids) this.heights.set(id, list.height)
  }

  /** Forgets the lists of the lowest `count` blocks. */
  forget(count: number): void {
    for (const { ids } of this.lists.splice(0, count)) {
      for (const id of ids) this.heights.delete(id)
    }
  }
}
