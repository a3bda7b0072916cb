/**
 * An export from a development ledger with its seeded story: taken online, verified without a
 * network, and named with its place wherever a byte of it is another one.
 */
import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { encodeRecovery, type Hash, successorOf } from "@concordat/kernel"
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest"
import { CliWorld } from "../world.testing.ts"

let world: CliWorld
let whole: Uint8Array
const taken = (...more: readonly string[]) =>
  world.run(["audit", "export", "--keys", ".data/keys", "--by", "audit-office", ...more])
const verify = (name: string) => world.run(["audit", "verify", name, "--json"])

beforeAll(async () => {
  world = await new CliWorld().open()
  const openings = [join(".data/story/S-2026-14.opening")]
  const about = ["--blocks", "1-60", "--organisation", "education", "--opened", ...openings]
  const made = await taken(...about, "--out", "a.audit")
  expect(made.err).toMatch(/First contact/)
  expect(made.exit, made.err).toBe(0)
  whole = new Uint8Array(readFileSync(join(world.folder, "a.audit")))
  world.online = false
}, 60_000)
afterAll(() => world.close())

describe("an export", () => {
  test("verifies without a network, and says what is proven, what is told, by whom", async () => {
    const before = world.requests.length
    const { exit, out } = await world.run(["audit", "verify", "a.audit"])
    expect(exit, out).toBe(0)
    expect(out).toContain("Proven, grade C.")
    expect(out).toMatch(/Blocks 1 to 60 of \S+ are whole: \d+ transactions, none left out/)
    expect(out).toContain("The file is as audit-office sealed it")
    expect(out).toContain("Told by audit-office alone:")
    expect(out).toContain("Row oversight/accesses education 3 after block")
    expect(out).toContain("There is no row oversight/accesses education 4")
    expect(out).toContain("There is no row oversight/orders education 3")
    expect(world.requests.length).toBe(before)
    const json = (await verify("a.audit")).json()
    expect(json).toMatchObject({ valid: true, absences: 2, fault: null })
    expect(json.opened).toMatchObject([{ case: "S-2026-14" }])
    expect(json.transactions).toBeGreaterThan(10)
  })

  test("names an altered byte with its place, wherever it is", async () => {
    const step = Math.ceil(whole.length / 60)
    for (let at = 0; at < whole.length; at += step) {
      const altered = whole.slice()
      altered[at]! ^= 1 << (at % 8)
      world.file("altered.audit", altered)
      const { exit, json } = await verify("altered.audit")
      const { valid, fault } = json()
      expect([at, exit, valid]).toEqual([at, 1, false])
      const { place, code } = fault
      expect([at, typeof code]).toEqual([at, "string"])
      if (code === "export_altered" && place !== null) {
        expect(place.from <= at && at < place.to, `byte ${at}: ${JSON.stringify(place)}`).toBe(true)
      }
    }
  })

  test("is not proven where it is cut, or goes on", async () => {
    for (const length of [0, 1, 1_000, whole.length >> 1, whole.length - 1]) {
      world.file("cut.audit", whole.subarray(0, length))
      expect((await verify("cut.audit")).json()).toMatchObject({ valid: false })
    }
    world.file("long.audit", new Uint8Array([...whole, 0x41, 0]))
    expect((await verify("long.audit")).json().fault.code).toBe("trailing_bytes")
  })

  test("is not proven where no anchor of its ledger is at hand", async () => {
    const nowhere = await world.run(["audit", "verify", "a.audit", "--json"], {
      home: join(world.folder, "nowhere"),
    })
    expect([nowhere.exit, nowhere.json().valid]).toEqual([1, false])
    expect(nowhere.json().fault.place.item).toBe(1)
  })
})

test("every row of a service is taken, tables of one row too", async () => {
  world.online = true
  const made = await taken("--service", "validators", "--out", "service.audit")
  world.online = false
  expect(made.exit, made.err).toBe(0)
  const { out } = await world.run(["audit", "verify", "service.audit"])
  expect(out).toMatch(/Row validators\/powerTotal after block \d+: /)
  expect(out).toMatch(/Row validators\/validators \w+/)
  expect(out).toContain("There is no row validators/updates after block")
})

