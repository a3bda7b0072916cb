/**
 * A scheme's operator opens a cycle, a bank drops what it owes, and each finds what comes next: it
 * is closed, funded by one button and paid. A bank opens an account with its owner's signature, and
 * limits it with the scheme's.
 */
import type { Page } from "playwright-core"
import { expect, it } from "vitest"
import { axe } from "../axe.ts"
import { readModelReady } from "../read-model.ts"
import { visit, type World } from "../world.ts"

const OPERATOR = "central-bank/treasurer"
const TELLER = "north-bank/teller"

const DEBTS = [
  ...["from,to,amount", "north-bank,south-bank,120.50", "north-bank,east-bank,30"],
  ...["south-bank,north-bank,1.00", "north-bank,moon-bank,3"],
].join("\n")

const actAs = (page: Page, who: string) => page.getByLabel("Acting as").selectOption(who)

/** Presses what asks for the dry run, sees what would be signed, and signs it. */
async function sign(page: Page, ask: string, act: string | RegExp): Promise<void> {
  await page.getByRole("button", { name: ask, exact: true }).click()
  await page.locator("[data-preview]").getByRole("button", { name: act }).click()
}

/** Opens a cycle of three banks, and goes there. */
async function openCycle(page: Page): Promise<void> {
  await page.goto("/services/money/netting/open")
  await actAs(page, OPERATOR)
  await page.getByLabel("west-bank", { exact: true }).uncheck()
  await page.getByLabel("harbour-bank", { exact: true }).uncheck()
  await sign(page, "Check", "Open it for 3 participants")
  await page.getByRole("link", { name: "Go to the cycle" }).click()
  await page.getByText("Nothing was written down in this cycle.").waitFor()
}

/** The debtor's own lines are taken; what is none is named. */
async function writeDown(page: Page): Promise<void> {
  await page.getByText("central-bank closes it.").waitFor()
  await actAs(page, TELLER)
  const buffer = Buffer.from(DEBTS)
  const file = { name: "debts.csv", mimeType: "text/csv", buffer }
  await page.locator("main input[type=file]").setInputFiles(file)
  await page.getByText("debts.csv: 2 creditors filled in.").waitFor()
  await page.getByText("1 line of others was left out.").waitFor()
  await page.getByText("Line 5: the creditor is no other participant").waitFor()
  expect(await page.getByRole("button", { name: "Close the cycle" }).count()).toBe(0)
  await sign(page, "Check", "Owe 150.50 EUR in all")
  await page.getByText("150.50 EUR in 2 payments.").first().waitFor()
}

/** The journeys. */
export function netting(world: () => World): void {
  it("a cycle is opened, written down, closed, funded and paid by who must", async () => {
    await readModelReady(world())
    await visit(world(), {}, async ({ page }) => {
      await openCycle(page)
      await writeDown(page)
      await actAs(page, OPERATOR)
      await sign(page, "Close the cycle", "Close the cycle")
      await page.getByText("1 of 1 payer not funded: 150.50 EUR missing.").waitFor()
      await page.getByRole("button", { name: "What else can be done" }).click()
      await page.getByText(`Nothing waits for ${OPERATOR} now.`).waitFor()
      await actAs(page, TELLER)
      await sign(page, "Fund 150.50 EUR", "Fund 150.50 EUR")
      await page.getByText("All is funded: it can be paid at once.").waitFor()
      await actAs(page, "south-bank/teller")
      await sign(page, "Pay all at once", "Pay all at once")
      await page.getByText("Paid at once: 150.50 EUR.").waitFor()
    })
  })

  it("an account is opened with its owner, and limited in its currency", async () => {
    await visit(world(), {}, async ({ page }) => {
      await page.goto("/services/money/bank/open")
      await actAs(page, TELLER)
      await page.getByLabel("Owner").fill("ann")
      await page.locator("main p").getByText("Ann, a customer of North Bank").waitFor()
      await page.getByRole("button", { name: "Check", exact: true }).click()
      await page.getByText("Nobody signs for ann yet.").waitFor()
      expect(await axe(page)).toEqual([])
      await page.getByLabel("ann/phone").check()
      await sign(page, "Check", "Open it for ann")
      await page.getByRole("link", { name: "Set limits" }).click()
      await page.getByLabel("A limit of its own").check()
      await page.getByLabel("May hold (EUR)").fill("3000")
      await page.getByLabel("May owe (EUR)").fill("50")
      await page.getByLabel(OPERATOR, { exact: true }).check()
      await sign(page, "Check", "Set these limits")
      await page.getByRole("link", { name: "Go to the account" }).click()
      const facts = page.locator("main dl").last()
      await facts.locator("[data-units='300000']").waitFor()
      await facts.locator("[data-units='5000']").waitFor()
    })
  })
}
