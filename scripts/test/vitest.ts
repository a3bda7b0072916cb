/** Runs Vitest over the project and counts what it reports. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { runTool } from "../tool.ts"
import { type Counts, count, failures, type Report, sum } from "./count.ts"
import { begin } from "./steps.ts"

/** A part of a whole run, as vitest.config.ts knows it; undefined: all that `filters` name. */
type Part = "machines" | "quick" | "slow" | undefined

/** Side by side: what starts networks, and all else, one part after the other. */
const LANES: readonly (readonly Part[])[] = [["machines"], ["quick", "slow"]]

/** Runs the tests whose path contains one of `filters`; all of them without any. */
export async function vitest(filters: readonly string[], fast: boolean): Promise<Counts> {
  begin(fast ? "tests, without the slow ones" : "tests")
  const lanes = fast || filters.length > 0 ? [[undefined]] : LANES
  const lane = async (parts: readonly Part[]) => {
    const ran: Awaited<ReturnType<typeof run>>[] = []
    for (const part of parts) ran.push(await run(filters, fast, part))
    return ran
  }
  const ran = (await Promise.all(lanes.map(lane))).flat()
  const lines = ran.flatMap(({ report }) => failures(report))
  if (lines.length > 0) process.stdout.write(`\n— what failed\n${lines.join("\n")}\n`)
  return sum(ran.map(({ counts }) => counts))
}

/** One Vitest, over all or over one part. */
async function run(filters: readonly string[], fast: boolean, part: Part) {
  const folder = mkdtempSync(join(tmpdir(), "concordat-test-"))
  const output = join(folder, "report.json")
  const args = ["run", ...filters, "--reporter=default", "--reporter=json"]
  const env = {
    ...process.env,
    ...(fast ? { CONCORDAT_FAST: "1" } : {}),
    ...(part === undefined ? {} : { CONCORDAT_PART: part }),
  }
  try {
    const code = await runTool("vitest/vitest.mjs", [...args, `--outputFile.json=${output}`], env)
    const report = existsSync(output) ? (JSON.parse(readFileSync(output, "utf8")) as Report) : null
    return { report, counts: count(report, code) }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
