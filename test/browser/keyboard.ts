/** Walking a page by keyboard alone, as somebody does who has no mouse. */
import type { FileChooser, Page } from "playwright-core"

/** Presses of Tab after which something counts as out of reach. */
const STEPS_MAX = 80

/** What has the focus, by the name that is read out. */
function focused(page: Page): Promise<string> {
  return page.evaluate(() => {
    const element = document.activeElement as HTMLElement | null
    if (element === null || element === document.body) return ""
    const labels = (element as HTMLInputElement).labels
    const named = labels === undefined || labels === null ? [] : [...labels]
    const label = named.map((one) => one.textContent).join(" ")
    const spoken = [element.getAttribute("aria-label"), label, element.textContent]
    return spoken.join(" ").trim()
  })
}

/** Moves the focus by Tab until it is on what is called so. */
async function tabTo(page: Page, name: string | RegExp): Promise<void> {
  const seen: string[] = []
  for (let step = 0; step < STEPS_MAX; step++) {
    await page.keyboard.press("Tab")
    const now = await focused(page)
    if (typeof name === "string" ? now.includes(name) : name.test(now)) return
    seen.push(now.slice(0, 40))
  }
  throw new Error(`Tab never reaches ${name}; it reaches: ${[...new Set(seen)].join(" | ")}`)
}

/** Moves to a control and presses Enter. */
export async function press(page: Page, name: string | RegExp): Promise<void> {
  await tabTo(page, name)
  await page.keyboard.press("Enter")
}

/** Moves to a file field, opens it by the space bar, and chooses. */
export async function chooseFiles(
  page: Page,
  name: string | RegExp,
  files: Parameters<FileChooser["setFiles"]>[0],
): Promise<void> {
  await tabTo(page, name)
  const chooser = page.waitForEvent("filechooser")
  await page.keyboard.press("Space")
  await (await chooser).setFiles(files)
}
