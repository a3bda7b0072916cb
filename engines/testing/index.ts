/** Deterministic seams for tests and simulation: one seed, one course of events. */
export { TestClock } from "./clock.ts"
export { TestDisk } from "./disk.ts"
export { SeededRandom } from "./random.ts"
