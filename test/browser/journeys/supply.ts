/**
 * A treasurer issues, sees the supply grow, and proves it by one button; of an asset that two must
 * issue nothing is issued by one.
 */
import { call } from "@concordat/sdk"
import { expect, it } from "vitest"
import { axe } from "../axe.ts"
import { readModelReady } from "../read-model.ts"
import { visit, type World } from "../world.ts"

const ASSET = "/services/money/assets/eur-demo"

const GOLD = "gold-demo"
const ISSUER = "central-bank/treasurer"
/** The refusal of what one alone signs. */
const REFUSED = /status of 403/

/** An asset that two persons issue, with its treasury. */
async function tellGold({ client }: World): Promise<void> {
  const ask = (command: string, input: object) =>
    call(client, { as: ISSUER, command: `money.${command}`, input: input as never })
  const terms = { class: "reserve", decimals: 3, iso4217: null, isin: null, approvals: 2 }
  const document = "ab".repeat(32)
  await ask("registerAsset", { asset: GOLD, ...terms, issuance: "d".repeat(32), document })
  const treasury = { owner: "central-bank", kind: "treasury", tier: 0, wallet: null }
  await ask("openAccount", { account: "c".repeat(32), asset: GOLD, ...treasury })
}

/** The journey. */
export function supply(world: () => World): void {
  it("of an asset with two approvals grows by two signatures, and by no fewer", async () => {
    await readModelReady(world())
    await tellGold(world())
    await visit(world(), { expected: REFUSED }, async ({ page }) => {
      await page.goto(`/services/money/assets/${GOLD}`)
      await page.getByLabel("Acting as").selectOption(ISSUER)
      await page.getByLabel(/^Amount/).fill("12.5")
      const file = { name: "assay.txt", mimeType: "text/plain", buffer: Buffer.from("Assay") }
      await page.locator("main input[type=file]").setInputFiles(file)
      await page.getByText("assay.txt").waitFor()
      const check = page.getByRole("button", { name: "Check", exact: true })
      await check.click()
      await page.locator('[data-code="approvals_insufficient"]').waitFor()
      await page.getByText("Sign apart, each on a machine of one’s own").click()
      const saved = page.waitForEvent("download")
      await page.getByRole("button", { name: "Save mint.json" }).click()
      expect((await saved).suggestedFilename()).toBe("mint.json")
      await page.getByText("concordat draft money.mint mint.json").waitFor()
      expect(await axe(page)).toEqual([])
      await page.getByLabel("central-bank/treasurer-2").check()
      await check.click()
      await page.getByRole("button", { name: `Issue 12.500 ${GOLD}` }).click()
      await page.getByText(`Issued: 12.500 ${GOLD}.`).waitFor()
    })
  })

  it("grows by what is issued, and is proved to be what the page says", async () => {
    await readModelReady(world())
    await visit(world(), {}, async ({ page, sent }) => {
      await page.goto(ASSET)
      await page.getByLabel("Acting as").selectOption("central-bank/treasurer")
      const tiles = page.locator("main dl").first()
      await tiles.getByText("14,300.00").waitFor()
      await page.locator("main figure svg[role=img]").waitFor()

      await page.getByLabel("Amount (EUR)").fill("100")
      const file = { name: "order.txt", mimeType: "text/plain", buffer: Buffer.from("An order") }
      await page.locator("main input[type=file]").setInputFiles(file)
      await page.getByText("order.txt").waitFor()
      await page.getByRole("button", { name: "Check" }).click()
      await page.getByRole("button", { name: "Issue 100.00 EUR" }).click()
      await page.getByText("Issued: 100.00 EUR.").waitFor()
      expect(sent.some(({ body }) => body.includes("An order"))).toBe(false)

      await tiles.getByText("14,400.00").waitFor()
      await tiles.getByText("13,300.00").waitFor()
      await page.getByRole("button", { name: "Prove the supply" }).click()
      const drawer = page.locator("dialog")
      await drawer.getByText("The supply of eur-demo is 13,300.00 EUR.").waitFor()
      expect(await drawer.locator("[data-tone]").first().getAttribute("data-tone")).toBe("caution")
      expect(await axe(page)).toEqual([])
    })
  })
}
