/** Snapshots of a ledger in memory, for tests: whole, cut as wanted, and put together again. */
import { fromHex, joined, toHex } from "../bytes.ts"
import { sha256 } from "../crypto/hash.ts"
import { everyRow, type LedgerState, openState } from "../execution/ledger-state.ts"
import { MemoryRows } from "../execution/memory-rows.ts"
import type { Runtime } from "../execution/runtime.ts"
import { logRoot } from "../log/log-head.ts"
import type { Hash } from "../schema/fixed.ts"
import {
  encodeSnapshotHead,
  encodeSnapshotIds,
  encodeSnapshotRow,
  type SnapshotHead,
  type SnapshotSummary,
  summaryOf,
} from "./form.ts"
import { SnapshotReader } from "./reader.ts"

/** An announcement with the chunks that it announces. */
export type Cut = { readonly summary: SnapshotSummary; readonly chunks: readonly Uint8Array[] }

/** The first item of a state's snapshot. */
export function headOf(state: LedgerState): SnapshotHead {
  const { chain, height, appHash: app, log, trie, ids } = state
  const peaks = log.peaks.map((peak) => toHex(peak) as Hash)
  const root = toHex(logRoot(log)) as Hash
  const counts = { rows: BigInt(trie.size), blocks: ids.blocks.length }
  return { format: 1, chain, height, app, log: { size: log.size, root, peaks }, ...counts }
}

/** All items of a state's snapshot. */
export function itemsOf(state: LedgerState): Uint8Array[] {
  return [
    encodeSnapshotHead(headOf(state)),
    ...[...everyRow(state.rows)].map(([key, value]) => encodeSnapshotRow(key, value)),
    ...state.ids.blocks.map(({ height, ids }) =>
      encodeSnapshotIds(height, joined(ids.map((id) => fromHex(id)))),
    ),
  ]
}

/** Items cut every `length` bytes. */
export function cut(height: bigint, items: readonly Uint8Array[], length: number): Cut {
  const bytes = joined(items)
  const chunks: Uint8Array[] = []
  for (let at = 0; at < bytes.length; at += length) chunks.push(bytes.slice(at, at + length))
  return { summary: summaryOf(height, joined(chunks.map((chunk) => sha256(chunk)))), chunks }
}

/** Takes a cut snapshot as a joiner does. */
export function taken({ summary, chunks }: Cut, trust: { chain: string; appHash: Hash }) {
  const reader = new SnapshotReader(summary, trust)
  const rows = new MemoryRows(
    chunks.flatMap((chunk) => reader.take(chunk).map(({ key, value }) => [key, value] as const)),
  )
  return { ...reader.finish(), rows }
}

/** The state that a cut snapshot gives; what no app hash covers is that of `like`. */
export function restored(runtime: Runtime, snapshot: Cut, like: LedgerState): LedgerState {
  const { chain, appHash, time, validators, parameters } = like
  const parts = taken(snapshot, { chain, appHash })
  return openState(runtime, { chain, time, validators, parameters, ...parts })
}
