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
  type RecoveryManifest,
  type RecoveryRecord,
  type Verdict,
} from "@concordat/kernel"
import type { Environment } from "../environment.ts"
import { writeOutput } from "../files.ts"

const SUFFIX = ".recovery"
/** `harbour-2` is the second ledger of that name. */
const REVISION = /-([2-9]|[1-9]\d+)$/

const folderOf = ({ home }: Environment) => join(home, "recoveries")

/** Keeps a record that holds; one that is there already stays. */
export async function keepRecord(environment: Environment, record: RecoveryRecord): Promise<void> {
  const folder = folderOf(environment)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const path = join(folder, `${record.manifest!.successor}${SUFFIX}`)
  if ((await readFile(path).catch(() => null)) === null) {
    await writeOutput(environment, path, encodeRecovery(record))
  }
}

/** A manifest, and how many members signed it. */
type Kept = { readonly manifest: RecoveryManifest; readonly signed: number }

async function keptRecords(environment: Environment): Promise<Kept[]> {
  const folder = folderOf(environment)
  const names = (await readdir(folder).catch(() => [] as string[])).filter((name) =>
    name.endsWith(SUFFIX),
  )
  const records = await Promise.all(
    names.sort().map(async (name) => decodeRecovery(await readFile(join(folder, name)))),
  )
  return records.flatMap(({ manifest, endorsements }) =>
    manifest === null ? [] : [{ manifest, signed: endorsements.length }],
  )
}

/** Where evidence stands among the ledgers of one name. */
export type Descent = {
  readonly lines: readonly string[]
  /** From the newest recovery back. */
  readonly recoveries: Json
  /** Whether it proves that a recovery cut its block off. */
  readonly truncated: boolean
}

/** Tells of the recoveries before a ledger, and of the one that ended it. */
export async function descentOf(environment: Environment, verdict: Verdict): Promise<Descent> {
  const { chain, height, valid } = verdict
  if (!valid || chain === null || height === null) {
    return { lines: [], recoveries: [], truncated: false }
  }
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
