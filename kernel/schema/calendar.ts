/**
 * Milliseconds of 1970 as RFC 3339 text and back, by integer arithmetic alone: no clock, no time
 * zone, one text a value. Source of truth: RFC 3339 section 5.6 (`Z`, three decimals); the
 * proleptic Gregorian calendar of ISO 8601.
 */
import { Invalid } from "../failures.ts"

/** 9999-12-31T23:59:59.999Z */
export const TIME_MAX = 253_402_300_799_999

const FORM = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})\.(\d{3})Z$/
const MS_PER_SECOND = 1_000
const MS_PER_DAY = 86_400_000
const DAYS_PER_ERA = 146_097
const YEARS_PER_ERA = 400
/** Days from 0000-03-01 to 1970-01-01. */
const EPOCH_DAYS = 719_468
const MONTH_DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

const pad = (value: number, width: number) => value.toString().padStart(width, "0")

/** `2026-11-23T10:42:07.123Z` of 0..TIME_MAX. */
export function timeText(ms: number): string {
  const inDay = ms % MS_PER_DAY
  const seconds = Math.floor(inDay / MS_PER_SECOND)
  const clock = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60, seconds % 60]
  const date = dateOfDays(Math.floor(ms / MS_PER_DAY))
  return `${date}T${clock.map((part) => pad(part, 2)).join(":")}.${pad(ms % MS_PER_SECOND, 3)}Z`
}

/** Years run from March, so that the day that comes and goes is the last one of a year. */
function dateOfDays(days: number): string {
  const shifted = days + EPOCH_DAYS
  const era = Math.floor(shifted / DAYS_PER_ERA)
  const day = shifted - era * DAYS_PER_ERA
  const leap = Math.floor(day / 1_460) - Math.floor(day / 36_524) + Math.floor(day / 146_096)
  const yearOfEra = Math.floor((day - leap) / 365)
  const dayOfYear = day - daysBeforeYear(yearOfEra)
  const month = Math.floor((5 * dayOfYear + 2) / 153)
  const dayOfMonth = dayOfYear - Math.floor((153 * month + 2) / 5) + 1
  const civilMonth = month < 10 ? month + 3 : month - 9
  const year = era * YEARS_PER_ERA + yearOfEra + (civilMonth <= 2 ? 1 : 0)
  return `${pad(year, 4)}-${pad(civilMonth, 2)}-${pad(dayOfMonth, 2)}`
}

function daysBeforeYear(year: number): number {
  return 365 * year + Math.floor(year / 4) - Math.floor(year / 100)
}

function daysOfDate(year: number, month: number, day: number): number {
  const marchYear = month <= 2 ? year - 1 : year
  const era = Math.floor(marchYear / YEARS_PER_ERA)
  const yearOfEra = marchYear - era * YEARS_PER_ERA
  const marchMonth = month > 2 ? month - 3 : month + 9
  const dayOfYear = Math.floor((153 * marchMonth + 2) / 5) + day - 1
  return era * DAYS_PER_ERA + daysBeforeYear(yearOfEra) + dayOfYear - EPOCH_DAYS
}

function daysInMonth(year: number, month: number): number {
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  return month === 2 && isLeap ? 29 : (MONTH_DAYS[month - 1] ?? 0)
}

/** The milliseconds of such a text, from 1970 on. Throws `Invalid` `date_invalid` for any other. */
export function parseTime(text: string): number {
  const parts = FORM.exec(text)?.slice(1).map(Number)
  if (parts === undefined) throw dateInvalid("is not of the form 2026-11-23T10:42:07.123Z")
  const [year, month, day, hour, minute, second, ms] = parts as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ]
  if (year < 1970) throw dateInvalid("is before 1970")
  if (day < 1 || day > daysInMonth(year, month)) throw dateInvalid("is not a day of the calendar")
  if (hour > 23 || minute > 59 || second > 59) throw dateInvalid("is not a time of day")
  const seconds = (hour * 60 + minute) * 60 + second
  return daysOfDate(year, month, day) * MS_PER_DAY + seconds * MS_PER_SECOND + ms
}

function dateInvalid(fault: string): Invalid {
  const expected = "RFC 3339, UTC, three decimals: 2026-11-23T10:42:07.123Z"
  return new Invalid("date_invalid", "", `The time ${fault}.`, { expected })
}
