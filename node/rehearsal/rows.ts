/** The rows of two states held against each other, service by service. */
import {
  equalBytes,
  everyRow,
  type StateReader,
  serviceRows,
  tablePrefix,
  toHex,
} from "@concordat/kernel"
import { ROWS } from "../store/layout.ts"
import type { StateStore } from "../store/state-store.ts"

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

/** Compares the rows in a store with those of a state; `newer` names services of other versions. */
export async function compareRows(
  store: StateStore,
  rows: StateReader,
  newer: ReadonlySet<string>,
): Promise<readonly ServiceRows[]> {
  const tally = new Tally()
  for await (const page of store.entries(...ROWS)) {
    for (const [stored, value] of page) {
      const key = stored.subarray(1)
      if (isOfVersions(key)) continue
      const now = rows.get(key)
      if (now === undefined) tally.count(key, "removed")
      else tally.count(key, equalBytes(now, value!) ? "same" : "changed")
    }
  }
  for (const [key] of everyRow(rows)) {
    if (isOfVersions(key)) continue
    const stored = new Uint8Array(key.length + 1)
    stored.set(ROWS[0])
    stored.set(key, 1)
    if (store.get(stored) === undefined) tally.count(key, "added")
  }
  return [...tally.services]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([service, counts]) => ({ service, newer: newer.has(service), ...counts }))
}
