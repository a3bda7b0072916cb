/** Recovery records as files, and what they say in words. */
import {
  decodeRecovery,
  encodeRecovery,
  type Json,
  manifestDigest,
  type RecoveryManifest,
  type RecoveryRecord,
  recoveryManifest,
  timeText,
} from "@concordat/kernel"
import { type RecoveryVerdict, verifyRecovery } from "@concordat/sdk"
import { allAnchors } from "../anchors.ts"
import type { Environment } from "../environment.ts"
import { UsageError } from "../failure.ts"
import { readInput, writeOutput } from "../files.ts"
import { columns } from "../output.ts"

/** Exit status of what nobody may go on from. */
const NOT_PROVEN = 1

/** The record in a file. Throws `Invalid` `manifest_invalid`. */
export async function readRecord(environment: Environment, name: string): Promise<RecoveryRecord> {
  return decodeRecovery(await readInput(environment, name))
}

/** Writes a record; what was in the file before is kept beside it. */
export function writeRecord(environment: Environment, name: string, record: RecoveryRecord) {
  return writeOutput(environment, name, encodeRecovery(record))
}

/** The manifest of a record. Throws `manifest_invalid` where there is none yet. */
export function manifestOf({ manifest }: RecoveryRecord, name: string): RecoveryManifest {
  if (manifest !== null) return manifest
  const hint = "`concordat recovery manifest` makes one of the survivors' records."
  throw new UsageError("manifest_invalid", `${name} has no manifest yet.`, hint)
}

/** All that a signer must see. */
export function manifestLines(manifest: RecoveryManifest): string[] {
  const { chain, height, block, app, snapshot, successor, time, validators, reason } = manifest
  return columns([
    ["ledger that stopped", chain],
    ["last final block", `${height}, ${block}`],
    ["app hash after it", app],
    ["snapshot", snapshot],
    ["ledger that goes on", `${successor}, from ${timeText(time)}`],
    ["validators left", validators.map(({ key, power }) => `${key.ed25519} (${power})`).join(", ")],
    ["reason", reason],
    ["digest of all this", manifestDigest(manifest)],
  ])
}

/** The same for programs. */
export function manifestJson(manifest: RecoveryManifest): Json {
  return {
    ...(recoveryManifest.toJson(manifest) as object),
    digest: manifestDigest(manifest),
  } as Json
}

/** Judges a record by the anchors at hand, and by evidence of later blocks. */
export async function judged(
  environment: Environment,
  record: RecoveryRecord,
  others: readonly Uint8Array[] = [],
): Promise<RecoveryVerdict> {
  const anchors = await allAnchors(environment)
  return verifyRecovery(record, { anchors, now: environment.now(), others })
}

/** A record that does not hold, as an answer: the steps with the fault, and exit status 1. */
export function refusedRecord({ code, details, steps }: RecoveryVerdict) {
  const lines = steps.map(({ ok, sentence }) => `${ok ? "ok  " : "NO  "}${sentence}`)
  return {
    lines: [`The recovery does not hold: ${code}.`, ...lines],
    json: { valid: false, error: { code, details }, steps: steps as unknown as Json },
    exit: NOT_PROVEN,
  }
}
