/** What people take along: a whole list as CSV, read back; the printed report of a verdict. */
import { type LedgerEvent, listEvents } from "@concordat/sdk"
import { expect, it } from "vitest"
import { axe } from "../axe.ts"
import { readModelReady } from "../read-model.ts"
import { bytesOf } from "../registering.ts"
import { judge, openVerify } from "../verifying.ts"
import { storyFile, visit, type World } from "../world.ts"

/** Events of the ledger up to now, the newest first. */
async function allEvents({ client }: World): Promise<readonly LedgerEvent[]> {
  const all: LedgerEvent[] = []
  let after: string | undefined
  do {
    const { events, next } = await listEvents(client, {
      limit: 200,
      ...(after === undefined ? {} : { after }),
    })
    all.push(...events)
    after = next === null || events.length === 0 ? undefined : next
  } while (after !== undefined)
  return all
}

/** The list and the report. */
export function takenAlong(world: () => World): void {
  it("a list is saved whole, with every row once", async () => {
    await visit(world(), {}, async ({ page }) => {
      await page.goto("/events")
      const saving = page.waitForEvent("download")
      await page.getByRole("button", { name: "Save all as CSV" }).click()
      const saved = await saving
      expect(saved.suggestedFilename()).toMatch(/^events-\d+\.csv$/)
      const text = (await bytesOf(saved)).toString("utf8")
      const [head, ...rows] = text.replace("\ufeff", "").split("\r\n").filter(Boolean)
      expect(head).toBe("position,time,height,transaction,service,event,fields")
      const positions = rows.map((row) => BigInt(row.split(",")[0]!))
      const known = (await allEvents(world())).map(({ position }) => BigInt(position))
      const newest = positions[0]!
      expect(positions).toEqual(known.filter((one) => one <= newest).reverse())
      await page.waitForSelector('[data-export="done"]')
    })
  })

  it("a table is saved with its keys and columns as the definition names them", async () => {
    await visit(world(), {}, async ({ page }) => {
      await page.goto("/services/organisations/tables/organisations")
      const saving = page.waitForEvent("download")
      await page.getByRole("button", { name: "Save all as CSV" }).click()
      const text = (await bytesOf(await saving)).toString("utf8")
      expect(text).toMatch(/^\ufefforganisation,name,class,/)
      expect(text).toContain("\r\neducation,Ministry of Education,")
    })
  })

  it("documents are found by their standing, ordered by a head, and saved so", async () => {
    await readModelReady(world())
    await visit(world(), {}, async ({ page }) => {
      await page.goto("/services/provenance/documents")
      const main = page.locator("main")
      await main.getByText("Filter and order").click()
      await main.getByLabel("Standing").selectOption("revoked")
      await main.getByRole("button", { name: "Show" }).click()
      await page.waitForURL(/\?state=revoked$/)
      const head = main.getByRole("columnheader", { name: "Registered by" })
      await head.getByRole("link").click()
      await page.waitForURL(/state=revoked&sort=by$/)
      await main.locator('th[aria-sort="ascending"]').waitFor()
      const pills = await main.locator("table").first().locator("[data-state]").all()
      const states = await Promise.all(pills.map((pill) => pill.getAttribute("data-state")))
      expect(new Set(states)).toEqual(new Set(["revoked"]))
      const saving = page.waitForEvent("download")
      await page.getByRole("button", { name: "Save all as CSV" }).click()
      const text = (await bytesOf(await saving)).toString("utf8")
      const rows = text.split("\r\n").filter((row) => row.endsWith(",revoked"))
      expect(rows.length).toBeGreaterThan(0)
      expect(await axe(page)).toEqual([])
      await main.getByRole("link", { name: /^Standing: Revoked/ }).click()
      await page.waitForURL(/documents\?sort=by$/)
      await main.getByRole("link", { name: "Today’s" }).click()
      await page.waitForURL(/\/services\/provenance\/documents\?since=\d{4}-\d\d-\d\d$/)
      await main.getByRole("link", { name: /^Registered since: / }).waitFor()
    })
  })

  it("a verdict is printed with what is proven and how to check it", async () => {
    const bytes = storyFile(world(), "diploma-ada")
    await visit(world(), {}, async ({ page }) => {
      await openVerify(page)
      await judge(page, [{ name: "diploma-ada.pdf", bytes }])
      expect(await page.getByText("How to check this report").isVisible()).toBe(false)
      await page.emulateMedia({ media: "print" })
      for (const words of ["How to check this report", "What the evidence proves"]) {
        expect(await page.getByText(words).isVisible()).toBe(true)
      }
      expect(await page.getByText("npx concordat verify FILE").isVisible()).toBe(true)
      expect(await page.locator("button:visible").count()).toBe(0)
      const printed = await page.pdf({ format: "A4" })
      expect(printed.subarray(0, 5).toString()).toBe("%PDF-")
    })
  })
}
