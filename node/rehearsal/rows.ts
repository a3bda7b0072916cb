/** The rows of two states held against each other, service by service. */
import {
  ConcordatError,
  equalBytes,
  everyRow,
  PROVABLE_HEIGHTS,
  type StateReader,
  serviceRows,
  tablePrefix,
  toHex,
} from "@concordat/kernel"
import { keyBytes, keyText } from "../store/key-index.ts"
import { ROWS, undoKey } from "../store/layout.ts"
import { readOrigin } from "../store/origin.ts"
import type { StateStore } from "../store/state-store.ts"
import { decodeUndo, type Undo } from "../store/undo.ts"

const SLASH = 0x2f

/** What became of the rows of one service. */
export type ServiceRows = {
  readonly service: string
  /** Whether it is of another version: then its rows may differ. */
  readonly newer: boolean
  readonly same: number
  readonly changed: number
  readonly added: number
  readonly removed: number
  /** State key of the first row that differs, in hex; null: none does. */
  readonly first: string | null
}

type Counts = {
  same: number
  changed: number
  added: number
  removed: number
  first: string | null
}

const serviceOf = (key: Uint8Array) => new TextDecoder().decode(key.subarray(0, key.indexOf(SLASH)))

/** What the kernel itself records of versions must differ. */
function isOfVersions(key: Uint8Array): boolean {
  const prefix = tablePrefix(serviceRows)
  return equalBytes(key.subarray(0, prefix.length), prefix)
}

class Tally {
  readonly services = new Map<string, Counts>()

  count(key: Uint8Array, what: "same" | "changed" | "added" | "removed"): void {
    const service = serviceOf(key)
    const none = { same: 0, changed: 0, added: 0, removed: 0, first: null }
    const counts = this.services.get(service) ?? none
    counts[what] += 1
    if (what !== "same") counts.first ??= toHex(key)
    this.services.set(service, counts)
  }
}

/**
 * What blocks above `height` replaced: the rows of a store as they were after that height. Throws
 * `store_damaged` where that is not kept any more.
 */
export function undoneTo(store: StateStore, height: bigint, tip: bigint): Undo {
  const kept = tip - BigInt(PROVABLE_HEIGHTS)
  if (height < kept || height < (readOrigin(store)?.height ?? kept)) {
    const reason = `The block log ends at ${height}, the state store at ${tip}.`
    throw new ConcordatError("store_damaged", reason, {
      hint: "Start the node, so that it collects the blocks between; then stop it and rehearse.",
      details: { height: String(height) },
    })
  }
  const undone = new Map<string, Uint8Array | null>()
  for (let above = height + 1n; above <= tip; above++) {
    const bytes = store.get(undoKey(above))
    if (bytes === undefined) continue // It changed nothing.
    for (const [key, old] of decodeUndo(bytes)) if (!undone.has(key)) undone.set(key, old)
  }
  return undone
}

/**
 * Compares the rows in a store, but for what is undone, with those of a state; `newer` names
 * services of other versions.
 */
export async function compareRows(
  store: StateStore,
  undone: Undo,
  rows: StateReader,
  newer: ReadonlySet<string>,
): Promise<readonly ServiceRows[]> {
  const tally = new Tally()
  const compare = (key: Uint8Array, value: Uint8Array) => {
    if (isOfVersions(key)) return
    const now = rows.get(key)
    if (now === undefined) tally.count(key, "removed")
    else tally.count(key, equalBytes(now, value) ? "same" : "changed")
  }
  for await (const page of store.entries(...ROWS)) {
    for (const [stored, value] of page) {
      const key = stored.subarray(1)
      if (!undone.has(keyText(key))) compare(key, value!)
    }
  }
  for (const [key, old] of undone) if (old !== null) compare(keyBytes(key), old)
  for (const [key] of everyRow(rows)) {
    if (isOfVersions(key)) continue
    const stored = new Uint8Array(key.length + 1)
    stored.set(ROWS[0])
    stored.set(key, 1)
    const old = undone.get(keyText(key))
    const wasThere = old === undefined ? store.get(stored) !== undefined : old !== null
    if (!wasThere) tally.count(key, "added")
  }
  return [...tally.services]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([service, counts]) => ({ service, newer: newer.has(service), ...counts }))
}
