/**
 * An officer registers a document by dropping it: what will be signed is shown, the file comes back
 * with its evidence, nothing of it was sent, and its page opens.
 */
import { expect, it } from "vitest"
import { chooseFiles, press } from "../keyboard.ts"
import { leaks } from "../leaks.ts"
import { bytesOf, dropOnRegister, freshPdf, REGISTER } from "../registering.ts"
import { judge, openVerify } from "../verifying.ts"
import { visit, type World } from "../world.ts"

const PDF = "application/pdf"

/** The journey: by mouse, by keyboard, with a file that takes no evidence. */
export function registerByDrop(world: () => World): void {
  it("registers a PDF, hands it back with its evidence, and opens its page", async () => {
    const file = freshPdf("by mouse")
    await visit(world(), {}, async ({ page, sent }) => {
      await dropOnRegister(page, { name: "annual_report-2026.pdf", bytes: file, type: PDF })
      await page.waitForSelector("text=The evidence goes into the PDF.")
      expect(await page.getByLabel("Title").inputValue()).toBe("Annual report 2026")
      const before = sent.filter(({ method }) => method === "POST").length
      await page.getByRole("button", { name: "Check" }).click()
      await page.waitForSelector("[data-preview]")
      expect(before).toBe(0)
      expect(await page.textContent("[data-preview]")).toContain("education/registrar")

      await page.getByRole("button", { name: "Seal and register" }).click()
      await page.waitForSelector("text=/Registered in block [0-9,]+/")
      const saving = page.waitForEvent("download")
      await page.getByRole("button", { name: "Save the document with its evidence" }).click()
      const saved = await saving
      expect(saved.suggestedFilename()).toBe("annual_report-2026.pdf")
      const finished = await bytesOf(saved)
      expect(finished.subarray(0, file.length).equals(file)).toBe(true)
      expect(leaks(sent, file)).toEqual([])

      await page.getByRole("link", { name: "Open its page" }).click()
      await page.waitForSelector('[data-tone="positive"] >> text=Valid.')
      expect(await page.textContent("main")).toContain("registered 1 document of class")

      await openVerify(page)
      const { overall } = await judge(page, [{ name: "annual_report-2026.pdf", bytes: finished }])
      expect(overall).toBe("development_only")
    })
  })

  it("by keyboard alone, a text whose evidence is a file of its own", async () => {
    const file = Buffer.from("Minutes of the meeting, by keyboard alone.\n")
    await visit(world(), {}, async ({ page, sent }) => {
      await page.goto(REGISTER)
      await page.waitForSelector("[data-drop]")
      const mimeType = "text/plain"
      await chooseFiles(page, "Choose a file", { name: "minutes.txt", mimeType, buffer: file })
      await page.waitForSelector("text=The evidence will be a file of its own")
      await press(page, /^ ?Check$/)
      await page.waitForSelector("[data-preview]")
      await press(page, "Seal and register")
      await page.waitForSelector("text=/Registered in block [0-9,]+/")
      const saving = page.waitForEvent("download")
      await press(page, "Save the evidence")
      const saved = await saving
      expect(saved.suggestedFilename()).toBe("minutes.evidence")
      const evidence = await bytesOf(saved)
      expect(leaks(sent, file)).toEqual([])

      await openVerify(page)
      const both = [
        { name: "minutes.txt", bytes: file },
        { name: "minutes.evidence", bytes: evidence },
      ]
      expect((await judge(page, both)).overall).toBe("development_only")
    })
  })
}
