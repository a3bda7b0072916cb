/** A record as it was: marked as past, nothing to be done with it, its own evidence verifies. */
import { call, getBlock, getRow, listRows, status } from "@concordat/sdk"
import { expect, it } from "vitest"
import { axe } from "../axe.ts"
import { follow } from "../routes.ts"
import { visit, type World } from "../world.ts"

const PATH = "/services/organisations/tables/principals/education/of-the-past"
/** PGlite makes its database in 4 s of one thread's CPU, on a busy machine in many times that. */
const PATIENCE_MS = 90_000
/** The read model that is being made answers that it is behind. */
const BEHIND = /status of 503/

async function suspended({ client }: World) {
  const as = "education/administrator-1"
  const name = "of-the-past"
  const input = { name, kind: "service" }
  await call(client, { command: "organisations.addPrincipal", input, as })
  const { height } = await status(client)
  await call(client, { command: "organisations.suspendPrincipal", input: { name }, as })
  return height
}

/** Asks for all that a row was: the read model is made while other journeys go on. */
export function askForThePast(world: () => World): void {
  it("offers all that a row ever was, and says that it is on its way", async () => {
    await visit(world(), { expected: BEHIND }, async ({ page }) => {
      await page.goto("/services/organisations/tables/principals/education/registrar")
      await page.getByRole("button", { name: "Show all that it ever was" }).click()
      await page.getByText(/as soon as the read model is that far|All that this row was/).waitFor()
    })
  })
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

  it("shows it as of a time, and says that the ledger is younger than a week", async () => {
    const name = "at-a-time"
    const input = { name, kind: "service" }
    const as = "education/administrator-1"
    const made = { command: "organisations.addPrincipal", input, as }
    const { height } = await call(world().client, made)
    const { time } = await getBlock(world().client, height)
    const before = new Date(Date.parse(time) - 1).toISOString()
    const path = `${PATH.slice(0, PATH.lastIndexOf("/"))}/${name}`
    await visit(world(), { expected: BEHIND }, async ({ page }) => {
      await page.goto(`${path}?at=${time}`)
      const main = page.locator("main")
      await main.getByText(`This is the past: as of block ${height},`).waitFor()
      expect(await axe(page)).toEqual([])
      await main.getByRole("button", { name: "A week ago" }).click()
      await main.getByText("This ledger did not exist then").waitFor()
      const day = main.getByLabel("At the end of a day")
      await day.fill((await day.getAttribute("max"))!)
      await main.getByRole("button", { name: "Look" }).click()
      await main.getByText("What can be done with it").waitFor()
      expect(new URL(page.url()).search).toBe("")

      const { rows } = await listRows(world().client, "provenance", "items", { limit: 1 })
      const { issuer, handle } = rows[0]!.key
      await follow(page, `/services/provenance/documents/${issuer}/${handle}?at=${time}`)
      await main.getByText(`This is the past: as of block ${height},`).waitFor()
      await main.getByRole("heading", { name: "In the register" }).waitFor()
      expect(await main.getByRole("button", { name: "Evidence" }).count()).toBe(0)
      expect(await axe(page)).toEqual([])
    })
    await visit(world(), { expected: /status of (404|503)/ }, async ({ page }) => {
      await page.goto(`${path}?at=${before}`)
      await page.locator("main").getByText("There is no such row as of block").waitFor()
    })
  })

  it("tells all that it ever was, once the read model is there", async () => {
    await visit(world(), { expected: BEHIND }, async ({ page }) => {
      await page.goto(PATH)
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
