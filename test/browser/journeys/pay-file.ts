/**
 * A payment message is dropped, checked line by line and paid; the same file pays nobody twice, and
 * where the network is cut half way it goes on from where it stopped. An answer to a request for
 * returns pays nobody: what became of each payment is told.
 */
import { listRows, status } from "@concordat/sdk"
import type { Page } from "playwright-core"
import { expect, it } from "vitest"
import { camt029, pain001 } from "../../../sdk/iso20022/messages.testing.ts"
import { axe, wide } from "../axe.ts"
import { readModelReady } from "../read-model.ts"
import { visit, type World } from "../world.ts"

const TELLER = "north-bank/teller"

/** The number of an account of the story, by owner and purpose. */
async function accountOf({ client }: World, owner: string, kind: string): Promise<string> {
  const { rows } = await listRows(client, "money", "accounts", { limit: 200 })
  const found = rows.find(({ value }) => {
    const { owner: of, kind: is, asset } = value as Record<string, unknown>
    return (of as { party: string }).party === owner && is === kind && asset === "eur-demo"
  })
  return String(found!.key["account"])
}

/** While its plan is on its way a second file cannot be dropped; answers when it is there. */
async function readsAlone(page: Page, choose: () => Promise<void>): Promise<void> {
  const held = Promise.withResolvers<void>()
  const hold = { times: 1 }
  await page.route(
    "**/v1/iso20022/messages",
    (route) => held.promise.then(() => route.continue()),
    hold,
  )
  await choose()
  await page.getByText("Reading pain001.xml…").waitFor()
  expect(await page.locator("[data-drop]").count()).toBe(0)
  held.resolve()
  await page.getByText("Nothing is sent yet.").waitFor()
}

/** Without the network it stops, and keeps what it was about. */
async function stopsAlone(page: Page): Promise<void> {
  await page.route("**/v1/money/post", (route) => route.abort("connectionreset"))
  await page.getByRole("button", { name: "Pay 2" }).click()
  await page.getByText("Stopped after 0 of 1.").waitFor()
  await page.locator("main [data-code=node_unreachable]:focus").waitFor()
  expect(await page.getByText("Nothing is sent yet.").count()).toBe(0)
  expect(await axe(page)).toEqual([])
  await page.unroute("**/v1/money/post")
}

/** Of the story's returns and of `entry`: what was made, what is not decided, what was refused. */
async function tellsAnswers(page: Page, { client }: World, entry: string): Promise<void> {
  const { rows } = await listRows(client, "money", "returns", { limit: 1 })
  const xml = camt029("JOURNEY-2", (await status(client)).now, [
    { transaction: `${rows[0]!.key["entry"]}.${rows[0]!.key["line"]}`, status: "ACCR" },
    { transaction: entry, status: "PDCR" },
    { transaction: entry, status: "RJCR", reason: "CUST" },
  ])
  const file = { name: "camt029.xml", mimeType: "text/xml", buffer: Buffer.from(xml) }
  await page.getByRole("button", { name: "Another file" }).click()
  await page.locator("main input[type=file]").setInputFiles(file)
  await page.getByText("1 returned, 1 not decided yet, 1 refused.").waitFor()
  await page.getByText("Who was paid does not agree. (CUST)").waitFor()
  const states = page.locator("main tbody [data-state]")
  const named = await states.evaluateAll((all) => all.map((one) => one.getAttribute("data-state")))
  expect(named).toEqual(["returned", "waiting", "refused"])
  expect(await page.getByRole("button", { name: /^Pay/ }).count()).toBe(0)
  expect([await axe(page), await wide(page)]).toEqual([[], []])
}

/** The journey. */
export function payFile(world: () => World): void {
  it("is read, paid line by line, and paid once", async () => {
    await readModelReady(world())
    const debtor = await accountOf(world(), "north-bank", "omnibus")
    const creditor = await accountOf(world(), "corner-cafe", "wallet")
    const created = (await status(world().client)).now
    const xml = pain001({
      ...{ created, debtor, messageId: "JOURNEY-1" },
      payments: [
        { creditor, amount: "1.25", endToEnd: "INV-1" },
        { creditor: "00112233445566778899aabbccddeeff", amount: "2.00", endToEnd: "INV-2" },
        { creditor, amount: "999999.00", endToEnd: "INV-3" },
      ],
    })
    const file = { name: "pain001.xml", mimeType: "text/xml", buffer: Buffer.from(xml) }
    const expected = /ERR_CONNECTION_RESET/
    await visit(world(), { expected }, async ({ page, sent }) => {
      await page.goto("/services/money/file")
      await page.getByLabel("Acting as").selectOption(TELLER)
      const choose = () => page.locator("main input[type=file]").setInputFiles(file)
      const paid = page.getByText("1 paid, final; 2 refused.")
      await page.locator("main input[type=file]").waitFor({ state: "attached" })
      const posted = () => sent.filter(({ url }) => url.endsWith("/v1/money/post")).length
      await choose()
      await page.getByText("2 can be paid, 1 cannot.").waitFor()
      await page.getByRole("button", { name: "Pay 2" }).click()
      await paid.waitFor()
      expect(posted()).toBe(1)
      await page.getByText("insufficient_funds").waitFor()
      await page.getByText("AC03 unknown_account").waitFor()
      expect(await axe(page)).toEqual([])
      await page.setViewportSize({ width: 390, height: 844 })
      expect(await wide(page)).toEqual([])
      await page.setViewportSize({ width: 1280, height: 800 })
      const before = await page.getByRole("link", { name: "Receipt" }).getAttribute("href")
      await page.getByRole("button", { name: "Another file" }).click()
      await readsAlone(page, choose)
      await stopsAlone(page)
      await page.getByRole("button", { name: "Go on" }).click()
      await paid.waitFor()
      expect(await page.getByRole("link", { name: "Receipt" }).getAttribute("href")).toBe(before)
      await tellsAnswers(page, world(), before!.split("/").at(-1)!)
    })
  })
}
