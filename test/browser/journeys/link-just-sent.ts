/** A link to a transaction that the node has not got yet: it waits, and goes over by itself. */
import { call } from "@concordat/sdk"
import { expect, it } from "vitest"
import { visit, type World } from "../world.ts"

/** The journey. */
export function linkJustSent(world: () => World): void {
  it("says that it is on its way, then that it is final, without a reload", async () => {
    const { client, ledger } = world()
    const input = { name: "just-sent", kind: "service" }
    const as = "education/administrator-1"
    const { transaction, height } = await call(client, {
      ...{ command: "organisations.addPrincipal", input, as },
    })
    // This page asks a node that is a little late: it answers as of a transaction it has not got.
    const unknown = await fetch(`${ledger.url}/v1/transactions/${"0".repeat(64)}`)
    const late = { status: unknown.status, body: await unknown.text() }
    const contentType = unknown.headers.get("content-type")!
    let isLate = true
    await visit(world(), { expected: /status of 404/ }, async ({ page }) => {
      await page.route(`**/v1/transactions/${transaction}`, (route) =>
        isLate ? route.fulfill({ ...late, contentType }) : route.continue(),
      )
      await page.goto(`/transactions/${transaction}`)
      await page.getByText("on its way").first().waitFor()
      expect(await page.locator("main [data-code]").count()).toBe(0)
      await page.evaluate(() => Object.assign(globalThis, { same: true }))
      isLate = false
      await page.getByText(`Final in block ${height}`, { exact: false }).first().waitFor()
      expect(await page.evaluate(() => "same" in globalThis)).toBe(true)
    })
  })
}
