/**
 * A citizen with a file and no network: the page is there, judges here, says as of when and how
 * good the proof is; a changed byte is named and never looks like a yes.
 */
import { expect, it } from "vitest"
import { chooseFiles } from "../keyboard.ts"
import { leaks } from "../leaks.ts"
import { openLedger } from "../ledger.ts"
import { judge, openVerify, said } from "../verifying.ts"
import { storyFile, visit, type World } from "../world.ts"

const NAME = "diploma-ada.pdf"
/** How many bytes of the file are flipped, one at a time, spread over it. */
const FLIPS = 12
/** What a browser says when nothing answers any more. */
const CUT = /ERR_INTERNET_DISCONNECTED|ERR_CONNECTION_REFUSED|Failed to load resource/

function flipped(file: Buffer, at: number): Buffer {
  const changed = Buffer.from(file)
  changed[at] = changed[at]! ^ 1
  return changed
}

/** The journey, in a world of its own ledger, which it stops. */
export function verifyOffline(world: () => World): void {
  it("judges with the network cut and the ledger gone", async () => {
    const own = await openLedger()
    const there = { ...world(), ledger: own }
    const file = storyFile(there, "diploma-ada")
    try {
      await visit(there, { expected: CUT }, async ({ page, context, sent }) => {
        await openVerify(page)
        await own.close()
        await context.setOffline(true)
        await page.reload()

        const whole = await judge(page, [{ name: NAME, bytes: file }])
        expect(whole.overall).toBe("development_only")
        expect(whole.banner).toMatch(/As of \d{1,2} [A-Z][a-z]+ 20\d\d, \d\d:\d\d UTC/)
        expect(whole.banner).toContain("Grade C: a development ledger")
        expect(new Set(Object.values(whole.answers))).toEqual(new Set(["yes"]))
        expect(Object.keys(whole.answers)).toHaveLength(6)

        for (let flip = 0; flip < FLIPS; flip++) {
          const at = Math.floor(((flip + 0.5) / FLIPS) * file.length)
          const changed = await judge(page, [{ name: NAME, bytes: flipped(file, at) }])
          expect([at, changed.overall]).not.toEqual([at, "development_only"])
          expect(["negative", "unknown"]).toContain(changed.tone)
          expect(Object.values(changed.answers).every((answer) => answer === "yes")).toBe(false)
        }
        expect(leaks(sent, file)).toEqual([])
      })
    } finally {
      await own.drop()
    }
  })

  it("by keyboard alone: a byte in the middle is flipped, and the step is named", async () => {
    const file = storyFile(world(), "diploma-ada")
    const mimeType = "application/pdf"
    await visit(world(), { expected: CUT }, async ({ page, context }) => {
      await openVerify(page)
      await context.setOffline(true)
      await chooseFiles(page, "Choose files", { name: NAME, mimeType, buffer: flipped(file, 700) })
      const { overall, answers, banner } = await said(page)
      expect([overall, answers["unchanged"]]).toEqual(["changed", "no"])
      expect(banner).toContain("Not as it was registered.")
      expect(await page.textContent('[data-question="unchanged"]')).toContain(
        "Changed after registration.",
      )
      const focus = await page.evaluate(() => document.activeElement?.getAttribute("data-tone"))
      expect(focus).toBe("negative")
    })
  })
}
