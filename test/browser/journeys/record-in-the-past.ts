/** A record as it was: marked as past, nothing to be done with it, its own evidence verifies. */
import { call, getRow, status } from "@concordat/sdk"
import { expect, it } from "vitest"
import { axe } from "../axe.ts"
import { visit, type World } from "../world.ts"

const PATH = "/services/organisations/tables/principals/education/of-the-past"
/** The read model is made for its first question, on a busy machine in more than seconds. */
const PATIENCE_MS = 90_000

async function suspended({ client }: World) {
  const as = "education/administrator-1"
  const name = "of-the-past"
  const input = { name, kind: "service" }
  await call(client, { command: "organisations.addPrincipal", input, as })
  const { height } = await status(client)
  await call(client, { command: "organisations.suspendPrincipal", input: { name }, as })
  return height
}

/** The journey. */
export function recordInThePast(world: () => World): void {
  it("shows the old state, read-only, what changed since, and evidence that verifies", async () => {
    const at = await suspended(world())
    const now = await getRow(world().client, "organisations", "principals", [
      ...["education", "of-the-past"],
    ])
    expect(now.row?.value["status"]).toBe("suspended")
    await visit(world(), {}, async ({ page }) => {
      await page.goto(PATH)
      const main = page.locator("main")
      await main.getByText("What can be done with it").waitFor()
      await page.goto(`${PATH}?at=${at}`)
      await main.getByText(`as of block ${at}`, { exact: false }).first().waitFor()
      expect(await main.getByText("What can be done with it").count()).toBe(0)
      const changes = main.locator("[data-diff=status]")
      expect(await changes.innerText()).toMatch(/active[\s\S]*suspended/i)
      await page.getByRole("button", { name: "Evidence" }).click()
      const verdict = page.locator("dialog [data-tone]").first()
      await verdict.waitFor()
      expect(await verdict.getAttribute("data-tone")).toBe("caution")
      expect(await verdict.innerText()).toContain(at)
    })
  })

  it("tells all that it ever was, once the read model is asked to", async () => {
    // The read model is made with its first question; until then it answers that it is behind.
    await visit(world(), { expected: /status of 503/ }, async ({ page }) => {
      await page.goto(PATH)
      const history = page.locator("section").filter({ hasText: "Show all that it ever was" })
      await history.getByText("Among the last").waitFor()
      await history.getByRole("button", { name: "Show all that it ever was" }).click()
      const moments = page.locator("section").filter({ hasText: "All that this row was" })
      await moments.waitFor({ timeout: PATIENCE_MS })
      const told = await moments.locator("li").allInnerTexts()
      expect(told.length).toBe(2)
      expect(told[0]).toMatch(/Changed by education\/administrator-1: Suspend principal/)
      expect(told[0]).toMatch(/active[\s\S]*suspended/i)
      expect(told[1]).toMatch(/Made by education\/administrator-1: Add principal/)
      expect(await axe(page)).toEqual([])
      await moments.getByRole("link", { name: "As it was then" }).last().click()
      await page.locator("main").getByText("This is the past").waitFor()
    })
  }, 120_000)
}
