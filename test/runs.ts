/** How many cases a property runs: all of them in `npm test`, a tenth in the inner loop. */
export function runs(all: number): number {
  return process.env["CONCORDAT_FAST"] === "1" ? Math.max(10, Math.floor(all / 10)) : all
}
