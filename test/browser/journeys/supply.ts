/** A treasurer issues, sees the supply grow, and proves it by one button. */
import { expect, it } from "vitest"
import { axe } from "../axe.ts"
import { readModelReady } from "../read-model.ts"
import { visit, type World } from "../world.ts"

const ASSET = "/services/money/assets/eur-demo"

/** The journey. */
export function supply(world: () => World): void {
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
