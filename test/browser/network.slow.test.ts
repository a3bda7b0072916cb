/**
 * `third-goes-missing`: the network page before four real nodes, of which one is stopped, then
 * another: no other may fail, then nothing is decided; each time who must act is named.
 */
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { LedgerStatus } from "@concordat/sdk"
import type { Browser, Locator, Page } from "playwright-core"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { freePort, needed } from "../../engines/cometbft/machine.testing.ts"
import { CommandLine } from "../cluster/command-line.ts"
import { axe, wide } from "./axe.ts"
import { openBrowser, openPage, whereChromium } from "./browser.ts"

const { path, missing } = whereChromium()
const folder = mkdtempSync(join(tmpdir(), "concordat-third-"))
const dir = join(folder, "net")
const line = new CommandLine(folder)
const network = (...args: readonly string[]) => line.run("network", ...args, "--dir", dir, "--json")
/** A network says after half a minute that it is silent. */
const PATIENCE_MS = 90_000

// why: without Chromium or the engine there is nothing to look at or with.
describe.skipIf(needed !== "" || path === null)(`a network of four${needed}${missing}`, () => {
  let url: string
  let browser: Browser
  beforeAll(async () => {
    const [port, peerPort] = [await freePort(), await freePort()]
    const ports = ["--port", String(port), "--peer-port", String(peerPort)]
    expect(await network("up", "--nodes", "4", ...ports), line.err + line.out).toBe(0)
    url = (JSON.parse(line.out).nodes as { name: string; url: string }[])[0]!.url
    browser = await openBrowser(path!)
  })
  afterAll(async () => {
    await browser?.close()
    await network("down", "--wipe")
    rmSync(folder, { recursive: true, force: true })
  })

  const verdict = (page: Page, words: RegExp) =>
    page.locator("main h1", { hasText: words }).waitFor({ timeout: PATIENCE_MS })
  const fine = async (page: Page) => expect([await axe(page), await wide(page)]).toEqual([[], []])

  /** The organisation of a node's validator. */
  async function organisationOf(node: string): Promise<string> {
    await network("status")
    const nodes = JSON.parse(line.out).nodes as { name: string; organisation: string }[]
    return nodes.find(({ name }) => name === node)!.organisation
  }

  /** The newest block's page but one says who signed it: three, and not this one. */
  async function signedWithout(page: Page, organisation: string): Promise<void> {
    const { height } = (await (await fetch(`${url}/v1/status`)).json()) as LedgerStatus
    await page.goto(`/blocks/${BigInt(height) - 1n}`)
    const signed = page.locator("dl > div").filter({ hasText: "Signed by" })
    await signed.getByText("30 of 40 votes").waitFor()
    const names = await signed.getByRole("link").allInnerTexts()
    expect(names.length).toBe(3)
    expect(names).not.toContain(organisation)
  }

  /** Waits until these are one, which names the organisation. */
  async function onlyOf(these: Locator, organisation: string): Promise<void> {
    const found = these.filter({ hasText: organisation })
    do await found.first().waitFor({ timeout: PATIENCE_MS })
    while ((await these.count()) !== 1 || (await found.count()) !== 1)
  }

  it("says how many may fail, who is missing, and when nothing can be decided", async () => {
    const { page, close } = await openPage(browser, url)
    await page.goto("/network")
    const main = page.locator("main")
    await verdict(page, /^All well: 4 of 4 organisations sign, 1 may fail/)
    await main.getByText("Nothing: everybody signs.").waitFor()
    await fine(page)

    const third = await organisationOf("n3")
    await network("kill", "n3")
    await verdict(page, /^3 of 4 organisations sign: no other may fail/)
    await main.locator("figcaption", { hasText: "No other may fail." }).waitFor()
    // Others may be named for a block: a vote that came after it was decided is not in it.
    await onlyOf(main.getByRole("listitem").filter({ hasText: "must act" }), third)
    await onlyOf(main.getByRole("row").filter({ hasText: "missing" }), third)
    await fine(page)
    await signedWithout(page, third)

    await page.goto("/network")
    await network("kill", "n4")
    await verdict(page, /^No block for half a minute/)
    await main.locator("[data-finding='5']").waitFor({ timeout: PATIENCE_MS })
    const fourth = await organisationOf("n4")
    const toDo = main.getByRole("region", { name: "What to do" })
    for (const each of [third, fourth]) await toDo.getByText(each).first().waitFor()
    await main.locator("figcaption", { hasText: "signed the last block" }).waitFor()
    await fine(page)

    await network("start", "n3")
    await network("start", "n4")
    await verdict(page, /^All well: 4 of 4 organisations sign/)
    const { height } = (await (await fetch(`${url}/v1/status`)).json()) as LedgerStatus
    expect(Number(height)).toBeGreaterThan(1)
    await close()
  }, 300_000)
})
