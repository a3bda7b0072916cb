/**
 * A new service works in the console without a line of interface: every command's form opens and
 * makes a dry run, every table lists.
 */
import type { Command, Json } from "@concordat/kernel"
import fc from "fast-check"
import { expect, it } from "vitest"
import { follow, SERVICES, tablePaths } from "../routes.ts"
import { visit, type World } from "../world.ts"

/** The same sample every time. */
const SEED = 1

/** An input that the schema takes, as the parameters of the form's address. */
function sample(command: Command): URLSearchParams {
  const [value] = fc.sample(command.input.arbitrary(fc) as fc.Arbitrary<never>, {
    seed: SEED,
    numRuns: 1,
  })
  const json = command.input.toJson(value!) as Readonly<Record<string, Json>>
  const query = new URLSearchParams()
  for (const [name, part] of Object.entries(json)) {
    if (part === null) continue // What is left out is none.
    query.set(name, typeof part === "string" ? part : JSON.stringify(part))
  }
  return query
}

/** The journey. */
export function generatedEverything(world: () => World): void {
  it("opens the form of every command and makes a dry run", async () => {
    const expected = /Failed to load resource: the server responded with a status of 4\d\d/
    await visit(world(), { expected }, async ({ page, sent }) => {
      await page.goto("/services")
      for (const { name: service, commands } of SERVICES) {
        for (const [name, command] of Object.entries(commands)) {
          await follow(page, `/services/${service}/commands/${name}?${sample(command)}`)
          const before = sent.length
          await page.locator("main form button[type=submit]").click()
          const outcome = page.locator("main [data-code], main [data-tone=positive]")
          await outcome
            .first()
            .waitFor()
            .catch((cause) => expect.fail(`${service}.${name} has no outcome: ${cause}`))
          const rehearsed = sent.slice(before).filter(({ url }) => url.endsWith("/v1/check"))
          expect([name, rehearsed.length]).toEqual([name, 1])
        }
      }
      expect(
        sent.filter(({ method, url }) => method !== "GET" && !url.endsWith("/v1/check")),
      ).toEqual([])
    })
  })

  it("lists every table, or says why nothing is there", async () => {
    // A table of one row may have none.
    const expected = /status of 404 \(Not Found\) \(\S+\/v1\/governance\/(stopped|upgradePlan)\)/
    await visit(world(), { expected }, async ({ page }) => {
      await page.goto("/services")
      for (const path of tablePaths()) {
        await follow(page, path)
        await page.locator("main table, main p").first().waitFor()
        expect([path, await page.locator("main [data-code]").count()]).toEqual([path, 0])
      }
    })
  })
}
