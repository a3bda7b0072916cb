/**
 * How pages look to whoever cannot see them well: axe finds nothing in light and in dark, and
 * nothing is wider than the narrowest phone.
 */
import { expect, it } from "vitest"
import { axe, wide } from "../axe.ts"
import type { Look } from "../browser.ts"
import { follow, pagePaths } from "../routes.ts"
import { judge, openVerify } from "../verifying.ts"
import { storyFile, visit, type World } from "../world.ts"

/** Light and dark, at a desk and on the narrowest phone. */
const LOOKS: readonly Look[] = [
  { theme: "light", width: 1280 },
  { theme: "dark", width: 320, height: 640, still: true },
]

/** Answers to pages of nothing, and to a page that is left while the next one is loaded. */
const ABSENT = /status of 40[04]/

/** Every page, and the states of the verify page. */
export function looks(world: () => World): void {
  it.each(LOOKS)("the verify page: $theme, $width wide", async (look) => {
    const bytes = storyFile(world(), "diploma-ada")
    const changed = Buffer.concat([bytes, Buffer.from("%")])
    await visit(world(), look, async ({ page }) => {
      await openVerify(page)
      expect([await axe(page), await wide(page)]).toEqual([[], []])
      for (const file of [bytes, changed]) {
        await judge(page, [{ name: "a.pdf", bytes: file }])
        for (const details of await page.locator("main summary").all()) await details.click()
        expect([await axe(page), await wide(page)]).toEqual([[], []])
      }
    })
  })

  it.each(LOOKS)("every page of the console: $theme, $width wide", async (look) => {
    const paths = await pagePaths(world())
    await visit(world(), { ...look, expected: ABSENT }, async ({ page }) => {
      await page.goto("/")
      const found: Record<string, readonly string[]> = {}
      for (const path of paths) {
        await follow(page, path)
        const faults = [...(await axe(page)), ...(await wide(page)).map((one) => `wide: ${one}`)]
        if (faults.length > 0) found[path] = faults
      }
      expect(found).toEqual({})
    })
  })
}
