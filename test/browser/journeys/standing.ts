/** A status officer changes a document's standing: the form is filled in, the page tells it. */
import { expect, it } from "vitest"
import { press } from "../keyboard.ts"
import { registered } from "../registered.ts"
import { follow } from "../routes.ts"
import { visit, type World } from "../world.ts"

/** The journey. */
export function changeStanding(world: () => World): void {
  it("revokes by keyboard alone, and the document says so first", async () => {
    const { path } = await registered(world(), "to be revoked")
    await visit(world(), {}, async ({ page }) => {
      await page.goto(path)
      await page.waitForSelector('[data-tone="positive"]')
      await press(page, /^ *Revoke$/)
      await page.getByRole("combobox", { name: "Reason" }).waitFor()
      await page.getByRole("combobox", { name: "Reason" }).focus()
      await page.keyboard.type("Issued in error")
      await page.keyboard.press("ArrowDown")
      await page.keyboard.press("Enter")
      await press(page, /^ *Check$/)
      await page.waitForSelector("text=What will be signed")
      await press(page, "Sign and send: Revoke")
      await page.waitForSelector("text=/Final in block/")
      await follow(page, path)
      const banner = page.locator('main [data-tone="negative"]').first()
      await banner.waitFor()
      expect(await banner.textContent()).toContain("Revoked: issued in error.")
      expect(await page.textContent("main")).toContain("to Revoked")
    })
  })
}
