/**
 * How many cases a property runs: all of them in `npm test`, a tenth in the inner loop, and
 * `CONCORDAT_RUNS` times as many where that is set, as before a release.
 */
export function runs(all: number): number {
  if (process.env["CONCORDAT_FAST"] === "1") return Math.max(10, Math.floor(all / 10))
  const times = Number(process.env["CONCORDAT_RUNS"] ?? 1)
  return Math.max(1, Math.floor(all * (Number.isFinite(times) && times > 0 ? times : 1)))
}
