/** The project's own files in a fixed order: nothing installed, compiled or written by a run. */
import { readdirSync } from "node:fs"
import { dirname, join, sep } from "node:path"
import { fileURLToPath } from "node:url"

/** The project's root folder. */
export const ROOT = dirname(dirname(fileURLToPath(import.meta.url)))

const OUTSIDE = new Set(["node_modules", "dist", ".git", ".concordat", "coverage"])

/** Paths below `folder` (relative to the root, with `/`) for which `wanted` holds, sorted. */
export function listFiles(folder: string, wanted: (path: string) => boolean): string[] {
  const found: string[] = []
  const visit = (path: string) => {
    for (const entry of readdirSync(join(ROOT, path), { withFileTypes: true })) {
      if (OUTSIDE.has(entry.name)) continue
      const inner = path === "" ? entry.name : `${path}/${entry.name}`
      if (entry.isDirectory()) visit(inner)
      else if (wanted(inner)) found.push(inner)
    }
  }
  visit(folder.split(sep).join("/"))
  return found.sort()
}
