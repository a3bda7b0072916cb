/**
 * @concordat/kernel/testing: what tests of services need. Pure and synchronous; no test runner is
 * imported, a broken expectation throws an `Error`.
 */

// Scenarios: given, when, then

export {
  accepted,
  type Expectation,
  emitted,
  type Happened,
  holds,
  lacks,
  refused,
  shown,
  silent,
} from "./expectations.ts"
export { type GivenRow, given } from "./given.ts"
export { type Given, type Scenario, scenario } from "./scenario.ts"

// A ledger in memory

export { type TestAuthority, testAuthority } from "./authority.ts"
export {
  openTestLedger,
  operation,
  recoveredLedger,
  type Signatories,
  type TestBlock,
  type TestGenesis,
  type TestLedger,
  type TestPayload,
  type TestRecovery,
  type TestResult,
} from "./ledger.ts"
export { signTestsBy, type TestSigner, testSigner } from "./signer.ts"
export { type Heading, saltOf, writeTransaction } from "./write-transaction.ts"

// A second implementation that predicts blocks

export { NaiveKernel, type NaiveResult, type Prediction } from "./naive-kernel.ts"
