/**
 * The recovery record, a file that ends in `.recovery`: evidence of the last final block of a
 * ledger that stopped, with its members and their keys in it; then the manifest, then the members'
 * signatures. It grows from hand to hand, and whole it leads from an anchor of the old ledger to
 * one of the new.
 */
import { Invalid } from "../failures.ts"
import { CBOR_DEPTH_MAX, EVIDENCE_BYTES_MAX } from "../limits.ts"
import { bytes } from "../schema/bytes.ts"
import { decode, encode } from "../schema/codec.ts"
import type { Infer } from "../schema/kind.ts"
import { list } from "../schema/list.ts"
import { option } from "../schema/option.ts"
import { record } from "../schema/record.ts"
import { u8 } from "../schema/unsigned.ts"
import { ENDORSEMENT_BYTES_MAX, ENDORSEMENTS_MAX } from "./endorsement.ts"
import { recoveryManifest } from "./manifest.ts"

const VERSION = 1
/** Bundles: one about the members, one about each of their keys. */
const BUNDLES_MAX = 300
const BUNDLE_BYTES_MAX = 131_072

/** The file. */
const recoveryRecord = record({
  v: u8,
  evidence: list(bytes(BUNDLE_BYTES_MAX, 1), BUNDLES_MAX, 1),
  manifest: option(recoveryManifest),
  endorsements: list(bytes(ENDORSEMENT_BYTES_MAX, 1), ENDORSEMENTS_MAX),
})
/** A record, at any step of its way. */
export type RecoveryRecord = Omit<Infer<typeof recoveryRecord>, "v">

/** The bytes of a record. */
export function encodeRecovery(value: RecoveryRecord): Uint8Array {
  return encode(recoveryRecord, { v: VERSION, ...value })
}

/** The record in a file's bytes. Throws `Invalid` `manifest_invalid`. */
export function decodeRecovery(input: Uint8Array): RecoveryRecord {
  try {
    const limits = { depth: CBOR_DEPTH_MAX, items: EVIDENCE_BYTES_MAX }
    const { v, ...value } = decode(recoveryRecord, input, limits)
    if (v === VERSION) return value
    throw new Invalid("unknown_value", "/v", `This program reads version ${VERSION}, not ${v}.`)
  } catch (failure) {
    if (!(failure instanceof Invalid)) throw failure
    const reason = `This is no recovery record. ${failure.message}`
    throw new Invalid("manifest_invalid", failure.path, reason, { cause: failure.code })
  }
}
