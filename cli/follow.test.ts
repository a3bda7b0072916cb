/** `concordat follow`: lines for people, JSON lines for programs, from any height, to the end. */
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { CliWorld } from "./world.testing.ts"

const world = new CliWorld()
beforeAll(async () => {
  await world.open()
})
afterAll(() => world.close())

/** Runs `concordat follow`; the feed's socket goes to the ledger itself. */
const following = (...flags: readonly string[]) =>
  world.run(["follow", "--url", world.ledger!.url, ...flags])

const linesOf = (out: string) => out.trimEnd().split("\n")

describe("follow", () => {
  it("tells what happened from a height on, a line an event, in order", async () => {
    const { exit, out, err } = await following("--from", "0", "--limit", "3")
    expect([exit, err]).toEqual([0, ""])
    const lines = linesOf(out)
    expect(lines).toHaveLength(3)
    for (const line of lines) expect(line).toMatch(/^\d+\.\d+ {2}\d{4}-\S+Z {2}[a-z]+\.[a-z_]+ {2}/)
    const [first = ""] = lines
    const after = await following("--after", first.split(" ")[0]!, "--limit", "2")
    expect(linesOf(after.out)).toEqual(lines.slice(1))
  })

  it.each(["blocks", "transactions", "events", "rows"])("gives %s to programs", async (stream) => {
    const { exit, out } = await following(
      ...["--stream", stream, "--from", "1", "--limit", "2", "--json"],
    )
    expect(exit).toBe(0)
    const told = linesOf(out).map((line) => JSON.parse(line) as { cursor: string; item: object })
    expect(told).toHaveLength(2)
    for (const { cursor, item } of told) expect(cursor).toBe(`${place(item)}`)
    expect((await following("--stream", stream, "--from", "1", "--limit", "2")).out).toContain(
      told[0]!.cursor,
    )
  })

  it("waits for what is to come", async () => {
    const told = following(
      "--service",
      "organisations",
      "--event",
      "principal_added",
      "--limit",
      "1",
    )
    let over = false
    const noted = told.finally(() => {
      over = true
    })
    // What was added before it began is not told.
    for (let i = 0; !over; i++) {
      const added = [
        "organisations",
        "add-principal",
        "--name",
        `archive-${i}`,
        "--kind",
        "service",
      ]
      expect((await world.run([...added, "--as", "education/administrator-1"])).exit).toBe(0)
    }
    expect((await noted).out).toMatch(/organisations\.principal_added {2}principal=education/)
  })

  it("is refused in words", async () => {
    const cases = [
      [["--stream", "evens"], 2, "blocks, transactions, events, rows"],
      [["--service", "provenence"], 2, 'Did you mean "provenance"?'],
      [["--limit", "-1"], 2, "--limit"],
      [["--from", "999999"], 1, "height_not_reached"],
      [["--stream", "blocks", "--service", "provenance"], 2, "filter_unsupported"],
    ] as const
    for (const [flags, exit, words] of cases) {
      const run = await following(...flags)
      expect([run.exit, run.err]).toEqual([exit, expect.stringContaining(words)])
    }
    world.online = false
    expect((await following()).err).toContain("node_unreachable")
    world.online = true
  })
})

/** Where an item says that it stands. */
function place(item: object): string {
  const { height, index = 0 } = item as { height: string; index?: number }
  return `${height}.${index}`
}
