/** With which status a process ends for a failure, so that service managers know what to do. */
import { ConcordatError } from "@concordat/kernel"

const BUG = 70
const STORAGE = 74
const UPGRADE = 75
const KEYS = 77
const CONFIGURATION = 78

const STATUS: Readonly<Record<string, number>> = {
  block_out_of_order: BUG,
  configuration_invalid: CONFIGURATION,
  digest_mismatch: UPGRADE,
  disk_full: STORAGE,
  engine_missing: CONFIGURATION,
  engine_unsupported: CONFIGURATION,
  genesis_invalid: CONFIGURATION,
  genesis_mismatch: CONFIGURATION,
  key_file_exposed: KEYS,
  keystore_locked: KEYS,
  keystore_unavailable: KEYS,
  root_mismatch: BUG,
  runtime_mismatch: CONFIGURATION,
  signer_state_missing: KEYS,
  signer_state_stale: KEYS,
  state_sync_failed: CONFIGURATION,
  store_damaged: STORAGE,
  store_in_use: CONFIGURATION,
  store_not_empty: CONFIGURATION,
  upgrade_needed: UPGRADE,
}

/** 70 for a bug or an unknown failure, else by its code. */
export function exitCodeOf(failure: unknown): number {
  return failure instanceof ConcordatError ? (STATUS[failure.code] ?? BUG) : BUG
}
