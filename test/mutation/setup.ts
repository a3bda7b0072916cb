/**
 * What every file of kernel tests begins with when mutants are judged: each test is run as ever,
 * and noted with the mutants that it reaches, so that `judge.ts` can run it again.
 */
import fc from "fast-check"
import { type RunnerTestCase, TestRunner } from "vitest"
import { type Noted, reached, stryker, tests } from "./noted.ts"

// The first counterexample kills; a smaller one would tell nobody anything.
fc.configureGlobal({ ...fc.readConfigureGlobal(), endOnFailure: true })

/** A test is worth what it computes, however much else the machine does. */
const MICROS_A_MS = 1_000

/** The test with its own hooks, which may be run again and again. */
function again(test: RunnerTestCase): () => Promise<void> {
  const suites: Parameters<typeof TestRunner.getSuiteHooks>[0][] = [test.file]
  for (let suite = test.suite; suite !== undefined; suite = suite.suite) suites.splice(1, 0, suite)
  return async () => {
    for (const suite of suites) {
      for (const hook of TestRunner.getSuiteHooks(suite).beforeEach) await hook(test.context, suite)
    }
    await TestRunner.getTestFn(test)()
    for (const suite of suites) {
      for (const hook of TestRunner.getSuiteHooks(suite).afterEach) await hook(test.context, suite)
    }
  }
}

async function noted(test: RunnerTestCase): Promise<void> {
  const began = process.cpuUsage()
  stryker.currentTestId = test.id
  try {
    await TestRunner.getTestFn(test)()
  } finally {
    stryker.currentTestId = undefined
  }
  const { user, system } = process.cpuUsage(began)
  const ms = (user + system) / MICROS_A_MS
  const name = `${test.file.name} > ${test.name}`
  const one: Noted = { name, ms, hits: reached(test.id), run: again(test) }
  if (one.hits.size > 0) tests.push(one)
}

Object.assign(TestRunner.prototype, { runTask: noted })
