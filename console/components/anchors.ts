/**
 * The anchors that this browser trusts, by ledger: added, never replaced. The first one comes from
 * the first contact with a ledger, and the page says so; or from a file that a person chose.
 */
import type { Json } from "@concordat/kernel"

/** An anchor in its JSON form. */
export type AnchorJson = {
  readonly chain: string
  readonly header: string
  /** Decimal. */
  readonly height: string
  /** RFC 3339. */
  readonly time: string
  readonly profile: "production" | "development"
  readonly [more: string]: Json
}

/** What is kept of one ledger. */
export type Trusted = {
  readonly chain: string
  /** When this browser began to trust it, RFC 3339 by its own clock. */
  readonly since: string
  /** How it came: told by the ledger itself, or chosen as a file. */
  readonly from: "contact" | "file"
  /** Ordered by height. */
  readonly anchors: readonly AnchorJson[]
}

/** The part of `localStorage` that is needed. */
export type Store = Pick<Storage, "getItem" | "setItem" | "removeItem" | "key" | "length">

const PREFIX = "concordat.anchors."

function isAnchor(value: unknown): value is AnchorJson {
  const one = value as Partial<AnchorJson> | null
  return (
    typeof one === "object" &&
    one !== null &&
    [one.chain, one.header, one.height, one.time].every((member) => typeof member === "string")
  )
}

function read(store: Store, key: string): Trusted | null {
  try {
    const kept = JSON.parse(store.getItem(key) ?? "null") as Trusted | null
    return kept?.anchors.every(isAnchor) ? kept : null
  } catch {
    return null
  }
}

/** Every ledger that this browser trusts, in order of chain. */
export function trustedLedgers(store: Store): readonly Trusted[] {
  const keys = Array.from({ length: store.length }, (_, i) => store.key(i) ?? "")
  const ours = keys.filter((key) => key.startsWith(PREFIX)).sort()
  return ours.flatMap((key) => read(store, key) ?? [])
}

/** All anchors, of every ledger. */
export function keptAnchors(store: Store): readonly AnchorJson[] {
  return trustedLedgers(store).flatMap(({ anchors }) => anchors)
}

/** What is kept of one ledger, or null. */
export function trustedLedger(store: Store, chain: string): Trusted | null {
  return read(store, PREFIX + chain)
}

/**
 * Adds an anchor; one that is there already changes nothing. Two that contradict each other both
 * stay: they are evidence of a fork, and every verdict then says so.
 */
export function addAnchor(store: Store, anchor: Json, from: Trusted["from"], now: Date): void {
  if (!isAnchor(anchor)) return
  const kept = trustedLedger(store, anchor.chain)
  const others = kept?.anchors ?? []
  if (others.some(({ header }) => header === anchor.header)) return
  const anchors = [...others, anchor].sort((a, b) => (BigInt(a.height) < BigInt(b.height) ? -1 : 1))
  const since = kept?.since ?? now.toISOString()
  const trusted: Trusted = { chain: anchor.chain, since, from: kept?.from ?? from, anchors }
  store.setItem(PREFIX + anchor.chain, JSON.stringify(trusted)) // why: our own record
}

/** Ends the trust in a ledger. */
export function forgetLedger(store: Store, chain: string): void {
  store.removeItem(PREFIX + chain)
}
