/**
 * Where the published test data lies, beside the project. A test that needs a folder which is not
 * there is skipped, and its name says so.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"

const HOME = fileURLToPath(new URL("../../shared/vectors/", import.meta.url))

/** The absolute path of a folder or file of vectors, or null where it is absent. */
export function vectors(name: string): string | null {
  const path = join(HOME, name)
  return existsSync(path) ? path : null
}

/** The parsed JSON of one vector file, or null where it is absent. */
// biome-ignore lint/suspicious/noExplicitAny: foreign data of many shapes, read only by tests.
export function vectorJson(name: string): any {
  const path = vectors(name)
  return path === null ? null : JSON.parse(readFileSync(path, "utf8"))
}

/** Every file below a folder of vectors that `matches`; throws if none does (a wrong pattern). */
export function vectorFiles(name: string, matches: (path: string) => boolean): string[] {
  const folder = vectors(name)
  if (folder === null) return []
  const found = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter(matches)
    .sort()
    .map((path) => join(folder, path))
  if (found.length === 0) throw new Error(`no file of ${name} matches the test's pattern`)
  return found
}
