/** Times in verdict sentences: the same words on every screen, in UTC, without the local clock. */

const MONTHS = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
]

/** `12 June 2026`. */
export function dayWords(time: number): string {
  const date = new Date(time)
  return `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()}`
}

/** `10:42 UTC`. */
export function clockWords(time: number): string {
  return `${new Date(time).toISOString().slice(11, 16)} UTC`
}

/** `12 June 2026, 10:42 UTC`. */
export function timeWords(time: number): string {
  return `${dayWords(time)}, ${clockWords(time)}`
}

/** `today 09:10 UTC`, or the day and the time. */
export function recentWords(time: number, now: number): string {
  return dayWords(time) === dayWords(now) ? `today ${clockWords(time)}` : timeWords(time)
}
