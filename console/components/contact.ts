/**
 * Contact with the ledger that serves this page: its anchors, added to those that this browser
 * keeps. The first contact takes the first block's as well, so that older evidence is led to.
 */
import { type AnchorJson, addAnchor, type Store, type Trusted, trustedLedger } from "./anchors.ts"

const FIRST_BLOCK = "1"

async function ask(fetchJson: typeof fetch, query: string): Promise<AnchorJson | null> {
  const response = await fetchJson(`/v1/anchor${query}`)
  return response.ok ? ((await response.json()) as AnchorJson) : null
}

/** What is kept of the ledger after the contact; null where nothing answers, as it is offline. */
export async function contact(
  store: Store,
  fetchJson: typeof fetch = (...asked) => fetch(...asked),
): Promise<Trusted | null> {
  const newest = await ask(fetchJson, "").catch(() => null)
  if (newest === null) return null
  const isFirst = trustedLedger(store, newest.chain) === null
  if (isFirst && newest.height !== FIRST_BLOCK) {
    const oldest = await ask(fetchJson, `?at=${FIRST_BLOCK}`).catch(() => null)
    if (oldest?.chain === newest.chain) addAnchor(store, oldest, "contact", new Date())
  }
  addAnchor(store, newest, "contact", new Date())
  return trustedLedger(store, newest.chain)
}

/** Adds the anchor of one block, asked of the ledger behind this page; false if it has none. */
export async function fetchAnchor(store: Store, chain: string, height: string): Promise<boolean> {
  const anchor = await ask((...asked) => fetch(...asked), `?at=${encodeURIComponent(height)}`)
  if (anchor?.chain !== chain) return false
  addAnchor(store, anchor, "contact", new Date())
  return true
}
