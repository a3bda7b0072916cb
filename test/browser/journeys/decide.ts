/**
 * A member that is asked finds what needs its vote, sees what it would change, and votes; the page
 * says what that decided, and the inbox lacks it. Whoever has no right is told so, and by whom it
 * is given. What is stopped stands on every page for as long as it is, without a reload.
 */
import { call } from "@concordat/sdk"
import { expect, it } from "vitest"
import { axe } from "../axe.ts"
import { follow } from "../routes.ts"
import { visit, type World } from "../world.ts"

const BOTH = { as: "education/administrator-1", cosigners: ["justice/administrator-1"] }
const SCOPE = "command:provenance.setClass"

/** Votes on the seeded proposal. */
export function decide(world: () => World): void {
  it("shows what needs a vote, takes it, and tells what was decided", async () => {
    const refused = /status of 403/
    await visit(world(), { expected: refused }, async ({ page }) => {
      await page.goto("/inbox")
      await page.getByLabel("Acting as").selectOption("justice/clerk")
      await page.locator("[data-waiting='1']").first().waitFor()
      await page.getByRole("link", { name: "What was vetoed may come back" }).click()
      await page.getByText("Open: 1 more yes is needed.").waitFor()
      await page.getByText("Set vetoDays of governance to 14").waitFor()
      const change = page.locator("[data-change='governance/parameters']")
      await change.getByText("vetoDays").waitFor()
      expect(await change.locator("[data-diff=value]").innerText()).toMatch(/^Value\s*\+.*14/s)
      await page.locator("[data-countdown=runs]").waitFor()
      await page.getByRole("button", { name: "Vote yes" }).click()
      await page.locator('[data-code="permission_missing"]').waitFor()

      await page.getByLabel("Acting as").selectOption("justice/administrator-1")
      await page.getByRole("button", { name: "Vote yes" }).click()
      await page.getByText(/^justice voted yes, final in block/).waitFor()
      await page.getByText(/^Accepted: whoever objects has .* left\.$/).waitFor()
      await page.locator("main ol").getByText("A proposal was accepted").waitFor()
      await page.locator("[data-waiting]").first().waitFor({ state: "detached" })
      await follow(page, "/services/governance/decisions")
      await page.getByText("Nothing waits for your organisation's vote.").waitFor()
      expect(await page.getByText("2 of 2").count()).toBe(1)
    })
  })

  it("says on every page what is frozen, as long as it is, without a reload", async () => {
    const { client } = world()
    await visit(world(), { width: 390, height: 844 }, async ({ page }) => {
      await page.goto("/network")
      await page.getByText("Development ledger").waitFor()
      const frozen = page.getByRole("status").locator(`[data-notice="frozen ${SCOPE}"]`)
      expect(await frozen.count()).toBe(0)
      const input = { scope: SCOPE, reason: "drill", hours: 1 }
      await call(client, { command: "governance.freeze", input, ...BOTH })
      await frozen.waitFor()
      expect(await frozen.innerText()).toMatch(
        /^Frozen until .*: the command provenance\.setClass \(drill\), by education.* and justice/,
      )
      expect(await axe(page)).toEqual([])
      await frozen.getByRole("link", { name: "Record and evidence" }).click()
      await page
        .getByRole("heading", { level: 1 })
        .getByText(/setClass/)
        .waitFor()
      await call(client, { command: "governance.unfreeze", input: { scope: SCOPE }, ...BOTH })
      await frozen.waitFor({ state: "detached" })
    })
  })
}
