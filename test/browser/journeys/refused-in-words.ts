/**
 * What is refused is told in words, with the next step; what was entered stays, and whoever listens
 * instead of looking hears it, as the focus is on the notice.
 */
import { call } from "@concordat/sdk"
import type { Page } from "playwright-core"
import { expect, it } from "vitest"
import { dropFiles } from "../drop.ts"
import { dropOnRegister, freshPdf, REGISTER } from "../registering.ts"
import { visit, type World } from "../world.ts"

/** The notice: its code, its words, and whether it has the focus. */
async function notice(page: Page) {
  await page.waitForSelector("main [data-code]")
  return page.evaluate(() => {
    const element = document.querySelector<HTMLElement>("main [data-code]")!
    const code = element.dataset["code"]
    return { code, words: element.innerText, focused: document.activeElement === element }
  })
}

const ENCRYPTED = freshPdf("encrypted")
  .toString("latin1")
  .replace(
    "/Root 1 0 R",
    "/Root 1 0 R/Encrypt<</Filter/Standard/V 1/R 2/O<00>/U<00>/P -4>>/ID[<00><00>]",
  )

/** Files that are told to be wrong before anything is sent. */
const WRONG = [
  { code: "file_empty", name: "empty.pdf", bytes: Buffer.alloc(0) },
  { code: "file_type_mismatch", name: "letter.pdf", bytes: Buffer.from("PK\u0003\u0004") },
  { code: "document_encrypted", name: "locked.pdf", bytes: Buffer.from(ENCRYPTED, "latin1") },
] as const

/** The journey. */
export function refusedInWords(world: () => World): void {
  it("says why somebody lacks the right to register, and keeps what was entered", async () => {
    const expected = /Failed to load resource.*403/
    await visit(world(), { expected }, async ({ page }) => {
      await dropOnRegister(page, { name: "a.pdf", bytes: freshPdf("refused") })
      await page.getByLabel("Title").fill("Certificate of good conduct")
      await page.getByLabel("Signed by").selectOption("education/registrar-2")
      await page.getByRole("button", { name: "Check" }).click()
      const { code, words, focused } = await notice(page)
      expect([code, focused]).toEqual(["permission_missing", true])
      expect(words).toContain("Ask for the role and scope that are named.")
      expect(await page.getByLabel("Title").inputValue()).toBe("Certificate of good conduct")
    })
  })

  it("says that a statement is registered already, where somebody was quicker", async () => {
    const expected = /Failed to load resource.*409/
    await visit(world(), { expected }, async ({ page, sent }) => {
      await dropOnRegister(page, { name: "twice.pdf", bytes: freshPdf("twice") })
      await page.getByRole("button", { name: "Check" }).click()
      await page.waitForSelector("[data-preview]")
      const rehearsed = sent.find(({ url }) => url.endsWith("/v1/check"))!
      await call(world().client, JSON.parse(rehearsed.body.toString()))
      await page.getByRole("button", { name: "Seal and register" }).click()
      const { code, words, focused } = await notice(page)
      expect([code, focused]).toEqual(["already_registered", true])
      expect(words).toContain("This statement is registered.")
      expect(await page.getByLabel("Title").inputValue()).toBe("Twice")
    })
  })

  it("tells a wrong file at once, and sends nothing", async () => {
    await visit(world(), {}, async ({ page, sent }) => {
      await page.goto(REGISTER)
      for (const { code, name, bytes } of WRONG) {
        await page.waitForSelector("[data-drop]")
        await dropFiles(page, "[data-drop]", [{ name, bytes }])
        await page.waitForSelector(`main [data-code="${code}"]`)
        expect((await notice(page)).focused).toBe(true)
      }
      expect(sent.filter(({ method }) => method !== "GET")).toEqual([])
    })
  })
}
