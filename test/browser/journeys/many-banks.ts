/** A netting of more than a ring can show is one picture with a table, on a desk and on a phone. */
import { call, listRows } from "@concordat/sdk"
import { expect, it } from "vitest"
import { axe, wide } from "../axe.ts"
import { visit, type World } from "../world.ts"

const ASSET = "eur-demo"
const ISSUER = "central-bank/treasurer"
const BANKS = ["north", "south", "east", "west", "harbour"].map((name) => `${name}-bank`)
/** Thirteen: the banks, their tellers, and others that have an account. */
const MEMBERS = [
  ...BANKS.flatMap((bank) => [bank, `${bank}/teller`]),
  ...["central-bank", "central-bank/treasurer", "central-bank/treasurer-2"],
]

const numbered = (count: number) => count.toString(16).padStart(32, "e")

/** Opens a cycle of all of them, with what three of them owe, and closes it; answers its id. */
async function tellCycle({ client }: World): Promise<string> {
  const ask = (as: string, command: string, input: object) =>
    call(client, { as, command: `money.${command}`, input: input as never })
  const { rows } = await listRows(client, "money", "cycles", { limit: 1 })
  // One more than an id of the story: of the same time, and of nobody's.
  const cycle = `${String(rows[0]!.key["cycle"]).slice(0, -4)}eeee`
  const common = { asset: ASSET, tier: 0, wallet: null }
  const own = (party: string) => (party.includes("/") ? party : `${party}/teller`)
  for (const [i, owner] of MEMBERS.entries()) {
    const who = owner.startsWith("central") ? ISSUER : own(owner)
    const input = { account: numbered(i), owner, kind: "wallet", ...common }
    await ask(who, "openAccount", input)
  }
  const clearing = numbered(MEMBERS.length)
  const settlement = { account: clearing, owner: "central-bank", kind: "settlement", ...common }
  await ask(ISSUER, "openAccount", settlement)
  const members = MEMBERS.map((participant, i) => ({ participant, account: numbered(i) }))
  const opened = { cycle, asset: ASSET, account: clearing, members, fundWithin: 3_600 }
  await ask(ISSUER, "openCycle", opened)
  const owes = (from: string, to: string, amount: string) =>
    ask(own(from), "submitObligations", { cycle, from, owed: [{ to, amount }] })
  await owes("north-bank", "south-bank", "5000")
  await owes("south-bank", "north-bank", "2000")
  await owes("east-bank", "west-bank", "1250")
  await ask(ISSUER, "closeCycle", { cycle })
  return cycle
}

/** The journey. */
export function manyBanks(world: () => World): void {
  it("are drawn in the order of what they pay, and told in figures", async () => {
    const path = `/services/money/cycles/${await tellCycle(world())}`
    await visit(world(), {}, async ({ page }) => {
      await page.goto(path)
      const told = "82.50 EUR were owed; 42.50 EUR are left to pay, 48 % less."
      await page.getByRole("img", { name: told }).waitFor()
      expect(await page.locator("main svg[role=img] > g").count()).toBe(MEMBERS.length)
      expect(await page.locator("main svg[role=img] > g title").first().textContent()).toContain(
        "north-bank: −30.00 EUR",
      )
      await page.getByText("2 of 2 payers not funded: 42.50 EUR missing.").waitFor()
      expect(await axe(page)).toEqual([])
      await page.setViewportSize({ width: 390, height: 844 })
      expect(await wide(page)).toEqual([])
    })
  })
}
