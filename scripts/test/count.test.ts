/** The last line of `npm test` counts everything that went wrong, also what ran no test at all. */
import { describe, expect, it } from "vitest"
import { count, failures, type Report } from "./count.ts"

const file = (status: string, ...tests: string[]) => ({
  ...{ name: "a.test.ts", status, message: "cannot be loaded" },
  assertionResults: tests.map((each, number) => {
    const failureMessages = each === "failed" ? [`Expected\n\n  ${"1".repeat(999)}`] : []
    return { status: each, fullName: `test ${number}`, failureMessages }
  }),
})

const report = (some: Partial<Report>): Report => ({
  numPassedTests: 0,
  numFailedTests: 0,
  numPendingTests: 0,
  numTodoTests: 0,
  testResults: [],
  ...some,
})

describe("count", () => {
  it("adds up passed, failed, skipped and planned tests", () => {
    const mixed = report({
      numPassedTests: 5,
      numFailedTests: 1,
      numPendingTests: 2,
      numTodoTests: 1,
      testResults: [file("failed", "passed", "failed")],
    })
    expect(count(mixed, 1)).toEqual({ passed: 5, failed: 1, skipped: 3 })
  })

  it("counts a file that could not be loaded as one failure", () => {
    const broken = report({ numPassedTests: 5, testResults: [file("failed"), file("passed")] })
    expect(count(broken, 1)).toEqual({ passed: 5, failed: 1, skipped: 0 })
  })

  it("counts an exit code that no failed test explains", () => {
    expect(count(report({ numPassedTests: 5 }), 1).failed).toBe(1)
    expect(count(report({ numPassedTests: 5 }), 0).failed).toBe(0)
    expect(count(null, 0)).toEqual({ passed: 0, failed: 1, skipped: 0 })
  })
})

describe("failures", () => {
  it("are named in a line each, with the beginning of what they said", () => {
    const testResults = [file("failed", "passed", "failed"), file("failed", "passed")]
    expect(failures(report({ testResults }))).toEqual([
      `a.test.ts: test 1\n  Expected ${"1".repeat(231)}…`,
      "a.test.ts\n  cannot be loaded",
    ])
    expect(failures(null)).toEqual(["Vitest ended without a report."])
  })
})
