/**
 * A history of 20,000 operations over HTTP and WebSocket against a node that is killed meanwhile,
 * judged from outside. It prints its seed; `npm run history -- --seed N` does the same again.
 */
import { expect, it } from "vitest"
import { command, runKilled } from "./command.ts"

const OPERATIONS = 20_000
const KILLS = 2
/** Nothing here waits for a time to pass; whoever reaches this hangs. */
const HANG_MS = 900_000

const seed = Number(process.env["CONCORDAT_SEED"] ?? Date.now() % 2 ** 32)

it(`20,000 operations, seed ${seed}`, { timeout: HANG_MS }, async () => {
  const { faults, history, counts } = await runKilled({ seed, operations: OPERATIONS }, KILLS)
  expect(faults.slice(0, 5)).toEqual([])
  expect(counts.get("killed")).toBe(KILLS)
  // It looked: every way of sending, of answering, of ending a hold, and readings between.
  const came = [
    ...["placed", "held", "turned away", "unknown", "abandoned", "retried", "read"],
    ...["gone before an answer", "sent again", "sent twice at once", "followers resumed"],
    ...["pay", "issue", "hold", "post", "void"],
  ]
  expect(came.filter((what) => (counts.get(what) ?? 0) === 0)).toEqual([])
  const tries = history.sendings.length + history.readings.length + (counts.get("sent again") ?? 0)
  expect(tries).toBeGreaterThan(OPERATIONS * 0.9)
  const refused = history.chains[0]!.placed.flatMap(({ outcomes }) => outcomes)
  for (const code of ["insufficient_funds", "hold_not_open", "hold_exceeds", "unknown_hold"]) {
    expect(refused).toContain(code)
  }
})

it("the command takes what its help names", async () => {
  const lines: string[] = []
  expect(await command(["--help"], (text) => void lines.push(text))).toBe(0)
  expect(lines.join("")).toContain("--operations N")
  await expect(command(["--clients", "99"], () => {})).rejects.toThrow("from 1 to 48")
})
