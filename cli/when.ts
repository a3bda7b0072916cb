/** Times as people type them: a day, or RFC 3339 with any zone and any number of decimals. */
import { Invalid, parseTime } from "@concordat/kernel"
import { UsageError } from "./failure.ts"

const DAY = /^\d{4}-\d{2}-\d{2}$/
const TIME = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})(?:\.(\d{1,3}))?(Z|[+-]\d{2}:\d{2})$/
const MS_PER_MINUTE = 60_000
const MINUTES_PER_HOUR = 60

/** `+02:00` in minutes. Minutes above 59 and hours above 23 are no zone. */
function zoneMinutes(zone: string): number | null {
  if (zone === "Z") return 0
  const hours = Number(zone.slice(1, 3))
  const minutes = Number(zone.slice(4))
  if (hours > 23 || minutes > 59) return null
  return (zone.startsWith("-") ? -1 : 1) * (hours * MINUTES_PER_HOUR + minutes)
}

/** Milliseconds of 1970. Throws `date_invalid` naming the flag; a day begins at midnight UTC. */
export function readWhen(text: string, flag: string): number {
  const full = DAY.test(text) ? `${text}T00:00:00Z` : text
  const [, local, decimals = "", zone] = TIME.exec(full) ?? []
  try {
    const offset = zone === undefined ? null : zoneMinutes(zone)
    if (offset !== null) {
      return parseTime(`${local}.${decimals.padEnd(3, "0")}Z`) - offset * MS_PER_MINUTE
    }
  } catch (error) {
    if (!(error instanceof Invalid)) throw error
  }
  throw new UsageError(
    "date_invalid",
    `--${flag} is no time: "${text.slice(0, 40)}".`,
    `Give a day or a time: --${flag} 2030-12-31, or --${flag} 2030-12-31T18:00:00Z`,
  )
}
