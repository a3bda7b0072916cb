/** Runs Vitest over the project and counts what it reports. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { runTool } from "../tool.ts"
import { begin, type Counts } from "./steps.ts"

/** The part of Vitest's JSON report that is counted. */
export type Report = {
  readonly numPassedTests: number
  readonly numFailedTests: number
  readonly numPendingTests: number
  readonly numTodoTests: number
  readonly testResults: readonly {
    readonly status: string
    readonly assertionResults: readonly { readonly status: string }[]
  }[]
}

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

/**
 * Counts a report. A file that could not run is one failure, and so is an exit code that no failed
 * test explains (an unhandled rejection, a crash before the report).
 */
export function count(report: Report | null, exitCode: number): Counts {
  if (report === null) return { passed: 0, failed: 1, skipped: 0 }
  const broken = report.testResults.filter(
    (file) =>
      file.status === "failed" && file.assertionResults.every((test) => test.status !== "failed"),
  )
  const failed = report.numFailedTests + broken.length
  return {
    passed: report.numPassedTests,
    failed: failed === 0 && exitCode !== 0 ? 1 : failed,
    skipped: report.numPendingTests + report.numTodoTests,
  }
}
