/** The machine itself, so that every report says on what it was taken. */
import { type Bench, calibrate } from "./harness.ts"

/** Benchmarks of the machine. */
export const benches: readonly Bench[] = [
  {
    name: "machine.calibration",
    about: "SHA-256 of 64 KiB and as many integer steps, the unit of every ratio.",
    run: async () => ({ value: await calibrate(), unit: "rounds/CPU-s" }),
  },
]
