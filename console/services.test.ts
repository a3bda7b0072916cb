/** What services tell the console of themselves leads somewhere. */
import { describe, expect, it } from "vitest"
import { matchScreen } from "./pages/services/match-screen.ts"
import { services } from "./services.ts"

/** Paths below a service that are the console's own. */
const RESERVED = ["commands", "tables", "queries"]

it("knows every service once", () => {
  const names = services.map(({ definition }) => definition.name)
  expect(new Set(names).size).toBe(names.length)
})

describe.each(services)("$definition.name", ({ definition, entries, pages, screens: load }) => {
  const screens = load?.pages() ?? Promise.resolve([])

  it("has its hand-made pages under paths of its own", async () => {
    const paths = (await screens).map(({ path }) => path)
    expect(new Set(paths).size).toBe(paths.length)
    for (const path of paths) expect(RESERVED).not.toContain(path.split("/")[0])
  })

  it("offers only pages that there are", async () => {
    for (const { path } of entries) {
      expect(matchScreen(await screens, path.split("/"))?.screen.path).toBe(path)
    }
  })

  it("leads from rows to pages that there are", async () => {
    for (const [table, pathOf] of Object.entries(pages)) {
      const shape = definition.tables[table]
      expect(shape).toBeDefined()
      const key = Object.fromEntries(shape!.keyFields.map(({ name }) => [name, "a"]))
      const path = pathOf({ key, value: {} })
      if (path !== null) expect(matchScreen(await screens, path.split("/"))).not.toBeNull()
    }
  })
})
