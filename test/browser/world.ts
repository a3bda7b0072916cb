/** What every journey has: a browser, a ledger, and pages that are judged when they close. */
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { type Client, createClient } from "@concordat/sdk"
import type { Browser } from "playwright-core"
import { expect } from "vitest"
import { type Look, openBrowser, openPage, strangers, type Watched } from "./browser.ts"
import { type OpenLedger, openLedger } from "./ledger.ts"

/** What a journey walks in. */
export type World = {
  readonly browser: Browser
  readonly ledger: OpenLedger
  /** For what a journey prepares or looks up beside the page. */
  readonly client: Client
}

/** Starts a browser at `chromium` and a ledger. */
export async function openWorld(chromium: string): Promise<World> {
  const [browser, ledger] = await Promise.all([openBrowser(chromium), openLedger()])
  return { browser, ledger, client: createClient({ url: ledger.url }) }
}

/** Ends both. */
export async function closeWorld(world: World): Promise<void> {
  await world.browser.close()
  await world.ledger.drop()
}

/** A file of the seeded story, its evidence inside. */
export function storyFile({ ledger }: World, name: string): Buffer {
  return readFileSync(join(ledger.story, `${name}.pdf`))
}

type Visit = Look & {
  /** Messages that belong to the journey: a refusal of the ledger, a network that is cut. */
  readonly expected?: RegExp
}

/**
 * Walks in a page of its own. Afterwards nothing may have gone wrong in it: no error, no violation
 * of the policy, no request to anybody else.
 */
export async function visit(
  { browser, ledger }: World,
  { expected, ...look }: Visit,
  walk: (watched: Watched) => Promise<void>,
): Promise<void> {
  const watched = await openPage(browser, ledger.url, look)
  try {
    await walk(watched)
    const faults = watched.faults.filter((fault) => expected?.test(fault) !== true)
    expect(faults).toEqual([])
    expect(strangers(watched.sent, ledger.url)).toEqual([])
  } finally {
    await watched.close()
  }
}
