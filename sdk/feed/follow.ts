/** What happens, as it happens: each item once, in order, whatever the connection does. */
import type { Block, LedgerEvent, Receipt, RowChange } from "../answers.ts"
import type { Client } from "../client.ts"
import { lineOf } from "./line.ts"

/** What each stream is of. */
export interface FeedItems {
  readonly blocks: Block
  readonly transactions: Receipt
  readonly events: LedgerEvent
  readonly rows: RowChange
}

/** What can be followed. */
export type Stream = keyof FeedItems

/** An item, and its cursor: who keeps that goes on from there by `after`. */
export interface FeedItem<S extends Stream> {
  readonly cursor: string
  readonly item: FeedItems[S]
}

/** What to follow, of what, and from where on. */
export interface Following<S extends Stream> {
  readonly stream: S
  /** Only of this service: transactions, events, rows. */
  readonly service?: string
  /** Only transactions with this command. */
  readonly command?: string
  /** Only events of this name. */
  readonly event?: string
  /** Only rows of this table; `key`: the leading parts of their key, as in a row's address. */
  readonly table?: string
  readonly key?: string
  /** Only events and rows that name this organisation, or a principal of it. */
  readonly organisation?: string
  /** Height of the first block to tell. */
  readonly from?: string
  /** Cursor of what was told last. Neither of both: from the next block on. */
  readonly after?: string
  /** Ends the following. */
  readonly signal?: AbortSignal
}

/**
 * Follows a stream until the loop is left or `signal` is aborted; a lost connection comes again by
 * itself, and the items that it missed with it. All that follow by one client share one WebSocket.
 * Throws `SdkError` for what cannot be followed: `unknown_stream`, `unknown_value`,
 * `filter_unsupported`, `cursor_invalid`, `height_not_reached`, `height_pruned`.
 *
 * @example
 * for await (const { item } of follow(client, { stream: "events", service: "provenance" })) {
 *   show(item)
 * }
 */
export async function* follow<S extends Stream>(
  client: Client,
  { signal, ...asked }: Following<S>,
): AsyncGenerator<FeedItem<S>, void, undefined> {
  if (signal?.aborted) return
  const line = lineOf(client)
  const given = Object.entries(asked).filter(([, value]) => value !== undefined)
  const follower = line.add(Object.fromEntries(given) as Record<string, string>)
  const stop = () => line.remove(follower)
  signal?.addEventListener("abort", stop)
  try {
    for (;;) {
      const told = await follower.next()
      if (told === null) return
      yield told as unknown as FeedItem<S>
      line.taken(follower)
    }
  } finally {
    signal?.removeEventListener("abort", stop)
    stop()
  }
}

/** Calls back when the connection of those who follow comes and goes; answers how to stop. */
export function watchConnection(client: Client, watcher: (isUp: boolean) => void): () => void {
  return lineOf(client).watch(watcher)
}
