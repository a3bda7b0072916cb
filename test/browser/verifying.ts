/** Using the verify page: opening it, handing files over, reading what it says. */
import type { Page } from "playwright-core"
import { dropFiles, type Held } from "./drop.ts"

/** Opens it and waits until it could do without a network. */
export async function openVerify(page: Page): Promise<void> {
  await page.goto("/verify")
  await page.waitForSelector('[data-ready="true"]')
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => {}))
}

/** What the page says of a document. */
export type Said = {
  readonly overall: string | null
  readonly tone: string | null
  /** The banner, in words. */
  readonly banner: string
  /** `yes`, `no` or `null` by question. */
  readonly answers: Readonly<Record<string, string>>
}

/** Drops files and waits for the verdict on them. */
export async function judge(page: Page, files: readonly Held[]): Promise<Said> {
  await page.evaluate(() => document.querySelector("[data-tone]")?.removeAttribute("data-tone"))
  await dropFiles(page, "[data-drop]", files)
  return said(page)
}

/** What stands on the page, once a verdict does. */
export async function said(page: Page): Promise<Said> {
  await page.waitForSelector("[data-tone]")
  return page.evaluate(() => {
    const questions = [...document.querySelectorAll<HTMLElement>("[data-question]")]
    const words = { true: "yes", false: "no" } as Readonly<Record<string, string>>
    const banner = document.querySelector<HTMLElement>("[data-tone]")!
    return {
      overall: document.querySelector("[data-overall]")?.getAttribute("data-overall") ?? null,
      tone: banner.getAttribute("data-tone"),
      banner: banner.innerText,
      answers: Object.fromEntries(
        questions.map(({ dataset }) => [
          dataset["question"] ?? "",
          words[dataset["holds"] ?? ""] ?? "not known",
        ]),
      ),
    }
  })
}
