/** Dropping files on a page, as a mouse does. */
import type { Page } from "playwright-core"

/** A file in memory. */
export type Held = { readonly name: string; readonly bytes: Uint8Array; readonly type?: string }

/** Drops files on the element that a selector finds. */
export async function dropFiles(page: Page, target: string, files: readonly Held[]): Promise<void> {
  const given = files.map(({ name, bytes, type = "" }) => ({
    ...{ name, type },
    text: Buffer.from(bytes).toString("base64"),
  }))
  const transfer = await page.evaluateHandle((held) => {
    const carried = new DataTransfer()
    for (const { name, type, text } of held) {
      const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0))
      carried.items.add(new File([bytes], name, { type }))
    }
    return carried
  }, given)
  await page.dispatchEvent(target, "drop", { dataTransfer: transfer })
}
