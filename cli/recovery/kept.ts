/**
 * The recovery records that this user has judged, kept beside the anchors: `verify` tells by them,
 * without a network, that evidence is of a ledger that goes on from another one, or of a block that
 * a recovery cut off.
 */
import { mkdir, readdir, readFile } from "node:fs/promises"
import { join } from "node:path"
import {
  decodeRecovery,
  encodeRecovery,
  type Json,
  type JsonObject,
  type RecoveryManifest,
  type RecoveryRecord,
} from "@concordat/kernel"
import type { Environment } from "../environment.ts"
import { EXIT } from "../failure.ts"
import { writeOutput } from "../files.ts"
import type { Answer } from "../output.ts"

const SUFFIX = ".recovery"
/** `harbour-2` is the second ledger of that name. */
const REVISION = /-([2-9]|[1-9]\d+)$/

const folderOf = ({ home }: Environment) => join(home, "recoveries")

/** The record in a file; null for one that is absent or damaged. */
async function recordIn(path: string): Promise<RecoveryRecord | null> {
  try {
    return decodeRecovery(await readFile(path))
  } catch {
    return null
  }
}

/** Keeps a record that holds; one that is there already stays, unless it is damaged. */
export async function keepRecord(environment: Environment, record: RecoveryRecord): Promise<void> {
  const folder = folderOf(environment)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const path = join(folder, `${record.manifest!.successor}${SUFFIX}`)
  if ((await recordIn(path)) === null) {
    await writeOutput(environment, path, encodeRecovery(record))
  }
}

/** A manifest, and how many members signed it. */
type Kept = { readonly manifest: RecoveryManifest; readonly signed: number }

/** What is kept; damaged records are named and left out. */
async function keptRecords(environment: Environment): Promise<Kept[]> {
  const folder = folderOf(environment)
  const names = await readdir(folder).catch(() => [] as string[])
  const kept: Kept[] = []
  for (const name of names.sort()) {
    if (!name.endsWith(SUFFIX)) continue
    const path = join(folder, name)
    const record = await recordIn(path)
    if (record === null) {
      environment.err(
        `record_malformed: The recovery record in ${path} cannot be read.\n` +
          "  Bring the file back from a copy, or verify the recovery again.\n",
      )
    } else if (record.manifest !== null) {
      kept.push({ manifest: record.manifest, signed: record.endorsements.length })
    }
  }
  return kept
}

/** Where evidence stands among the ledgers of one name. */
type Descent = {
  readonly lines: readonly string[]
  /** From the newest recovery back. */
  readonly recoveries: Json
  /** Whether it proves that a recovery cut its block off. */
  readonly truncated: boolean
}

/** What evidence proves: how a ledger was after a block. */
export type Proven = { readonly chain: string; readonly height: bigint }

/** Tells of the recoveries before a ledger, and of the one that ended it. */
async function descentOf(environment: Environment, { chain, height }: Proven): Promise<Descent> {
  const kept = await keptRecords(environment)
  const before: Kept[] = []
  for (let name = chain; ; name = before.at(-1)!.manifest.chain) {
    const found = kept.find(({ manifest }) => manifest.successor === name)
    if (found === undefined) break
    before.push(found)
  }
  const first = before.at(-1)?.manifest.chain ?? chain
  const end = kept.find(({ manifest }) => manifest.chain === chain)?.manifest
  // The header that holds the roots is one higher.
  const truncated = end !== undefined && height + 1n > end.height
  return {
    lines: [
      ...before.map(wentOn),
      ...(REVISION.test(first) ? [unknownDescent(first)] : []),
      ...(end === undefined ? [] : [ended(end, height + 1n, truncated)]),
    ],
    recoveries: before.map(({ manifest }) => ({
      ...{ oldChain: manifest.chain, height: String(manifest.height) },
      newChain: manifest.successor,
    })),
    truncated,
  }
}

/** The same answer with what is known of recoveries; evidence of what one cut off is no yes. */
export async function withDescent(
  environment: Environment,
  proven: Proven | null,
  { lines, json, exit = EXIT.done }: Answer,
): Promise<Answer> {
  const descent = proven === null ? null : await descentOf(environment, proven)
  if (descent === null || descent.lines.length === 0) return { lines, json, exit }
  const { recoveries, truncated } = descent
  return {
    lines: [...lines, "", ...descent.lines],
    json: { ...(json as JsonObject), recoveries, truncated },
    exit: truncated ? EXIT.refused : exit,
  }
}

function wentOn({ manifest: { chain, successor, height, reason }, signed }: Kept): string {
  const why = reason.slice(0, 100)
  return `${successor} goes on from ${chain} after its block ${height} (${signed} signed: ${why}).`
}

function unknownDescent(chain: string): string {
  const record = `\`concordat recovery verify\` with its record tells from which block.`
  return `${chain} goes on from a ledger before it, by its name: ${record}`
}

function ended({ chain, successor, height }: RecoveryManifest, of: bigint, cutOff: boolean) {
  if (!cutOff) return `${chain} ended with block ${height}; ${successor} goes on from it.`
  return (
    `truncation_found: block ${of} of ${chain} was final. ${successor} goes on from block ` +
    `${height}: what came after it was cut off.`
  )
}
