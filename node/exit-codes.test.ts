/** Exit statuses of a process, by the table of the operations manual. */
import { Bug, ConcordatError, codes } from "@concordat/kernel"
import { expect, it } from "vitest"
import { exitCodeOf } from "./exit-codes.ts"

it.each([
  ["store_damaged", 74],
  ["disk_full", 74],
  ["store_in_use", 78],
  ["store_not_empty", 78],
  ["configuration_invalid", 78],
  ["genesis_invalid", 78],
  ["genesis_mismatch", 78],
  ["runtime_mismatch", 78],
  ["key_file_exposed", 77],
  ["keystore_locked", 77],
  ["keystore_unavailable", 77],
  ["digest_mismatch", 75],
  ["engine_missing", 78],
  ["engine_unsupported", 78],
  ["signer_state_missing", 77],
  ["signer_state_stale", 77],
  ["engine_ended", 70],
  ["root_mismatch", 70],
  ["block_out_of_order", 70],
])("%s ends a process with %d", (code, status) => {
  expect(exitCodeOf(new ConcordatError(code, "x"))).toBe(status)
  expect(codes.some((row) => row.code === code)).toBe(true)
})

it("anything else is a bug: 70", () => {
  expect(exitCodeOf(new Bug("x"))).toBe(70)
  expect(exitCodeOf(new TypeError("x"))).toBe(70)
  expect(exitCodeOf(new ConcordatError("node_busy", "x"))).toBe(70)
})
