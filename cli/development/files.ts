/** Files that a development gateway serves and keeps: the built console, leaf files of batches. */
import { mkdir, readdir, readFile, rename, writeFile } from "node:fs/promises"
import { extname, join, relative } from "node:path"
import type { BatchFiles, ConsoleFile } from "@concordat/gateway"

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".ico": "image/x-icon",
  ".json": "application/json",
  ".webmanifest": "application/manifest+json",
  ".txt": "text/plain; charset=utf-8",
}

/** All files of the built console by their path; null where there is none. */
export async function consoleFiles(
  folder: string | null,
): Promise<ReadonlyMap<string, ConsoleFile> | null> {
  if (folder === null) return null
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  const files = new Map<string, ConsoleFile>()
  for (const entry of entries) {
    const type = TYPES[extname(entry.name)]
    if (!entry.isFile() || type === undefined) continue
    const path = join(entry.parentPath, entry.name)
    const name = `/${relative(folder, path).replaceAll("\\", "/")}`
    const bytes = new Uint8Array(await readFile(path))
    files.set(name, { type, bytes, immutable: name.startsWith("/assets/") })
  }
  return files.size === 0 ? null : files
}

/** Leaf files in a folder, one a statement. */
export function batchFiles(folder: string): BatchFiles {
  const pathOf = (statement: string) => join(folder, `${statement}.leaves`)
  return {
    async get(statement) {
      const found = await readFile(pathOf(statement)).catch(() => null)
      return found === null ? null : new Uint8Array(found)
    },
    async put(statement, leaves) {
      await mkdir(folder, { recursive: true })
      await writeFile(`${pathOf(statement)}.part`, leaves)
      await rename(`${pathOf(statement)}.part`, pathOf(statement))
    },
  }
}
