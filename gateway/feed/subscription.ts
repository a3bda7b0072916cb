/** One subscriber's way through a stream: batches of items behind its cursor, each told once. */
import type { Cursor } from "@concordat/node"
import { BATCH_BYTES_MAX } from "../limits.ts"
import { ALL, nextHeight } from "./cursor.ts"
import type { Item } from "./items.ts"
import { type Page, pastPage } from "./past.ts"
import type { Source } from "./source.ts"
import type { Wanted } from "./wanted.ts"

const isAfter = ({ height, index }: Cursor, other: Cursor) =>
  height > other.height || (height === other.height && index > other.index)

/** What is wanted, and how far it was told. */
export class Subscription {
  readonly wanted: Wanted
  private readonly source: Source
  /** What was told last, or looked at and not wanted. */
  cursor: Cursor

  constructor(source: Source, wanted: Wanted) {
    this.source = source
    this.wanted = wanted
    this.cursor = wanted.after
  }

  /**
   * The next items; none of a stretch in which nothing is wanted, null at the tip. Throws `Refusal`
   * `height_pruned`.
   */
  async next(): Promise<readonly Item[] | null> {
    const { source, cursor } = this
    const height = nextHeight(cursor)
    if (height > source.tip) return null
    const page =
      this.newestPage(height) ??
      (await source.inTurn(() => pastPage(source.ledger, this.wanted, cursor)))
    return this.take(page)
  }

  /** From memory, as far as it reaches without a gap. */
  private newestPage(height: bigint): Page | null {
    const items = this.source.newest(height)?.[this.wanted.stream]
    return items === undefined ? null : { items, cursor: { height, index: ALL } }
  }

  /** As many of a page as one batch may hold; the cursor stands behind the last one. */
  private take({ items, cursor }: Page): readonly Item[] {
    const taken: Item[] = []
    let bytes = 0
    for (const item of items) {
      if (!isAfter(item.at, this.cursor) || !item.fits(this.wanted)) continue
      if (bytes >= BATCH_BYTES_MAX) return taken
      taken.push(item)
      bytes += item.text().length
      this.cursor = item.at
    }
    this.cursor = cursor
    return taken
  }
}
