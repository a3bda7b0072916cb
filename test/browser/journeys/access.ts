/**
 * Who asks: a function makes a token, sees its secret once and ends it; a person signs in at a real
 * issuer on a ledger that is closed, reads, and signs out.
 */
import { expect, it } from "vitest"
import { openIssuer } from "../../../gateway/sign-in/issuer.testing.ts"
import { axe } from "../axe.ts"
import { openPage } from "../browser.ts"
import { openLedger } from "../ledger.ts"
import { follow } from "../routes.ts"
import { visit, type World } from "../world.ts"

/** A token, its secret, and its end. */
function ownTokens(world: () => World): void {
  it("shows a token's secret once, lists it and ends it", async () => {
    await visit(world(), {}, async ({ page, sent }) => {
      await page.goto("/access")
      await page.getByLabel("What it is for").fill("monthly report")
      await page.getByRole("button", { name: "Make the token" }).click()
      const secret = await page.getByText(/^cct_/).innerText()
      expect(secret).toMatch(/^cct_[0-9a-f]{16}_[\w-]{43}$/)
      expect(await axe(page)).toEqual([])
      await page.getByRole("button", { name: "I have kept it" }).click()
      expect(await page.getByText(secret).count()).toBe(0)
      const asked = await fetch(`${world().ledger.url}/v1/session`, {
        headers: { Authorization: `Bearer ${secret}` },
      })
      expect(await asked.json()).toMatchObject({ caller: { by: "token" } })

      const row = page.getByRole("row", { name: /monthly report/ })
      await row.getByRole("button", { name: "End", exact: true }).click()
      await row.getByRole("button", { name: "End for good" }).click()
      await row.locator('[data-state="revoked"]').waitFor()
      const addresses = sent.map(({ url }) => url).join("\n")
      expect(addresses).not.toContain(secret.slice(-43))
    })
  })
}

/** In and out, on a ledger that strangers cannot read. */
function signInAndOut(world: () => World): void {
  it("lets a person in by the issuer, back to the page they wanted, and out", async () => {
    const issuer = await openIssuer()
    const ledger = await openLedger({ open: ["verify"], signIn: issuer.options })
    issuer.know(ledger.url)
    const { page, context, close } = await openPage(world().browser, ledger.url)
    try {
      await page.goto("/blocks")
      await page.locator('[data-code="credential_missing"]').first().waitFor()
      await page.getByRole("link", { name: "Sign in" }).first().click()
      await page.getByPlaceholder("Enter any login").fill("ana")
      await page.getByPlaceholder("and password").fill("any")
      await page.getByRole("button", { name: "Sign-in" }).click()
      await page.getByRole("button", { name: "Continue" }).click()
      await page.waitForURL(`${ledger.url}/blocks`)
      await page.locator("main table").waitFor()
      const [cookie] = (await context.cookies(ledger.url)).filter(
        ({ name }) => name === "concordat",
      )
      expect(cookie).toMatchObject({ httpOnly: true, sameSite: "Lax" })
      expect(await page.evaluate(() => document.cookie)).toBe("")

      await follow(page, "/access")
      await page.locator("main").getByText("Ana Example").waitFor()
      expect(await axe(page)).toEqual([])
      await page.getByRole("button", { name: "Sign out" }).click()
      await page.waitForURL((url) => url.origin === issuer.options.issuer)
      const after = await context.request.get(`${ledger.url}/v1/blocks`)
      expect(after.status()).toBe(401)
    } finally {
      await close()
      await ledger.drop()
      await issuer.close()
    }
  })
}

/** An example of the reference, asked on the page and from outside. */
function reference(world: () => World): void {
  it("asks an example of a ledger that is closed as whoever acts, and by a token", async () => {
    const ledger = await openLedger({ open: ["verify"] })
    const { page, close } = await openPage(world().browser, ledger.url)
    try {
      await page.goto("/reference")
      await page.getByLabel("Find an address").fill("/v1/blocks/{height}")
      await page.locator("summary").filter({ hasText: "/v1/blocks/{height}" }).first().click()
      const example = page.locator("details[open]").first()
      await example.getByText("Those who show a token or have signed in").waitFor()
      await example.getByRole("button", { name: "Ask it now" }).click()
      await example.getByText('"appHash"').waitFor()
      expect(await axe(page)).toEqual([])

      const line = await example.locator("pre").first().innerText()
      const [, address = ""] = /'(http[^']+)'/.exec(line) ?? []
      expect((await fetch(address)).status).toBe(401)
      await follow(page, "/access")
      await page.getByLabel("What it is for").fill("reference")
      await page.getByRole("button", { name: "Make the token" }).click()
      const token = await page.getByText(/^cct_/).innerText()
      const asked = await fetch(address, { headers: { Authorization: `Bearer ${token}` } })
      expect(await asked.json()).toMatchObject({ height: "2" })
      // The feed is followed as well: what happens shows without a question.
      await follow(page, "/")
      await page.locator('main [data-live="true"]').waitFor()
    } finally {
      await close()
      await ledger.drop()
    }
  })
}

/** All of them. */
export function accessJourney(world: () => World): void {
  ownTokens(world)
  reference(world)
  signInAndOut(world)
}