describe("recoveries that are kept", () => {
  const keep = (name: string, bytes: Uint8Array) => {
    const folder = join(world.home, "recoveries")
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, name), bytes)
  }
  afterEach(() => rmSync(join(world.home, "recoveries"), { recursive: true, force: true }))

  test("are named and left out where they are damaged", async () => {
    keep("harbour-2.recovery", new Uint8Array([1, 2, 3]))
    const { exit, err } = await verify("a.audit")
    expect([exit, err.split(" in ")[0]]).toEqual([...[0, "record_malformed: The recovery record"]])
  })

  test("tell that an export holds what one cut off", async () => {
    const { manifest } = (await verify("a.audit")).json()
    const nothing = "ab".repeat(32) as Hash
    const record = encodeRecovery({
      evidence: [new Uint8Array([0])],
      manifest: {
        ...{ chain: manifest.chain, successor: successorOf(manifest.chain), height: 5n, time: 0 },
        ...{ block: nothing, app: nothing, snapshot: nothing, reason: "A drill" },
        validators: [{ key: { ed25519: nothing }, power: 1n }],
      },
      endorsements: [],
    })
    keep("next.recovery", record)
    const { exit, out } = await world.run(["audit", "verify", "a.audit"])
    expect([exit, /^truncation_found: .* was cut off\.$/m.test(out)]).toEqual([1, true])
  })
})

describe("what is refused", () => {
  test("a file that is none, a range that is none, rows of nothing", async () => {
    expect((await verify("none.audit")).exit).toBe(2)
    world.online = true
    expect((await taken()).err).toContain("Nothing to take was named")
    expect((await taken("--blocks", "9-1")).err).toContain("is no range of blocks")
    expect((await taken("--row", "nothing")).err).toContain("names no row")
    expect((await taken("--row", "oversight/orders/a")).err).toContain("has 2 parts")
    expect((await taken("--service", "nothing")).err).toContain('There is no service "nothing"')
    const again = await taken("--row", "organisations/consortium", "--out", "a.audit")
    expect(again.err).toContain("is there already")
    world.online = false
  })

  test("blocks that are yet to come, politely, and nothing is left behind", async () => {
    world.online = true
    const late = await taken("--blocks", "1-999999", "--out", "late.audit")
    world.online = false
    expect([late.exit, late.err.split(":")[0]]).toEqual([1, "height_not_reached"])
    expect(() => readFileSync(join(world.folder, "late.audit"))).toThrow()
    expect(() => readFileSync(join(world.folder, "late.audit.part"))).toThrow()
  })

  test("a seal of somebody else, and one of several", async () => {
    world.online = true
    const row = ["audit", "export", "--keys", ".data/keys", "--row", "organisations/consortium"]
    const many = await world.run(row)
    const nobody = await world.run([...row, "--by", "nobody"])
    world.online = false
    expect([many.err.split(":")[0], nobody.err.split(":")[0]]).toEqual([
      ...["field_missing", "unknown_key"],
    ])
  })
})

test("a case is committed to under a fresh salt, and its opening opens that alone", async () => {
  const [one, two] = [
    await world.run(["audit", "case", "S-9", "--json"]),
    await world.run(["audit", "case", "S-9", "--out", "other.opening", "--json"]),
  ]
  expect(one.json().commitment).not.toBe(two.json().commitment)
  expect(statSync(join(world.folder, "S-9.opening")).mode & 0o777).toBe(0o600)
  world.online = true
  const made = ["--row", "organisations/consortium", "--opened", "S-9.opening"]
  await taken(...made, "--out", "opened.audit")
  world.online = false
  const { fault } = (await verify("opened.audit")).json()
  expect([fault.code, fault.sentence.includes("no row of this file")]).toEqual([
    ...["proof_key_mismatch", true],
  ])
})
