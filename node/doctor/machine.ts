/** What the doctor learns of the machine: room, limits, names of sockets. */
import { open, readFile, rm, statfs } from "node:fs/promises"
import { join } from "node:path"
import type { FolderFacts } from "./facts.ts"

const PROBE_BYTES = 4_096

/** How long a small file takes to reach the disk of a folder; null where it cannot be told. */
async function syncTime(folder: string): Promise<number | null> {
  const path = join(folder, ".doctor")
  try {
    const file = await open(path, "w", 0o600)
    try {
      const start = performance.now()
      await file.write(Buffer.alloc(PROBE_BYTES))
      await file.datasync()
      return performance.now() - start
    } finally {
      await file.close()
    }
  } catch {
    return null
  } finally {
    await rm(path, { force: true }).catch(() => {})
  }
}

/** Room of folders that are there; a small file is written into them where `probe` says so. */
export async function folderFacts(
  paths: readonly string[],
  probe: boolean,
): Promise<readonly FolderFacts[]> {
  const found = await Promise.all(
    paths.map(async (path) => {
      const room = await statfs(path).catch(() => null)
      if (room === null) return []
      const { bavail, blocks, bsize } = room
      const syncMs = probe ? await syncTime(path) : null
      return [{ path, freeBytes: bavail * bsize, totalBytes: blocks * bsize, syncMs }]
    }),
  )
  return found.flat()
}

/** Files that a process may have open; null where the system does not tell. */
export async function fileLimit(pid: number | "self"): Promise<number | null> {
  const text = await readFile(`/proc/${pid}/limits`, "utf8").catch(() => "")
  const [, soft] = /^Max open files\s+(\S+)/m.exec(text) ?? []
  if (soft === undefined) return null
  return soft === "unlimited" ? Number.MAX_SAFE_INTEGER : Number(soft)
}
