/**
 * After every block: holds and quotes whose time is over end, and rows go whose ids nobody can use
 * again. All of it is bounded; what is left over waits for the next block.
 */
import type { HookTx, Key } from "@concordat/kernel"
import { Book } from "./book.ts"
import { finishHold } from "./hold.ts"
import { generationOf, ID_WINDOW_MS, isPast, lowestId, timeOf } from "./ids.ts"
import type { Id } from "./kinds.ts"
import { entries, returns, uetrs } from "./tables.ts"
import { expiries, holds, quotes } from "./tables-control.ts"

/** Expiries read at once, and how many pages a block sweeps: 10,000 in all. */
const PAGE = 1_000
const PAGES_MAX = 10
/** Rows of one table that a block forgets. */
const FORGOTTEN_MAX = 20_000
/** What ending one hold may cost, its accounts and notes included. */
const SWEEP_UNITS = 90
/** What forgetting one row may cost, with room for the other tables. */
const FORGET_UNITS = 40

type ExpiryKey = Key<typeof expiries>

/** Ends what is over, then forgets what is past. */
export function sweep(tx: HookTx): undefined {
  if (isDue(tx)) {
    const book = new Book(tx, { nobody: true })
    const pages = Math.min(PAGES_MAX, Math.floor(tx.remaining() / (PAGE * SWEEP_UNITS)))
    let after: ExpiryKey | null = null
    for (let page = 0; page < pages; page++) {
      after = sweepPage(tx, book, after)
      if (after === null) break
    }
    book.finish(tx)
  }
  forget(tx)
}

/** Whether anything is over: most blocks read one row to know. */
function isDue(tx: HookTx): boolean {
  const [first] = expiries.scan(tx, {}, { limit: 1 })
  return first !== undefined && first.key.at <= tx.time
}

/**
 * Ends one page beyond a key; answers the last key where there may be more. From where the page
 * before ended: a scan from the start would step over all that this sweep has deleted.
 */
function sweepPage(tx: HookTx, book: Book, after: ExpiryKey | null): ExpiryKey | null {
  const page = expiries.scan(tx, {}, { limit: PAGE, ...(after !== null && { after }) })
  const due = page.filter(({ key }) => key.at <= tx.time)
  for (const { key } of due) {
    expiries.delete(tx, key)
    if (key.kind === "hold") endHold(tx, book, key.of)
    else endQuote(tx, key.of)
  }
  return due.length === PAGE ? due.at(-1)!.key : null
}

/** An open hold expires. The row stays while its id could come again. */
function endHold(tx: HookTx, book: Book, hold: Id): void {
  const row = holds.get(tx, { hold })
  if (row === undefined) return
  if (row.state === "open") {
    finishHold(tx, book, hold, row, { state: "expired", amount: 0n, entry: hold, index: 0 })
  }
  if (isPast(hold, tx.time)) holds.delete(tx, { hold })
  else note(tx, hold, "hold")
}

function endQuote(tx: HookTx, quote: Id): void {
  if (isPast(quote, tx.time)) quotes.delete(tx, { quote })
  else note(tx, quote, "quote")
}

/** Comes back when the id is past. */
function note(tx: HookTx, of: Id, kind: "hold" | "quote"): void {
  expiries.put(tx, { at: timeOf(of) + ID_WINDOW_MS + 1, kind, of }, {})
}

/** Rows of ids that are refused for ever: entries, their returns, UETRs of old generations. */
function forget(tx: HookTx): void {
  const entry = lowestId(tx.time - ID_WINDOW_MS)
  const generation = generationOf(tx.time) - 1
  const limit = () => Math.min(FORGOTTEN_MAX, Math.floor(tx.remaining() / FORGET_UNITS))
  // One row is read where there is nothing to forget; pruning would read a page.
  const [oldest] = entries.scan(tx, {}, { limit: 1 })
  if (oldest !== undefined && oldest.key.entry < entry && limit() > 0) {
    entries.prune(tx, {}, { below: { entry }, limit: limit() })
  }
  const [first] = returns.scan(tx, {}, { limit: 1 })
  if (first !== undefined && first.key.entry < entry && limit() > 0) {
    returns.prune(tx, {}, { below: { entry }, limit: limit() })
  }
  const [used] = uetrs.scan(tx, {}, { limit: 1 })
  if (used !== undefined && used.key.generation < generation && limit() > 0) {
    uetrs.prune(tx, {}, { below: { generation }, limit: limit() })
  }
}
