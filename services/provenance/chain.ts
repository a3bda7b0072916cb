/**
 * The status chain of a class: every change of standing is one entry, and each head commits to all
 * before it, so that nobody can leave one out: head' = SHA-256(head ‖ entry).
 */
import {
  concat,
  encode,
  fromHex,
  type Hash,
  hashOf,
  type Infer,
  type Party,
  sha256,
  type Writer,
} from "@concordat/kernel"
import { statusChanged } from "./events.ts"
import type { Standing } from "./standing.ts"
import { chainEntry, chains, type changed } from "./tables.ts"

export type Changed = Infer<typeof changed>
/** An entry of a status chain. */
export type ChainEntry = Infer<typeof chainEntry>

/** The head of a chain without entries. */
export const CHAIN_START = "00".repeat(32) as Hash

/** The head after one more entry. */
export function nextHead(head: Hash, entry: ChainEntry): Hash {
  return hashOf(sha256(concat(fromHex(head), encode(chainEntry, entry))))
}

/** Records a change of standing: one entry of the class's chain, one event. */
export function recordChange(
  tx: Writer,
  change: {
    readonly class: string
    readonly issuer: Party
    readonly target: Changed
    readonly status: Standing
  },
): void {
  const { issuer, target } = change
  const { state, reason, since, until } = change.status
  const entry = { issuer, target, state, reason, since, until }
  const row = chains.get(tx, change)
  const length = (row?.length ?? 0n) + 1n
  const head = nextHead(row?.head ?? CHAIN_START, entry)
  chains.put(tx, change, { length, head })
  tx.emit(statusChanged, { class: change.class, ...entry, length, head })
}
