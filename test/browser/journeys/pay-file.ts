/** A payment message is dropped, checked line by line and paid; the same file pays nobody twice. */
import { listRows, status } from "@concordat/sdk"
import { expect, it } from "vitest"
import { pain001 } from "../../../sdk/iso20022/messages.testing.ts"
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
    await visit(world(), {}, async ({ page, sent }) => {
      await page.goto("/services/money/file")
      await page.getByLabel("Acting as").selectOption(TELLER)
      const pay = async () => {
        await page.locator("main input[type=file]").setInputFiles(file)
        await page.getByText("2 can be paid, 1 cannot.").waitFor()
        await page.getByRole("button", { name: "Pay 2" }).click()
        await page.getByText("1 paid, final; 2 refused.").waitFor()
      }
      await page.locator("main input[type=file]").waitFor({ state: "attached" })
      const posted = () => sent.filter(({ url }) => url.endsWith("/v1/money/post")).length
      await pay()
      expect(posted()).toBe(1)
      await page.getByText("insufficient_funds").waitFor()
      await page.getByText("AC03 unknown_account").waitFor()
      expect(await axe(page)).toEqual([])
      await page.setViewportSize({ width: 390, height: 844 })
      expect(await wide(page)).toEqual([])
      await page.setViewportSize({ width: 1280, height: 800 })
      const before = await page.getByRole("link", { name: "Receipt" }).getAttribute("href")
      await page.getByRole("button", { name: "Another file" }).click()
      await pay()
      expect(await page.getByRole("link", { name: "Receipt" }).getAttribute("href")).toBe(before)
    })
  })
}
