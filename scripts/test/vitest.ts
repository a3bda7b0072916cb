/** Runs Vitest over the project and counts what it reports. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { runTool } from "../tool.ts"
import { type Counts, count } from "./count.ts"
import { begin } from "./steps.ts"

/** Runs the tests whose path contains one of `filters`; all of them without any. */
export async function vitest(filters: readonly string[], fast: boolean): Promise<Counts> {
  begin(fast ? "tests, without the slow ones" : "tests")
  const folder = mkdtempSync(join(tmpdir(), "concordat-test-"))
  const output = join(folder, "report.json")
  const args = ["run", ...filters, "--reporter=default", "--reporter=json"]
  const env = fast ? { ...process.env, CONCORDAT_FAST: "1" } : process.env
  try {
    const code = await runTool("vitest/vitest.mjs", [...args, `--outputFile.json=${output}`], env)
    const report = existsSync(output) ? JSON.parse(readFileSync(output, "utf8")) : null
    return count(report, code)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
