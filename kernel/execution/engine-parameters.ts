/**
 * Consensus parameters as the genesis file and the engine service name them (ARCHITECTURE.md,
 * "Engines").
 */
import { enumeration } from "../schema/enumeration.ts"
import { i64 } from "../schema/i64.ts"
import type { Infer } from "../schema/kind.ts"
import { list } from "../schema/list.ts"
import { record } from "../schema/record.ts"
import { u64 } from "../schema/wide-unsigned.ts"

/** Sizes in bytes; `maxGas` −1 is no limit; evidence expires after both ages. */
export const engineParameters = record({
  block: record({ maxBytes: u64, maxGas: i64 }),
  evidence: record({ maxAgeBlocks: u64, maxAgeMs: u64, maxBytes: u64 }),
  keys: list(enumeration("ed25519"), 1, 1),
})

/** The parameters in force. */
export type EngineParameters = Infer<typeof engineParameters>

/** What a ledger begins with where nothing else is said: 4 MiB blocks, 48 h of evidence. */
export const DEFAULT_PARAMETERS: EngineParameters = {
  block: { maxBytes: 4_194_304n, maxGas: -1n },
  evidence: { maxAgeBlocks: 100_000n, maxAgeMs: 172_800_000n, maxBytes: 262_144n },
  keys: ["ed25519"],
}
