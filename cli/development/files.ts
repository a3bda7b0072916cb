/** Files that a development gateway serves and keeps: the built console, leaf files of batches. */
import { mkdir, open, readdir, readFile, rename, rm, stat } from "node:fs/promises"
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
    const packed = await readFile(`${path}.br`).catch(() => null)
    const brotli = packed === null ? null : new Uint8Array(packed)
    files.set(name, { type, bytes, brotli, immutable: name.startsWith("/assets/") })
  }
  return files.size === 0 ? null : files
}

/** Leaf files in a folder, one a statement; what is arriving lies beside them as `.part`. */
export function batchFiles(folder: string): BatchFiles {
  const pathOf = (statement: string) => join(folder, `${statement}.leaves`)
  const partOf = (statement: string) => `${pathOf(statement)}.part`
  return {
    async size(statement) {
      const found = await stat(pathOf(statement)).catch(() => null)
      return found?.size ?? null
    },
    async read(statement, start, end) {
      const file = await open(pathOf(statement))
      try {
        const { buffer } = await file.read(new Uint8Array(end - start), 0, end - start, start)
        return buffer
      } finally {
        await file.close()
      }
    },
    async write(statement, start, part) {
      await mkdir(folder, { recursive: true })
      const file = await open(partOf(statement), start === 0 ? "w" : "r+")
      try {
        await file.write(part, 0, part.length, start)
      } finally {
        await file.close()
      }
    },
    async keep(statement) {
      await rename(partOf(statement), pathOf(statement))
    },
    async drop(statement) {
      await rm(partOf(statement), { force: true })
    },
  }
}
