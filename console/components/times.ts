/** Times as people read them: absolute in the chosen zone, relative beside it below a day. */
import { LOCALE } from "../texts/language.ts"
import { chosenZone } from "./settings.ts"

const MINUTE_MS = 60_000
const HOUR_MS = 3_600_000
const DAY_MS = 86_400_000
/** The last time that a field can show: in zones ahead of UTC the year 9999 ends later. */
const LAST = Date.parse("9999-12-31T23:59:59.999Z")

const day = { day: "numeric", month: "short", year: "numeric" } as const
const clock = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const
const relative = new Intl.RelativeTimeFormat(LOCALE, { numeric: "auto", style: "short" })

function zoned(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const zone = chosenZone() === "utc" ? { timeZone: "UTC" } : {}
  return new Intl.DateTimeFormat(LOCALE, { ...options, ...zone })
}

/** `12 Jun 2026, 10:42`. */
export function absolute(ms: number): string {
  return zoned({ ...day, ...clock }).format(ms)
}

/** `2026-06-12 10:42:07.123 UTC`. */
export function exact(ms: number): string {
  return `${new Date(ms).toISOString().replace("T", " ").replace("Z", "")} UTC`
}

/** `3 min. ago` below a day from `now`, else null. */
export function sinceThen(ms: number, now: number): string | null {
  const past = ms - now
  if (Math.abs(past) >= DAY_MS) return null
  if (Math.abs(past) >= HOUR_MS) return relative.format(Math.round(past / HOUR_MS), "hour")
  if (Math.abs(past) >= MINUTE_MS) return relative.format(Math.round(past / MINUTE_MS), "minute")
  return relative.format(Math.round(past / 1_000), "second")
}

/** `2026-06-12T10:42:07.123` of a time in the chosen zone, as fields of the browser hold it. */
export function toField(ms: number): string {
  const offset = chosenZone() === "utc" ? 0 : new Date(ms).getTimezoneOffset()
  return new Date(Math.min(ms - offset * MINUTE_MS, LAST)).toISOString().slice(0, -1)
}

/** Milliseconds of 1970 of what such a field holds; NaN of what is no time. */
export function fromField(text: string): number {
  return chosenZone() === "utc" ? Date.parse(`${text}Z`) : new Date(text).getTime()
}

/** The name of the zone in which times are shown. */
export function zoneName(): string {
  return chosenZone() === "utc" ? "UTC" : deviceZone()
}

/** The name of this device's zone. */
export function deviceZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone
}

/** Whole days between two times. */
export function daysBetween(from: number, to: number): number {
  return Math.floor(Math.abs(to - from) / DAY_MS)
}
