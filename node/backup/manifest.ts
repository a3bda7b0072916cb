/**
 * `manifest.json` of a backup: every file with its digest, and what the copy is of. It is written
 * last, so a copy without it was never finished.
 */
import { createHash } from "node:crypto"
import { createReadStream } from "node:fs"
import { readdir, readFile, stat } from "node:fs/promises"
import { join, relative } from "node:path"
import {
  ascii,
  ConcordatError,
  enumeration,
  hash,
  type Infer,
  Invalid,
  list,
  parseJson,
  record,
  text,
  time,
  u8,
  u64,
} from "@concordat/kernel"

/** The form of the manifest that this version writes. */
export const FORMAT = 1
/** Name of the manifest in a backup. */
export const MANIFEST = "manifest.json"
const FILES_MAX = 1_000_000

const manifestKind = record({
  format: u8,
  chain: ascii(48),
  genesis: hash,
  engine: enumeration("solo", "cometbft"),
  /** Heights of the first and the last block; 0 without blocks. */
  first: u64,
  last: u64,
  made: time,
  version: ascii(40),
  files: list(record({ path: text(4096), size: u64, sha256: hash }), FILES_MAX),
})
export type Manifest = Infer<typeof manifestKind>

function invalid(path: string, reason: string, cause?: unknown): ConcordatError {
  return new ConcordatError("manifest_invalid", `The backup ${path} ${reason}.`, {
    cause,
    hint: "Use another copy: this one is not what was made.",
    details: { path },
  })
}

/** The digest of a file, as a manifest has it. */
async function digestOf(path: string): Promise<string> {
  const digest = createHash("sha256")
  for await (const chunk of createReadStream(path)) digest.update(chunk)
  return digest.digest("hex")
}

/** Paths of all files below a folder, sorted. */
async function filesBelow(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => !entry.isDirectory())
  return files.map((entry) => relative(folder, join(entry.parentPath, entry.name))).sort()
}

/** What a manifest says of the files that are there. */
export async function describeFiles(folder: string): Promise<Manifest["files"]> {
  const files: Manifest["files"][number][] = []
  for (const path of await filesBelow(folder)) {
    const at = join(folder, path)
    const size = BigInt((await stat(at)).size)
    files.push({ path, size, sha256: (await digestOf(at)) as Manifest["genesis"] })
  }
  return files
}

/** The text of a manifest. */
export function manifestText(manifest: Manifest): string {
  return `${JSON.stringify(manifestKind.toJson(manifest), null, 2)}\n`
}

/** Reads the manifest of a backup. Throws `manifest_invalid`. */
export async function readManifest(folder: string): Promise<Manifest> {
  try {
    const manifest = manifestKind.fromJson(parseJson(await readFile(join(folder, MANIFEST))))
    if (manifest.format === FORMAT) return manifest
    throw invalid(folder, `has format ${manifest.format}, which is not known here`)
  } catch (failure) {
    if (failure instanceof ConcordatError) throw failure
    const reason = failure instanceof Invalid ? `has a fault at ${failure.path}` : "has no manifest"
    throw invalid(folder, reason, failure)
  }
}

/** Compares every file with the manifest. Throws `manifest_invalid` for the first difference. */
export async function compareFiles(folder: string, { files }: Manifest): Promise<void> {
  const found = new Set(await filesBelow(folder))
  found.delete(MANIFEST)
  for (const { path, size, sha256 } of files) {
    if (!found.delete(path)) throw invalid(folder, `lacks ${path}`)
    const at = join(folder, path)
    const same = BigInt((await stat(at)).size) === size && (await digestOf(at)) === sha256
    if (!same) throw invalid(folder, `has another ${path} than was copied`)
  }
  const [more] = found
  if (more !== undefined) throw invalid(folder, `holds ${more}, which was not copied`)
}
