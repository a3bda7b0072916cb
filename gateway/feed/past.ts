/** Pages of a stream from the ledger itself: for heights that are no longer in memory. */
import { Refusal } from "@concordat/kernel"
import type { Cursor, Ledger } from "@concordat/node"
import { PAGE_ROWS_MAX } from "../limits.ts"
import { ALL, nextHeight } from "./cursor.ts"
import { blockItem, eventItem, type Item, receiptItem } from "./items.ts"
import { rowItems } from "./rows.ts"
import type { Stream, Wanted } from "./wanted.ts"

/** Items behind a cursor, and how far the reading came. */
export type Page = { readonly items: readonly Item[]; readonly cursor: Cursor }

/** Blocks that one page reads whole. */
const BLOCKS_MAX = 32n

function pruned(height: bigint, earliest?: bigint): Refusal {
  const known = earliest === undefined ? {} : { expected: earliest.toString() }
  const details = { height: height.toString(), ...known }
  const message = "This node does not keep the block from which to go on."
  return new Refusal("height_pruned", message, details, 410)
}

async function eventPage(ledger: Ledger, { filters }: Wanted, after: Cursor): Promise<Page> {
  const { service, event } = filters
  const { events, next, height } = await ledger.events({
    ...(service === undefined ? {} : { service }),
    ...(event === undefined ? {} : { event }),
    after: after.index === ALL ? { height: after.height + 1n, index: -1 } : after,
    limit: PAGE_ROWS_MAX,
  })
  const items = events.map((one) => eventItem(ledger.runtime, one))
  // A block without events is passed by an index of -1: all of it was told.
  const come = next === null ? { height, index: ALL } : next
  return { items, cursor: come.index < 0 ? { ...come, index: ALL } : come }
}

/** Blocks from a height on, oldest first, none left out. */
async function blocksFrom(ledger: Ledger, height: bigint) {
  const tip = ledger.status().height
  const last = height + BLOCKS_MAX - 1n < tip ? height + BLOCKS_MAX - 1n : tip
  const limit = Number(last - height + 1n)
  const blocks = (await ledger.blocks({ before: last + 1n, limit })).toReversed()
  // There is no block below the first; the genesis has events alone.
  const first = blocks[0]?.height
  const due = height > 0n ? height : 1n
  if (first === undefined ? last > 0n : first > due) throw pruned(height, first)
  return { blocks, cursor: { height: last, index: ALL } }
}

async function blockPage(ledger: Ledger, after: Cursor): Promise<Page> {
  const { blocks, cursor } = await blocksFrom(ledger, nextHeight(after))
  return { items: blocks.map(blockItem), cursor }
}

async function transactionPage(ledger: Ledger, after: Cursor): Promise<Page> {
  const { blocks, cursor } = await blocksFrom(ledger, nextHeight(after))
  const items: Item[] = []
  for (const { height, transactions } of blocks) {
    if (transactions === 0) continue
    const notice = await ledger.notice(height)
    if (notice === null) throw pruned(height)
    items.push(...notice.receipts.map(receiptItem))
    if (items.length >= PAGE_ROWS_MAX) return { items, cursor: { height, index: ALL } }
  }
  return { items, cursor }
}

async function rowPage(ledger: Ledger, after: Cursor): Promise<Page> {
  const tip = ledger.status().height
  const items: Item[] = []
  let height = nextHeight(after)
  for (let looked = 0n; ; looked++, height++) {
    items.push(...(await rowItems(ledger, height)))
    if (height === tip || looked === BLOCKS_MAX || items.length >= PAGE_ROWS_MAX) break
  }
  return { items, cursor: { height, index: ALL } }
}

const READERS: Readonly<
  Record<Stream, (ledger: Ledger, wanted: Wanted, after: Cursor) => Promise<Page>>
> = {
  blocks: (ledger, _, after) => blockPage(ledger, after),
  transactions: (ledger, _, after) => transactionPage(ledger, after),
  events: eventPage,
  rows: (ledger, _, after) => rowPage(ledger, after),
}

/** A page of what is wanted; throws `Refusal` `height_pruned`. */
export function pastPage(ledger: Ledger, wanted: Wanted, after: Cursor): Promise<Page> {
  return READERS[wanted.stream](ledger, wanted, after)
}
