/**
 * `concordat recovery manifest`: what the members are to sign, made by a survivor whose node stands
 * still at the last final block that anybody knows.
 */
import { resolve } from "node:path"
import {
  addressText,
  ConcordatError,
  decodeBundle,
  defineRuntime,
  type Hex,
  hashOf,
  headerHash,
  inSetOrder,
  type RecoveryManifest,
  type RecoveryRecord,
  stampMs,
  successorOf,
  toHex,
  type Validators,
  type View,
} from "@concordat/kernel"
import { type LeftLedger, readStopped, services, writeSnapshotOf } from "@concordat/node"
import { validators } from "@concordat/services/validators"
import type { Common, Environment } from "../environment.ts"
import { UsageError } from "../failure.ts"
import { readInput } from "../files.ts"
import { nodeFile, placesOf, type Variables } from "../node/file.ts"
import type { Answer } from "../output.ts"
import {
  judged,
  manifestJson,
  manifestLines,
  readRecord,
  refusedRecord,
  writeRecord,
} from "./record.ts"

export type ManifestFlags = Common & {
  readonly config: string
  readonly keep?: string
  readonly reason?: string
  readonly evidence?: readonly string[]
  readonly out?: string
}

type Left = Pick<LeftLedger, "chain" | "height">
type Survivor = { readonly name: string; readonly record: RecoveryRecord }

function required(flags: ManifestFlags) {
  const { keep, reason } = flags
  const hint = "`concordat recovery manifest --help` has an example."
  if (keep === undefined) {
    throw new UsageError("field_missing", "--keep names the organisations that are left.", hint)
  }
  if (reason === undefined) throw new UsageError("field_missing", "--reason says why.", hint)
  return { keep: keep.split(",").map((name) => name.trim()), reason }
}

/** Header of the block that a record's evidence is of. */
const headerOf = ({ evidence }: RecoveryRecord) => decodeBundle(evidence[0]!).header

function higher(own: bigint, found: bigint, name: string): ConcordatError {
  const reason = `${name} proves block ${found}; this node's last one is ${own}.`
  return new ConcordatError("higher_commit_found", reason, {
    hint: "Make the manifest at the node that has the highest block, or let this one catch up.",
    details: { found: String(found), expected: String(own) },
  })
}

/** The record of the node's own last block. Throws where somebody proves a later, or another. */
function ownRecord(survivors: readonly Survivor[], { chain, height }: Left): RecoveryRecord {
  const own = survivors.find(({ record }) => {
    const header = headerOf(record)
    return header.chain === chain && header.height === height
  })
  for (const { name, record } of survivors) {
    const header = headerOf(record)
    if (header.chain !== chain) {
      throw new UsageError("chain_mismatch", `${name} is of ${header.chain}.`, `Here is ${chain}.`)
    }
    if (header.height > height) throw higher(height, header.height, name)
    const same = own && hashOf(headerHash(header)) === hashOf(headerHash(headerOf(own.record)))
    if (own && header.height === height && !same) {
      throw new UsageError("fork_found", `${name} has another block ${height}.`, "Keep all files.")
    }
  }
  if (own !== undefined) return own.record
  const hint = "`concordat recovery inspect` this node while it runs, and give its record."
  throw new UsageError("commit_insufficient", `No record proves block ${height}.`, hint)
}

/** The newest set, without those whose organisations are lost. */
function kept(view: View, set: Validators, organisations: readonly string[]): Validators {
  const left = set.filter((validator) => {
    const row = validators.get(view, { address: addressText(validator) as Hex })
    return row !== undefined && organisations.includes(row.organisation)
  })
  if (left.length > 0) return inSetOrder(left)
  const hint = "`concordat status` of a survivor lists the validators with their organisations."
  throw new UsageError("unknown_validator", "None of --keep has a validator.", hint)
}

/** Refuses evidence from anywhere that is of a later block. */
async function ensureLast(environment: Environment, left: Left, files: readonly string[]) {
  for (const name of files) {
    const { header } = decodeBundle(await readInput(environment, name))
    if (header.chain !== left.chain || header.height <= left.height) continue
    throw higher(left.height, header.height, name)
  }
}

/** Writes the manifest into a record of its own. */
export async function manifestVerb(
  environment: Environment,
  files: readonly string[],
  flags: ManifestFlags,
  variables: Variables,
): Promise<Answer> {
  const { keep, reason } = required(flags)
  const { data } = placesOf(nodeFile(resolve(environment.cwd, flags.config), variables))
  const survivors: Survivor[] = []
  for (const name of files) survivors.push({ name, record: await readRecord(environment, name) })
  const { left, set } = await readStopped(data, defineRuntime(services), (found) => {
    const { view, ...left } = found
    return { left, set: kept(view, left.validators, keep) }
  })
  await ensureLast(environment, left, flags.evidence ?? [])
  const { evidence } = ownRecord(survivors, left)
  const { header } = decodeBundle(evidence[0]!)
  const snapshot = await writeSnapshotOf(data)
  const successor = successorOf(left.chain)
  const manifest: RecoveryManifest = {
    ...{ chain: left.chain, height: left.height, block: hashOf(headerHash(header)) },
    ...{ app: left.appHash, snapshot: toHex(snapshot.hash) as RecoveryManifest["snapshot"] },
    ...{ successor, time: Math.max(environment.now(), stampMs(header.time) + 1) },
    ...{ validators: set, reason },
  }
  const record = { evidence, manifest, endorsements: [] }
  const verdict = await judged(environment, record)
  if (verdict.code !== "endorsement_insufficient") return refusedRecord(verdict)
  const path = await writeRecord(environment, flags.out ?? `${successor}.recovery`, record)
  return {
    lines: [
      ...manifestLines(manifest),
      `Written to ${path}. Every member compares it with its own node and signs:`,
      `  concordat recovery sign ${path} --config concordat.toml --keys <folder>`,
    ],
    json: { manifest: manifestJson(manifest), file: path },
  }
}
