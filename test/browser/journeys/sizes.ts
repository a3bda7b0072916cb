/** What a visitor has to load, as it is sent: the verify page, its verifier, the overview. */
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { beforeAll, expect, it } from "vitest"
import { buildConsole } from "../../../scripts/build-console.ts"

/** Bounds in bytes; a kB is 1,000. */
const VERIFIER_MAX = 60_000
const VERIFY_MAX = 140_000
const OVERVIEW_MAX = 220_000
const SCREENS_MAX = 40_000
/** Less than this is a page whose files were not found. */
const COUNTED_MIN = 2_000

/** The names of scripts and style sheets that a file names. */
function named(text: string): readonly string[] {
  return [...new Set([...text.matchAll(/[\w.-]+-[\w-]{8}\.(?:js|css)/g)].map(([name]) => name))]
}

/** The bounds, on the build that the journeys used. */
export function sizes(): void {
  let folder: string
  const text = (name: string) => readFileSync(join(folder, name), "utf8")
  const asset = (name: string) => readFileSync(join(folder, "assets", name))
  const sent = (name: string) => readFileSync(join(folder, "assets", `${name}.br`)).length

  /** What loads with a page: what it names, and what those scripts import at once. */
  const withImports = (names: readonly string[]): ReadonlySet<string> => {
    const all = new Set<string>()
    const queue = [...names]
    for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
      if (all.has(name)) continue
      all.add(name)
      const imports = /^(?:import[^;]*?from[^;]*?;?|import"[^"]+";?)+/.exec(String(asset(name)))
      queue.push(...named(imports?.[0] ?? ""))
    }
    return all
  }
  const total = (names: Iterable<string>) => [...names].reduce((sum, name) => sum + sent(name), 0)
  const verifier = () =>
    [...withImports(named(text("verify.html")))]
      .flatMap((name) => named(String(asset(name))))
      .find((name) => name.startsWith("verify.worker"))!

  /** Something was counted, and not more than may be. */
  const within = (bytes: number, most: number) => {
    expect(bytes).toBeGreaterThan(COUNTED_MIN)
    expect(bytes).toBeLessThanOrEqual(most)
  }

  beforeAll(async () => {
    folder = (await buildConsole())!
  })

  it("the verifier", () => within(sent(verifier()), VERIFIER_MAX))

  it("the verify page with its verifier", () => {
    const page = withImports(named(text("verify.html")))
    within(total([...page, verifier()]), VERIFY_MAX)
  })

  it("the overview", () => {
    const page = withImports(named(text("index.html")))
    within(total(page), OVERVIEW_MAX)
  })

  it("a service's screens", () => {
    const index = [...withImports(named(text("index.html")))].map((name) => String(asset(name)))
    // A screen's own style sheet is a few rules; its scripts are what counts.
    const screens = index.flatMap(named).filter((name) => /^screens-.*\.js$/.test(name))
    expect(screens.length).toBeGreaterThan(0)
    for (const name of screens) within(sent(name), SCREENS_MAX)
  })
}
