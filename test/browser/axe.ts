/** axe-core over a page as it stands: rules of WCAG 2.2 A and AA, and its best practices. */
import { readFileSync } from "node:fs"
import { createRequire } from "node:module"
import type { Page } from "playwright-core"

const { resolve } = createRequire(import.meta.url)
const SOURCE = readFileSync(resolve("axe-core/axe.min.js"), "utf8")

type Axe = {
  run(options: object): Promise<{
    violations: {
      id: string
      help: string
      nodes: { target: unknown; failureSummary?: string }[]
    }[]
  }>
}

/** What axe finds, a line each; nothing where all is well. */
export async function axe(page: Page): Promise<readonly string[]> {
  await page.evaluate(SOURCE)
  return page.evaluate(async () => {
    const { axe: tool } = globalThis as unknown as { axe: Axe }
    const { violations } = await tool.run({ resultTypes: ["violations"] })
    return violations.flatMap(({ id, help, nodes }) =>
      nodes.map(({ target, failureSummary = "" }) => `${id}: ${help} ${target} ${failureSummary}`),
    )
  })
}

/** Elements that make the page wider than its window, as selectors that a person can find. */
export function wide(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const { clientWidth, scrollWidth } = document.documentElement
    if (scrollWidth <= clientWidth) return []
    const past = [...document.querySelectorAll("body *")].filter(
      (one) => one.getBoundingClientRect().right > clientWidth + 1,
    )
    return past.map((one) => `${one.tagName.toLowerCase()}.${one.getAttribute("class") ?? ""}`)
  })
}
