/** Money by the command line: paid, sent again, its supply proved with the network off. */
import { existsSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { CliWorld } from "../world.testing.ts"

type Account = { key: { account: string }; value: { creditsPosted: string } }

const TELLER = ["--as", "north-bank/teller"]

describe("money", () => {
  const world = new CliWorld()
  let ann = ""
  let merchant = ""
  beforeAll(async () => {
    await world.open()
    ann = await accountWith("25000")
    merchant = await accountWith("2450")
  })
  afterAll(() => world.close())

  /** The story's accounts of a bank, by what they hold. */
  async function accountWith(credits: string): Promise<string> {
    const response = await fetch(`${world.ledger!.url}/v1/money/accounts?limit=50`)
    const { rows } = (await response.json()) as { rows: Account[] }
    return rows.find(({ value }) => value.creditsPosted === credits)!.key.account
  }

  it("is paid once an entry, in amounts with decimals", async () => {
    const entry = (await world.run(["money", "id"])).out.trim()
    const pay = ["money", "pay", ann, merchant, "12.50", "--entry", entry, ...TELLER]
    const paid = await world.run(pay)
    expect(paid).toMatchObject({ exit: 0 })
    expect(paid.out).toContain(`Paid 12.50 eur-demo, final. Entry ${entry}.`)
    const again = await world.run(pay)
    expect(again).toMatchObject({ exit: 0 })
    expect(again.out).toContain("It was paid before.")
    const other = await world.run(pay.with(4, "12.51"))
    expect([other.exit, other.err]).toEqual([1, expect.stringContaining("entry_mismatch")])
    const fine = await world.run(pay.with(4, "12.505"))
    expect([fine.exit, fine.err]).toEqual([2, expect.stringContaining("amount_precision")])
  })

  it("has its supply proved with the network off, and one bit more is not it", async () => {
    const supply = await world.run(["money", "supply", "eur-demo", "--evidence", "s.evidence"])
    expect(supply.out).toContain("13200.00 eur-demo are issued by central-bank.")
    world.online = false
    const verified = await world.run(["verify", "s.evidence"])
    expect(verified).toMatchObject({ exit: 0 })
    expect(verified.out).toContain("The supply of eur-demo was 1320000")
    const path = join(world.folder, "s.evidence")
    const bytes = readFileSync(path)
    bytes[Math.floor(bytes.length / 2)]! ^= 1
    writeFileSync(path, bytes)
    expect(await world.run(["verify", "s.evidence"])).toMatchObject({ exit: 1 })
    world.online = true
  })

  it("has a balance proved whatever the gateway says beside the evidence", async () => {
    const prove = ["money", "prove", "balance", merchant, "--at-least"]
    const enough = await world.run([...prove, "0.01"])
    expect([enough.err, enough.exit]).toEqual(["", 0])
    world.between = async ({ path, pass }) => {
      const answer = await pass()
      if (!/^\/v1\/money\/(accounts|assets)\//.test(path)) return answer
      const richer = (await answer.text())
        .replace(/"creditsPosted":"\d+"/, '"creditsPosted":"999999999"')
        .replace(/"decimals":\d+/, '"decimals":0')
      return new Response(richer, { headers: answer.headers })
    }
    const lied = await world.run([...prove, "5000"])
    expect([lied.exit, lied.out]).toEqual([1, expect.stringContaining("It is not 5000 eur-demo")])
    const told = await world.run([...prove, "5000", "--json"])
    expect([told.exit, told.json().lack]).toEqual([1, expect.stringContaining("It is not 5000")])
  })

  it("is not proved by evidence of something else", async () => {
    world.between = ({ path, pass }) =>
      path.includes("/evidence/")
        ? fetch(`${world.ledger!.url}${path.replace(merchant, ann)}`)
        : pass()
    const other = await world.run([
      "money",
      "prove",
      "balance",
      merchant,
      "--out",
      "other.evidence",
    ])
    expect([other.exit, other.err]).toEqual([3, expect.stringContaining("upstream_mismatch")])
    expect(existsSync(join(world.folder, "other.evidence"))).toBe(false)
    world.between = ({ pass }) => pass()
    const none = await world.run(["money", "prove", "balance", "00".repeat(16)])
    expect([none.exit, none.err]).toEqual([1, expect.stringContaining("unknown_account")])
  })
})
