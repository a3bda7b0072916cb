/**
 * A member that is asked finds what needs its vote, reads what it does, and votes; the page says
 * what that decided. Whoever has no right is told so, and by whom it is given.
 */
import { expect, it } from "vitest"
import { follow } from "../routes.ts"
import { visit, type World } from "../world.ts"

/** Votes on the seeded proposal. */
export function decide(world: () => World): void {
  it("shows what needs a vote, takes it, and tells what was decided", async () => {
    const refused = /status of 403/
    await visit(world(), { expected: refused }, async ({ page }) => {
      await page.goto("/services/governance/decisions")
      await page.getByLabel("Acting as").selectOption("justice/clerk")
      await page
        .getByRole("link", { name: /came back|come back/ })
        .first()
        .click()
      await page.getByText("Open: 1 more yes is needed.").waitFor()
      await page.getByText("Set vetoDays of governance to 14").waitFor()
      await page.getByRole("button", { name: "Vote yes" }).click()
      await page.locator('[data-code="permission_missing"]').waitFor()

      await page.getByLabel("Acting as").selectOption("justice/administrator-1")
      await page.getByRole("button", { name: "Vote yes" }).click()
      await page.getByText(/^justice voted yes, final in block/).waitFor()
      await page.getByText(/^Accepted: whoever objects has .* left\.$/).waitFor()
      await follow(page, "/services/governance/decisions")
      await page.getByText("Nothing waits for your organisation's vote.").waitFor()
      expect(await page.getByText("2 of 2").count()).toBe(1)
    })
  })
}
