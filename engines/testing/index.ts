/** Deterministic seams for tests and simulation: one seed, one course of events. */
export { type Call, CallOrderError, watched } from "./call-order.ts"
export { TestClock } from "./clock.ts"
export { TestDisk } from "./disk.ts"
export { testValidator, useOpenssl } from "./fast-crypto.ts"
export { SeededRandom } from "./random.ts"
export { Tally } from "./tally.ts"
