/** Text of others is text: markup stays to be read, marks that turn its direction are shown. */
import { call } from "@concordat/sdk"
import { provenanceService } from "@concordat/services/provenance"
import { DEMO_SET_CLASS } from "@concordat/services/provenance/demo"
import { expect, it } from "vitest"
import { registered } from "../registered.ts"
import { dropOnRegister, freshPdf } from "../registering.ts"
import { judge, openVerify } from "../verifying.ts"
import { visit, type World } from "../world.ts"

const MARKUP = `<img src=x onerror="document.title='owned'"><script>0</script>`
/** Shows as `report_fdp.exe` where the mark is obeyed. */
const TURNED = "report_\u202Eexe.pdf"
const LONG = `${"W".repeat(200)}.pdf`

/** What markup would have left behind, had it been taken for markup. */
const LEFT = "main img, main script"

/** The journey. */
export function hostileText(world: () => World): void {
  it("in titles and fields of the ledger and of a document", async () => {
    const { client } = world()
    const { setClass } = provenanceService.commands
    const given = { ...DEMO_SET_CLASS.input, class: "hostile", title: MARKUP }
    await call(client, {
      command: "provenance.setClass",
      input: setClass.input.toJson(setClass.input.check(given)),
    })
    const { path, file } = await registered(world(), MARKUP, "hostile")
    await visit(world(), { width: 320 }, async ({ page }) => {
      for (const address of ["/services/provenance/documents", path]) {
        await page.goto(address)
        await page.getByText(MARKUP).first().waitFor()
        expect(await page.locator(LEFT).count()).toBe(0)
      }
      await openVerify(page)
      await judge(page, [{ name: "a.pdf", bytes: file }])
      await page.getByText(MARKUP, { exact: true }).first().waitFor()
      expect(await page.locator(LEFT).count()).toBe(0)
      expect(await page.title()).not.toBe("owned")
    })
  })

  it("in names of files: turned, long, or markup", async () => {
    await visit(world(), { width: 320 }, async ({ page }) => {
      await openVerify(page)
      for (const name of [TURNED, LONG, MARKUP]) {
        const { banner } = await judge(page, [{ name, bytes: Buffer.from("text") }])
        expect(banner).toContain(name.replace("\u202E", "\u27E8U+202E\u27E9"))
        expect(await page.locator(LEFT).count()).toBe(0)
      }
      await dropOnRegister(page, { name: TURNED, bytes: freshPdf("turned") })
      await page.getByText("report_\u27E8U+202E\u27E9exe.pdf").waitFor()
    })
  })
}
