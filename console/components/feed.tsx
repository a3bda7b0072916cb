/**
 * What happens, in pages: streams of the feed as lists that grow, painted at most four times a
 * second. One connection serves all of a page.
 */
import { type Client, type FeedItem, type Following, follow, type Stream } from "@concordat/sdk"
import { useQueryClient } from "@tanstack/react-query"
import { useCallback, useEffect, useRef, useState } from "react"
import { useClient } from "./ledger.tsx"

/** Time between two paints, in milliseconds. */
const PAINT_MS = 250

/** Calls `paint` soon after each of many calls, and not more often than every 250 ms. */
function usePaced(paint: () => void): () => void {
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null)
  const latest = useRef(paint)
  latest.current = paint
  useEffect(() => () => clearTimeout(timer.current ?? undefined), [])
  return useCallback(() => {
    timer.current ??= setTimeout(() => {
      timer.current = null
      latest.current()
    }, PAINT_MS)
  }, [])
}

/** Follows while somebody looks; what cannot be followed is left to the answers of pages. */
async function hear<S extends Stream>(
  client: Client,
  wanted: Following<S>,
  told: (item: FeedItem<S>) => void,
): Promise<void> {
  try {
    for await (const item of follow(client, wanted)) told(item)
  } catch {
    // Pages ask again and again beside it, so nothing is missing but speed.
  }
}

/** The newest `keep` items of a stream, the newest first; null: nothing is followed yet. */
export function useFeed<S extends Stream>(
  wanted: Following<S> | null,
  keep: number,
): readonly FeedItem<S>[] {
  const client = useClient()
  const heard = useRef<FeedItem<S>[]>([])
  const [shown, setShown] = useState<readonly FeedItem<S>[]>([])
  const paint = usePaced(() => setShown([...heard.current]))
  const asked = wanted === null ? null : JSON.stringify(wanted)
  useEffect(() => {
    if (asked === null) return
    heard.current = []
    const abort = new AbortController()
    const following = { ...(JSON.parse(asked) as Following<S>), signal: abort.signal }
    void hear(client, following, (item) => {
      heard.current.unshift(item)
      heard.current.length = Math.min(heard.current.length, keep)
      paint()
    })
    return () => abort.abort()
  }, [client, asked, keep, paint])
  return shown
}

/** Asks for the status anew after every block, so that all pages follow the ledger. */
export function useLiveStatus(): void {
  const client = useClient()
  const queries = useQueryClient()
  const ask = usePaced(() => {
    void queries.invalidateQueries({ queryKey: ["status"] })
  })
  useEffect(() => {
    const abort = new AbortController()
    void hear(client, { stream: "blocks", signal: abort.signal }, ask)
    return () => abort.abort()
  }, [client, ask])
}
