/**
 * A payment by code: the payee shows it, the payer reads its text, sees who is paid, signs, and
 * takes the proof along; the payee sees it arrive, and the same code is paid once.
 */
import type { Page } from "playwright-core"
import { expect, it } from "vitest"
import { axe, wide } from "../axe.ts"
import { readModelReady } from "../read-model.ts"
import { visit, type World } from "../world.ts"

const REQUEST = "/services/money/request"
const PAY = "/services/money/pay"
/** The payer's telephone. */
const PHONE = { width: 390, height: 844 }
/** A payment sent again is refused. */
const REFUSED = /status of 409/

/** On a phone the choice is in the menu. */
async function actOnPhone(page: Page, principal: string): Promise<void> {
  await page.getByRole("button", { name: "Menu" }).click()
  await page.locator("dialog").getByLabel("Acting as").selectOption(principal)
  await page.keyboard.press("Escape")
}

/** Reads the text of a code on the page of payments, and asks for the dry run. */
async function check(page: Page, code: string): Promise<void> {
  await page.goto(PAY)
  await page.getByLabel("Text of the code").fill(code)
  await page.getByRole("button", { name: "Use it" }).click()
  await page.getByRole("heading", { name: /^Pay Corner Café/ }).waitFor()
  await page.getByRole("button", { name: "Check" }).click()
}

/** The journey. */
export function payByCode(world: () => World): void {
  it("is asked for, paid, received, proved, and not paid twice", async () => {
    await readModelReady(world())
    await visit(world(), {}, async ({ page: payee }) => {
      await payee.goto(REQUEST)
      await payee.getByLabel("Acting as").selectOption("corner-cafe/till")
      const amount = payee.getByLabel("Amount (EUR)")
      await amount.fill("1.234,56")
      await payee.getByText("A comma means thousands here").first().waitFor()
      await amount.fill("3.50")
      const code = payee.locator("main svg[data-qr]")
      await code.waitFor()
      const text = (await code.getAttribute("data-qr"))!
      expect(new URL(text).searchParams.get("amount")).toBe("350")
      expect(await axe(payee)).toEqual([])

      await visit(world(), { ...PHONE, expected: REFUSED }, async ({ page, sent }) => {
        await page.goto(PAY)
        await actOnPhone(page, "ann/phone")
        await check(page, text)
        await page.locator("[data-preview]").getByText("3.50").first().waitFor()
        expect(sent.some(({ url }) => url.endsWith("/money/transfer"))).toBe(false)
        expect(await wide(page)).toEqual([])
        await page.getByRole("button", { name: "Pay 3.50 EUR" }).click()
        await page.getByText(/^Paid: 3.50 EUR to Corner Café/).waitFor()
        await page.getByRole("link", { name: "Receipt" }).click()
        await page.getByText("Final: 3.50 EUR to corner-cafe.").waitFor()
        await page.getByRole("button", { name: "Prove it" }).click()
        const drawer = page.locator("dialog")
        await drawer.getByText("The payment of 3.50 EUR is final.").waitFor()
        expect(await drawer.locator("[data-tone]").first().getAttribute("data-tone")).toBe(
          "caution",
        )
        expect(await axe(page)).toEqual([])

        await check(page, text)
        await page.locator('[data-code="uetr_exists"]').waitFor()
      })
      await payee.getByText("Received: 3.50 EUR, final.").waitFor()
    })
  })
}
