/** How many cases a property runs, and how many those of a whole run of tests were. */
import { appendFileSync } from "node:fs"

/**
 * All of them in `npm test`, a tenth in the inner loop, and `CONCORDAT_RUNS` times as many where
 * that is set, as before a release. Each answer is a line of the file `CONCORDAT_CASES`, if it is
 * named.
 */
export function runs(all: number): number {
  const count = asked(all)
  const counted = process.env["CONCORDAT_CASES"]
  if (counted !== undefined) appendFileSync(counted, `${count}\n`)
  return count
}

function asked(all: number): number {
  if (process.env["CONCORDAT_FAST"] === "1") return Math.max(10, Math.floor(all / 10))
  const times = Number(process.env["CONCORDAT_RUNS"] ?? 1)
  return Math.max(1, Math.floor(all * (Number.isFinite(times) && times > 0 ? times : 1)))
}
