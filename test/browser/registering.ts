/** Using the register page: handing a file over, checking, sending, saving what comes out. */
import { readFileSync } from "node:fs"
import type { Download, Page } from "playwright-core"
import { dropFiles, type Held } from "./drop.ts"

/** The path of the page. */
export const REGISTER = "/services/provenance/register"

/** A PDF that nobody registered yet: one page, and a remark that makes its bytes its own. */
export function freshPdf(remark: string): Buffer {
  const objects = [
    "1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n",
    "2 0 obj\n<</Type/Pages/Kids[3 0 R]/Count 1>>\nendobj\n",
    "3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>\nendobj\n",
  ]
  let text = `%PDF-1.7\n%${remark}\n`
  const places = objects.map((object) => {
    const at = text.length
    text += object
    return `${String(at).padStart(10, "0")} 00000 n \n`
  })
  const at = text.length
  const head = `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${places.join("")}`
  const trailer = `trailer\n<</Size ${objects.length + 1}/Root 1 0 R>>\nstartxref\n${at}\n%%EOF\n`
  return Buffer.from(text + head + trailer)
}

/** Opens the page and drops a file on it. */
export async function dropOnRegister(page: Page, file: Held): Promise<void> {
  await page.goto(REGISTER)
  await page.waitForSelector("[data-drop]")
  await dropFiles(page, "[data-drop]", [file])
}

/** The bytes of a download. */
export async function bytesOf(download: Download): Promise<Buffer> {
  return readFileSync(await download.path())
}
