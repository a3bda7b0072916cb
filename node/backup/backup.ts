/**
 * A copy of what a node cannot get elsewhere, made while it runs or stands still: the block log up
 * to its last whole record, genesis, configuration, the encrypted keystore, leaf files. Never what
 * a validator signed last, nor the key that its engine votes with: a copy of these can sign twice.
 */
import { createReadStream, createWriteStream } from "node:fs"
import { cp, mkdir, readdir, stat, writeFile } from "node:fs/promises"
import { basename, join } from "node:path"
import { pipeline } from "node:stream/promises"
import { logExtents, readLog } from "@concordat/engines/solo"
import { type Anchor, ConcordatError, type Genesis, type Runtime } from "@concordat/kernel"
import { silentLog } from "../log/log.ts"
import { PREDECESSOR, readGround } from "../recovery/ground.ts"
import { type Replayed, replayBlocks } from "../replay/replay.ts"
import { readingDisk, systemDisk } from "../seams/disk.ts"
import {
  compareFiles,
  describeFiles,
  FORMAT,
  MANIFEST,
  type Manifest,
  manifestText,
  readManifest,
} from "./manifest.ts"

/** What is copied, each an absolute path. */
export type BackupSource = {
  readonly configuration: string
  readonly genesis: string
  readonly blocks: string
  readonly keys: string
  readonly batches: string
  /** The data folder: of a recovered ledger, what it goes on from lies in it. */
  readonly data: string
}

export type BackupOptions = {
  readonly source: BackupSource
  /** Absolute path of a folder that is not there yet. */
  readonly to: string
  readonly genesis: Genesis
  readonly engine: Manifest["engine"]
  readonly now: number
  readonly version: string
}

/** Names in a backup. */
const PLACES = {
  configuration: "concordat.toml",
  genesis: "genesis.json",
  blocks: "blocks",
  keys: "keys",
  batches: "batches",
  predecessor: PREDECESSOR,
} as const
/** Opens the keystore: beside it in a backup it would be no lock at all. */
const PASSPHRASE = "passphrase"

const isThere = (path: string) =>
  stat(path).then(
    () => true,
    () => false,
  )

/** Throws `store_not_empty` where anything lies at the path. */
async function ensureAbsent(path: string): Promise<void> {
  const names = await readdir(path).catch(() => null)
  if (names === null ? !(await isThere(path)) : names.length === 0) return
  throw new ConcordatError("store_not_empty", `${path} is there already and not empty.`, {
    hint: "Name a folder that is not there; nothing is ever written over.",
    details: { path },
  })
}

async function copyBlocks(from: string, to: string) {
  await mkdir(to, { recursive: true })
  const extents = await logExtents(readingDisk, from)
  for (const { name, whole } of extents) {
    if (whole === 0) continue
    const part = createReadStream(join(from, name), { end: whole - 1 })
    await pipeline(part, createWriteStream(join(to, name), { flags: "wx", mode: 0o600 }))
  }
  const [oldest, newest] = [extents[0], extents.at(-1)]
  const empty = oldest === undefined || newest === undefined || newest.next === oldest.first
  return empty ? { first: 0n, last: 0n } : { first: oldest.first, last: newest.next - 1n }
}

/** Makes the copy. Throws `store_not_empty`, `store_damaged`. */
export async function makeBackup(options: BackupOptions): Promise<Manifest> {
  const { source, to, genesis, engine, now, version } = options
  await ensureAbsent(to)
  await mkdir(to, { recursive: true, mode: 0o700 })
  const at = (name: keyof typeof PLACES) => join(to, PLACES[name])
  await cp(source.configuration, at("configuration"))
  await cp(source.genesis, at("genesis"))
  if (await isThere(source.keys)) {
    const filter = (path: string) => basename(path) !== PASSPHRASE
    await cp(source.keys, at("keys"), { recursive: true, filter })
  }
  if (await isThere(source.batches)) await cp(source.batches, at("batches"), { recursive: true })
  const before = join(source.data, PREDECESSOR)
  if (await isThere(before)) await cp(before, at("predecessor"), { recursive: true })
  const heights = await copyBlocks(source.blocks, at("blocks"))
  const manifest: Manifest = {
    ...{ format: FORMAT, chain: genesis.chain, genesis: genesis.digest, engine, ...heights },
    ...{ made: now, version, files: await describeFiles(to) },
  }
  await writeFile(join(to, MANIFEST), manifestText(manifest), { flag: "wx", mode: 0o600 })
  return manifest
}

/** How a backup is judged. */
export type VerifyOptions = {
  readonly folder: string
  readonly runtime: Runtime
  /** Reads the genesis of the backup's file. */
  readonly genesisOf: (path: string) => Genesis
  /** Those of other ledgers do not count. */
  readonly anchors: readonly Anchor[]
  readonly everyCommit?: boolean
  readonly onProgress?: (height: bigint) => void
}

/**
 * Proves a backup: every file is as it was copied, and the blocks lead from the genesis to every
 * root that a header names. Throws `manifest_invalid`, `genesis_mismatch`, `root_mismatch`,
 * `store_damaged`.
 */
export async function verifyBackup(options: VerifyOptions) {
  const { folder, runtime, genesisOf, anchors, everyCommit = false, onProgress } = options
  const manifest = await readManifest(folder)
  await compareFiles(folder, manifest)
  const genesis = genesisOf(join(folder, PLACES.genesis))
  if (genesis.digest !== manifest.genesis) {
    const reason = `The genesis in ${folder} is another than its manifest says.`
    throw new ConcordatError("genesis_mismatch", reason, { hint: "Use another copy." })
  }
  const kept = { disk: systemDisk, data: folder, log: silentLog }
  const { recovery } = genesis
  const ground = recovery === null ? null : await readGround(kept, recovery)
  const replayed: Replayed = await replayBlocks({
    ...(ground === null ? {} : { ground }),
    ...{ runtime, genesis, everyCommit, last: manifest.last },
    anchors: anchors.filter(({ chain }) => chain === genesis.chain),
    ...(onProgress === undefined ? {} : { onProgress }),
    blocks: readLog(readingDisk, join(folder, PLACES.blocks)),
  })
  return { manifest, replayed }
}

/** Where a verified backup is brought back. */
export type RestoreOptions = {
  readonly from: string
  /** Absolute path of a folder that is not there, or empty. */
  readonly to: string
  readonly engine: Manifest["engine"]
}

/**
 * Copies a backup into a node's folder. The caller has verified it. The blocks of a network's node
 * stay behind: its engine fetches them from the others, and would not begin above its own.
 */
export async function restoreFiles({ from, to, engine }: RestoreOptions): Promise<void> {
  await ensureAbsent(to)
  await mkdir(to, { recursive: true, mode: 0o700 })
  for (const name of ["configuration", "genesis", "keys", "batches"] as const) {
    const source = join(from, PLACES[name])
    if (await isThere(source)) await cp(source, join(to, PLACES[name]), { recursive: true })
  }
  const before = join(from, PLACES.predecessor)
  if (await isThere(before)) await cp(before, join(to, "data", PREDECESSOR), { recursive: true })
  if (engine === "solo") {
    await cp(join(from, PLACES.blocks), join(to, "data", PLACES.blocks), { recursive: true })
  }
}
