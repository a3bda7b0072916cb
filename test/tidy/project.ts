/** The files that the rules look at, parsed once each by TypeScript's own parser. */
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { listFiles, ROOT } from "../../scripts/sources.ts"
import { type Module, parseModule } from "./module.ts"
import type { Files } from "./rule.ts"

/** Texts by path and modules by path, both in path order. */
export type Project = {
  readonly files: ReadonlyMap<string, string>
  readonly modules: ReadonlyMap<string, Module>
}

const TEXT = /\.(ts|tsx|mjs|md|json|html|css)$/
const CODE = /\.(ts|tsx|mjs)$/

/** The project on disk. */
export function projectOnDisk(): Project {
  const paths = listFiles("", (path) => TEXT.test(path))
  return projectOf(
    Object.fromEntries(paths.map((path) => [path, readFileSync(join(ROOT, path), "utf8")])),
  )
}

/** A project in memory, for plants. */
export function projectOf(files: Files): Project {
  const entries = Object.entries(files).sort(([left], [right]) => (left < right ? -1 : 1))
  const known = new Map(entries)
  const contracts = packageContracts(known)
  const code = entries.filter(([path]) => CODE.test(path))
  return {
    files: known,
    modules: new Map(code.map(([path, text]) => [path, parseModule(path, text, known, contracts)])),
  }
}

/** `@concordat/kernel/testing` → `kernel/testing/index.ts`, from each room's `exports`. */
function packageContracts(files: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const contracts = new Map<string, string>()
  for (const [path, text] of files) {
    if (!/^[^/]+\/package\.json$/.test(path)) continue
    const { name, exports = {} } = JSON.parse(text) as Manifest
    for (const [subpath, target] of Object.entries(exports)) {
      const source = join(path, "..", target.source ?? "")
      contracts.set(join(name, subpath), source)
    }
  }
  return contracts
}

type Manifest = { name: string; exports?: Record<string, { source?: string }> }

/** The room of a path: its top-level folder, or "" for files of the root. */
export function roomOf(path: string): string {
  return path.includes("/") ? path.slice(0, path.indexOf("/")) : ""
}

/** Tests, benchmarks and what only they use: they may import anything. */
export function isTest(path: string): boolean {
  return /\.(test|bench|testing)\.tsx?$|\/testing\//.test(path) || roomOf(path) === "test"
}

/** Configuration of tools, which must have a default export. */
export function isConfig(path: string): boolean {
  return /\.config\.(ts|mjs)$/.test(path)
}
