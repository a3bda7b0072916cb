/**
 * What happens shows without a reload, each thing once: also after the line was cut, also while
 * somebody holds the list, and never painted more often than people can see.
 */
import { call, listEvents } from "@concordat/sdk"
import type { Page } from "playwright-core"
import { expect, it } from "vitest"
import { CuttingProxy } from "../../feed/proxy.ts"
import { visit, type World } from "../world.ts"

/** Rows of the list, and paints in a second at most. */
const SHOWN = 10
const PAINTS_MAX = 4

let made = 0

/** So many events more, each of a transaction of its own. */
async function act({ client }: World, count: number): Promise<void> {
  for (let i = 0; i < count; i++) {
    const input = { name: `follower-${++made}`, kind: "service" }
    const as = "education/administrator-1"
    await call(client, { command: "organisations.addPrincipal", input, as })
  }
}

/** Positions in the list, as it stands. */
function listed(page: Page): Promise<readonly string[]> {
  const links = page.locator("main ol a[href^='/events/']")
  return links.evaluateAll((all) => all.map((a) => a.getAttribute("href")!.split("/")[2]!))
}

/** The newest events of the ledger. */
async function newest({ client }: World): Promise<readonly string[]> {
  const { events } = await listEvents(client, { before: "99999999", limit: SHOWN })
  return events.map(({ position }) => position)
}

/** Waits until the list is that of the ledger. */
async function caughtUp(world: World, page: Page): Promise<void> {
  const [first] = await newest(world)
  await page.waitForSelector(`main ol a[href="/events/${first}"]`)
  expect(await listed(page)).toEqual(await newest(world))
}

const live = (page: Page) => page.waitForSelector("[data-live=true]")

/** The journey. */
export function liveAndReconnect(world: () => World): void {
  it("tells what happens as it happens, and goes on after a cut without a gap", async () => {
    const { url } = world().ledger
    const proxy = await CuttingProxy.open(
      () => Number(new URL(url).port),
      () => Infinity,
    )
    const through = { ...world(), ledger: { ...world().ledger, url: proxy.url } }
    // Whatever was under way when the line was cut has failed, and the page says so.
    await visit(through, { expected: /failed|ERR_/ }, async ({ page }) => {
      await page.goto("/")
      await live(page)
      await act(world(), 3)
      await caughtUp(world(), page)
      proxy.down = true
      proxy.cut()
      await page.waitForSelector("[data-live=false]")
      await act(world(), SHOWN - 2)
      proxy.down = false
      await live(page)
      await caughtUp(world(), page)
      await act(world(), 1)
      await caughtUp(world(), page)
      expect(proxy.came).toBeGreaterThan(1)
    })
    await proxy.close()
  })

  it("holds the list while somebody reads, and counts what is newer", async () => {
    await visit(world(), {}, async ({ page }) => {
      await page.goto("/")
      await live(page)
      await page.getByRole("button", { name: "Pause" }).click()
      const held = await listed(page)
      await act(world(), 2)
      await page.getByText("2 newer").waitFor()
      expect(await listed(page)).toEqual(held)
      await page.getByRole("button", { name: "Go on" }).click()
      await caughtUp(world(), page)
    })
  })

  it("paints at most four times a second, however much happens", async () => {
    await visit(world(), {}, async ({ page }) => {
      await page.goto("/")
      await live(page)
      await page.evaluate(() => {
        const paints: number[] = []
        Object.assign(globalThis, { paints })
        new MutationObserver((changes) => {
          if (changes.some(({ addedNodes }) => addedNodes.length > 0))
            paints.push(performance.now())
        }).observe(document.querySelector("main ol")!, { childList: true })
      })
      await act(world(), 40)
      await caughtUp(world(), page)
      const paints = await page.evaluate(() => (globalThis as never as { paints: number[] }).paints)
      expect(paints.length).toBeGreaterThan(0)
      const crowded = paints.filter((at, i) => (paints[i + PAINTS_MAX] ?? Infinity) - at < 1_000)
      expect(crowded).toEqual([])
    })
  })
}
