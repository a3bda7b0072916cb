/** Days of UTC, as statements have them. */

const DAY_MS = 86_400_000
/** Days of a statement that nobody has chosen a period for. */
const MONTH_DAYS = 31
const DATE_LENGTH = 10

/** The date of a time: `2026-11-28`. */
export function dateOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, DATE_LENGTH)
}

/** The first instant of a date, or of the one so many days later; null for what is no date. */
export function startOf(date: string, later = 0): string | null {
  const ms = Date.parse(`${date}T00:00:00.000Z`)
  if (Number.isNaN(ms) || date.length !== DATE_LENGTH) return null
  return new Date(ms + later * DAY_MS).toISOString()
}

/** The dates of the last month, both included. */
export function lastDates(): { readonly first: string; readonly last: string } {
  const now = Date.now()
  return { first: dateOf(now - MONTH_DAYS * DAY_MS), last: dateOf(now) }
}

/** The last month, today whole. */
export function lastMonth(): { readonly from: string; readonly to: string } {
  const { first, last } = lastDates()
  return { from: startOf(first)!, to: startOf(last, 1)! }
}
