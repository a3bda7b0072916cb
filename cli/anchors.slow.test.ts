/** Anchors: trusted at the first contact and said so, then only what follows from them. */
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest"
import { CliWorld } from "./world.testing.ts"

let world: CliWorld
let chain: string

beforeAll(async () => {
  world = await new CliWorld().open()
  chain = (await world.run(["status", "--json"])).json().chain
})
afterAll(() => world.close())
beforeEach(() => {
  world.between = ({ pass }) => pass()
  rmSync(world.home, { recursive: true, force: true })
})

const run = (...args: readonly string[]) => world.run(args)
const kept = () => readdirSync(join(world.home, "anchors", chain)).sort()
const anchorPath = (name: string) => join(world.home, "anchors", chain, name)
const list = async () => (await run("anchors", "list", "--json")).json() as { height: string }[]

/** Makes the ledger grow by a block. */
async function grow(): Promise<void> {
  world.file("grow.txt", String(Math.random()))
  await run("provenance", "register", "grow.txt", "--title", "x", "--evidence", "grow.evidence")
}

/** Answers the anchor with another member, as a gateway that lies would. */
function lie(change: (anchor: Record<string, unknown>) => void): void {
  world.between = async ({ path, pass }) => {
    const answer = await pass()
    if (!path.startsWith("/v1/anchor")) return answer
    const anchor = (await answer.json()) as Record<string, unknown>
    change(anchor)
    return Response.json(anchor)
  }
}

describe("anchors", () => {
  it("are none before a ledger is met, and nothing is made", async () => {
    const { out } = await run("anchors", "list")
    expect(out).toContain("No ledger is trusted here yet.")
    expect(existsSync(world.home)).toBe(false)
  })

  it("begin at the first contact, which is said, with the ledger's first block", async () => {
    const first = await run("status")
    expect(first.err).toBe(
      `First contact with ${chain}: from now on its block 1 is trusted here.\n`,
    )
    expect((await list())[0]).toMatchObject({ height: "1" })
    expect((await run("status")).err).toBe("")
  })

  it("are added where the ledger has grown, and none is replaced", async () => {
    await run("status")
    const before = kept()
    const contents = before.map((name) => readFileSync(anchorPath(name), "utf8"))
    await grow()
    expect((await run("status")).err).toBe("")
    expect(kept().length).toBeGreaterThan(before.length)
    expect(kept().slice(0, before.length)).toEqual(before)
    expect(before.map((name) => readFileSync(anchorPath(name), "utf8"))).toEqual(contents)
  })

  it("are not added on a gateway's word: another header at a height is fork_found", async () => {
    await run("status")
    await grow()
    const before = kept()
    lie((anchor) => {
      anchor["header"] = "ab".repeat(32)
    })
    const { exit, err } = await run("status")
    expect(exit).toBe(1)
    expect(err).toContain("fork_found: ")
    expect(err).toContain("does not follow from what is trusted here")
    expect(kept()).toEqual(before)
  })

  it("never leave their folder, whatever a ledger calls itself", async () => {
    lie((anchor) => {
      anchor["chain"] = "../../elsewhere"
    })
    const { exit, err } = await run("status")
    expect(exit).toBe(2)
    expect(err).toContain('record_malformed: "../../elsewhere" is no name of a ledger.')
    expect(existsSync(world.home)).toBe(false)
  })

  it("that are older than a week are renewed on the ledger's word, and that is said", async () => {
    await run("status")
    await grow()
    const later = Date.now() + 8 * 86_400_000
    const { exit, err } = await world.run(["status"], { now: () => later })
    expect(exit).toBe(0)
    expect(err).toContain(`No contact with ${chain} for a week`)
  })

  it("that are damaged are named and left out; the others serve", async () => {
    await run("status")
    await grow()
    const [first] = kept()
    writeFileSync(anchorPath(first!), "{")
    const status = await run("status")
    expect(status.exit).toBe(0)
    expect(status.err).toContain(`record_malformed: The anchor in ${anchorPath(first!)}`)
    const verified = await run("verify", "grow.txt", "--evidence", "grow.evidence")
    expect(verified.exit).toBe(0)
  })

  it("that are all damaged are not taken for a first contact", async () => {
    await run("status")
    for (const name of kept()) writeFileSync(anchorPath(name), "{}")
    const before = kept()
    const { exit, err } = await run("status")
    expect(exit).toBe(2)
    expect(err).toContain("record_malformed")
    expect(err).not.toContain("First contact")
    expect(kept()).toEqual(before)
  })

  it("of commands that run at once are all kept", async () => {
    const runs = await Promise.all(Array.from({ length: 5 }, () => run("status")))
    expect(runs.map(({ exit }) => exit)).toEqual([0, 0, 0, 0, 0])
    for (const name of kept()) expect(name).toMatch(/^\d{20}-[0-9a-f]{16}\.json$/)
    expect(await list()).toHaveLength(kept().length)
  })

  it("are added from a file, in one command; what is none is refused", async () => {
    await run("status")
    cpSync(anchorPath(kept()[0]!), join(world.folder, "ministry.json"))
    rmSync(world.home, { recursive: true })
    const added = await run("anchors", "add", "ministry.json", "--json")
    expect(added.json()).toMatchObject({ chain, height: "1" })
    expect(await list()).toHaveLength(1)
    world.file("none.json", '{"chain": 1}')
    const refused = await run("anchors", "add", "none.json")
    expect(refused.exit).toBe(2)
    expect(refused.err).toContain("record_malformed")
  })

  it("named by --anchor stand alone", async () => {
    await run("status")
    await grow()
    const foreign = JSON.parse(readFileSync(anchorPath(kept()[0]!), "utf8"))
    world.file("foreign.json", JSON.stringify({ ...foreign, chain: "another-1" }))
    const named = ["verify", "grow.txt", "--evidence", "grow.evidence"]
    expect((await run(...named)).exit).toBe(0)
    const { exit, out } = await run(...named, "--anchor", "foreign.json")
    expect(exit).toBe(1)
    expect(out).toContain("You have not chosen to trust this ledger.")
  })
})
