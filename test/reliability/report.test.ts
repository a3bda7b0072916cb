/** RELIABILITY.md tells the levels as they are kept. */
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { expect, it } from "vitest"
import { ROOT } from "../../scripts/sources.ts"
import { command, keptRuns } from "./command.ts"
import { table, withTable } from "./report.ts"

it("the page's table is that of the levels and of the runs that are kept", () => {
  const page = readFileSync(join(ROOT, "RELIABILITY.md"), "utf8")
  expect(withTable(page, keptRuns()) === page, "run `npm run reliability:report`").toBe(true)
})

it("a level tells its last long run, and says where none was kept", () => {
  const run = { level: "9", date: "2026-01-01", node: "24.0.0", command: "c", figure: "f" }
  const lines = table([{ ...run, figure: "older" }, run]).split("\n")
  expect(lines.find((line) => line.startsWith("| 9 "))).toContain("2026-01-01, Node 24.0.0, `c`: f")
  expect(lines.find((line) => line.startsWith("| 8 "))).toContain("none kept")
  expect(() => withTable("a page", [])).toThrow("has no")
})

it("a run is kept with its level, its command and its figure only", async () => {
  await expect(command(["--level", "99"], () => {})).rejects.toThrow("No level 99")
  await expect(command(["--level", "9"], () => {})).rejects.toThrow("--command and a --figure")
})
