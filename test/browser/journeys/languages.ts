/**
 * The console in other languages: chosen by the browser or by hand and remembered; a document is
 * registered, its evidence saved and verified in Arabic, from right to left; axe finds nothing.
 */
import { expect, it } from "vitest"
import { axe, wide } from "../axe.ts"
import type { Look } from "../browser.ts"
import { bytesOf, dropOnRegister, freshPdf, REGISTER } from "../registering.ts"
import { judge, openVerify } from "../verifying.ts"
import { visit, type World } from "../world.ts"

/** Pages of each kind: a verdict, a form, a table, a list of sentences, hand-made ones. */
const SAMPLE = [
  ...["/", REGISTER, "/services/organisations/tables/keys", "/events"],
  ...["/services/money/commands/transfer", "/services/governance/constitution"],
]
const LOOKS: readonly Look[] = [
  { language: "ar", width: 390 },
  { language: "fr-CA", width: 1280, forced: true },
]

/** The journeys. */
export function inLanguages(world: () => World): void {
  it("registers, proves and verifies a document in Arabic", async () => {
    const file = freshPdf("in Arabic")
    await visit(world(), { language: "ar-MA" }, async ({ page }) => {
      await dropOnRegister(page, { name: "diploma.pdf", bytes: file, type: "application/pdf" })
      const root = page.locator("html")
      expect([await root.getAttribute("lang"), await root.getAttribute("dir")]).toEqual([
        "ar",
        "rtl",
      ])
      await page.getByRole("button", { name: "فحص", exact: true }).click()
      await page.waitForSelector("[data-preview]")
      await page.getByRole("button", { name: "ختم وتسجيل" }).click()
      await page.waitForSelector("text=/سُجّلت في الكتلة/")
      const saving = page.waitForEvent("download")
      await page.getByRole("button", { name: "حفظ الوثيقة مع دليلها" }).click()
      const finished = await bytesOf(await saving)
      await openVerify(page)
      const said = await judge(page, [{ name: "diploma.pdf", bytes: finished }])
      expect(said.overall).toBe("development_only")
      expect(said.banner).toContain("سليمة، في سجل تطوير")
      expect(await page.textContent('[data-question="issuer"]')).toContain("أصدرتها")
      expect([await axe(page), await wide(page)]).toEqual([[], []])
    })
  })

  it("is chosen by hand, and stays", async () => {
    await visit(world(), {}, async ({ page }) => {
      await page.goto("/organisations")
      await page.waitForSelector("h1 >> text=Organisations")
      await page.getByLabel("Language").selectOption("ar")
      await page.waitForSelector("h1 >> text=المؤسسات")
      await page.goto("/verify")
      await page.waitForSelector("h1 >> text=هل هذا صحيح؟")
      await page.getByLabel("اللغة").selectOption("fr")
      await page.waitForSelector("h1 >> text=Est-ce vrai ?")
      await page.goto("/codes/already_revoked")
      await page.waitForSelector("text=Ceci est déjà révoqué.")
    })
  })

  it.each(LOOKS)("has no fault in $language, $width wide", async (look) => {
    await visit(world(), look, async ({ page }) => {
      const found: Record<string, readonly string[]> = {}
      for (const path of SAMPLE) {
        await page.goto(path)
        await page.waitForSelector("main h1")
        await page.waitForFunction(() => document.querySelector("main [aria-busy]") === null)
        const faults = [...(await axe(page)), ...(await wide(page)).map((one) => `wide: ${one}`)]
        if (faults.length > 0) found[path] = faults
      }
      expect(found).toEqual({})
    })
  })
}
