/** What the last lines of `npm test` say: what failed, and how many. */

/** What a step adds to the last line of `npm test`. */
export type Counts = { readonly passed: number; readonly failed: number; readonly skipped: number }

/** The part of Vitest's JSON report that is read. */
export type Report = {
  readonly numPassedTests: number
  readonly numFailedTests: number
  readonly numPendingTests: number
  readonly numTodoTests: number
  readonly testResults: readonly {
    readonly name: string
    readonly status: string
    readonly message?: string
    readonly assertionResults: readonly {
      readonly status: string
      readonly fullName: string
      readonly failureMessages?: readonly string[]
    }[]
  }[]
}

/** Of a failure's message: enough to know what it is about. */
const MESSAGE_MAX = 240

/** Files that failed although no test in them did. */
const brokenIn = ({ testResults }: Report) =>
  testResults.filter(
    ({ status, assertionResults }) =>
      status === "failed" && assertionResults.every((test) => test.status !== "failed"),
  )

/**
 * Counts a report. A file that could not run is one failure, and so is an exit code that no failed
 * test explains (an unhandled rejection, a crash before the report).
 */
export function count(report: Report | null, exitCode: number): Counts {
  if (report === null) return { passed: 0, failed: 1, skipped: 0 }
  const failed = report.numFailedTests + brokenIn(report).length
  return {
    passed: report.numPassedTests,
    failed: failed === 0 && exitCode !== 0 ? 1 : failed,
    skipped: report.numPendingTests + report.numTodoTests,
  }
}

/** Adds up. */
export function sum(counts: readonly Counts[]): Counts {
  const total = (key: keyof Counts) => counts.reduce((all, each) => all + each[key], 0)
  return { passed: total("passed"), failed: total("failed"), skipped: total("skipped") }
}

/** A line for each failure: the test, and the beginning of what it said. */
export function failures(report: Report | null): readonly string[] {
  if (report === null) return ["Vitest ended without a report."]
  const tests = report.testResults.flatMap(({ name, assertionResults }) =>
    assertionResults
      .filter(({ status }) => status === "failed")
      .map(({ fullName, failureMessages }) => line(`${name}: ${fullName}`, failureMessages?.[0])),
  )
  return [...tests, ...brokenIn(report).map(({ name, message }) => line(name, message))]
}

function line(what: string, message = ""): string {
  const said = message.replaceAll(/\s+/g, " ").trim()
  return `${what}\n  ${said.length > MESSAGE_MAX ? `${said.slice(0, MESSAGE_MAX)}…` : said}`
}
