/**
 * The system's Chromium, driven by playwright-core. A page records every request that it makes, and
 * everything that it should not say: errors, warnings of the policy, requests that fail.
 */
import {
  type Browser,
  type BrowserContext,
  type ConsoleMessage,
  chromium,
  type Page,
} from "playwright-core"
import { chromium as findChromium } from "../../scripts/chromium.ts"

/** How a page is looked at. */
export type Look = {
  readonly theme?: "light" | "dark"
  readonly width?: number
  readonly height?: number
  readonly still?: boolean
  /** What the browser asks for, as `fr-CA`. */
  readonly language?: string
  readonly forced?: boolean
}

/** One request, with what it carried. */
export type Sent = { readonly url: string; readonly method: string; readonly body: Buffer }

/** A page with its records. */
export type Watched = {
  readonly page: Page
  readonly context: BrowserContext
  /** Every request of the page, its workers and its service worker, in order. */
  readonly sent: readonly Sent[]
  /** Errors of scripts, violations of the policy, messages of console. */
  readonly faults: readonly string[]
  close(): Promise<void>
}

/** A request that the page itself gave up, as it was left. */
const LEFT = "net::ERR_ABORTED"

/** How long anything may take before a test gives up, in milliseconds. */
const PATIENCE_MS = 20_000

/** Chromium refuses its sandbox to root. */
const ARGUMENTS = process.getuid?.() === 0 ? ["--no-sandbox"] : []

/** Where Chromium is. Continuous integration must have it; elsewhere tests say what is missing. */
export function whereChromium(): { readonly path: string | null; readonly missing: string } {
  const { path, missing = "" } = findChromium()
  if (path === null && process.env["CI"] !== undefined) throw new Error(missing)
  return { path, missing }
}

/** Starts Chromium. */
export function openBrowser(path: string): Promise<Browser> {
  return chromium.launch({ executablePath: path, args: ARGUMENTS })
}

/** Opens a page in a context of its own: no memory of others. */
export async function openPage(browser: Browser, url: string, look: Look = {}): Promise<Watched> {
  const { theme = "light", width = 1280, height = 800, still = false } = look
  const context = await browser.newContext({
    baseURL: url,
    colorScheme: theme,
    viewport: { width, height },
    reducedMotion: still ? "reduce" : "no-preference",
    acceptDownloads: true,
    locale: look.language ?? "en-GB",
    forcedColors: look.forced ? "active" : "none",
    timezoneId: "Europe/Vienna",
  })
  context.setDefaultTimeout(PATIENCE_MS)
  const sent: Sent[] = []
  const faults: string[] = []
  context.on("request", (request) => {
    const body = request.postDataBuffer() ?? Buffer.alloc(0)
    sent.push({ url: request.url(), method: request.method(), body })
  })
  const hear = (message: ConsoleMessage) => {
    const kind = message.type()
    if (kind !== "error" && kind !== "warning") return
    faults.push(`${kind}: ${message.text()} (${message.location().url})`)
  }
  context.on("weberror", (error) => faults.push(String(error.error())))
  context.on("console", hear)
  context.on("requestfailed", (request) => {
    const why = request.failure()?.errorText ?? ""
    if (why !== LEFT) faults.push(`failed: ${request.url()} ${why}`)
  })
  const page = await context.newPage()
  page.on("worker", (worker) => worker.on("console", hear))
  // From now on, and not from the first wait on, as the key that opens it might be quicker.
  page.on("filechooser", () => {})
  return { page, context, sent, faults, close: () => context.close() }
}

/** Requests to anybody but the ledger. `blob:` and `data:` stay inside the page. */
export function strangers(sent: readonly Sent[], url: string): readonly string[] {
  const inside = [`${url}/`, `blob:${url}/`]
  return sent.map((one) => one.url).filter((one) => !inside.some((own) => one.startsWith(own)))
}
