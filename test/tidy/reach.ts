/** Nothing is written that nothing uses: every file is reached, every export has a user. */
import { dirname, join } from "node:path"
import ts from "@typescript/typescript6"
import { type Module, nodesOf } from "./module.ts"
import { isConfig, isTest, type Project, roomOf } from "./project.ts"
import { lines, manifest, type Rule } from "./rule.ts"

/** Every file is reached from a package's exports, a bin, a script, a page, or a test. */
export const reachedFiles: Rule = {
  name: "reached files",
  instead: "delete the file, or use it; what only tests use is named *.testing.ts",
  *check(project) {
    const program = reach(project, entries(project))
    const tests = [...project.modules.keys()].filter((path) => /\.(test|bench)\.tsx?$/.test(path))
    const all = reach(project, [...program, ...tests])
    for (const path of project.modules.keys()) {
      if (isAmbient(path)) continue
      if (!all.has(path)) yield { path, line: 1, found: "no entry point and no test reaches it" }
      else if (!program.has(path) && !isTest(path)) {
        yield { path, line: 1, found: "only tests reach it" }
      }
    }
  },
  plants: [
    {
      files: {
        "kernel/package.json": manifest("@concordat/kernel"),
        "kernel/index.ts": 'export { a } from "./a.ts"\n',
        "kernel/a.ts": lines(
          'new URL("./worker.ts", import.meta.url)',
          `new URL(\`./other\${extension}\`, import.meta.url)`,
        ),
        "kernel/other.ts": "",
        "kernel/a.test.ts": 'import "./tested.ts"\nimport "./a.testing.ts"\n',
        "kernel/a.testing.ts": "",
        "kernel/worker.ts": "",
        "kernel/tested.ts": "",
        "kernel/dead.ts": "",
        "console/index.html": '<script type="module" src="/main.tsx"></script>',
        "console/main.tsx": "",
      },
      at: ["kernel/dead.ts:1", "kernel/tested.ts:1"],
    },
  ],
}

/** Every exported name is imported somewhere; a package's contract is for users outside. */
export const usedExports: Rule = {
  name: "used exports",
  instead: "delete it, or drop the word export",
  *check(project) {
    const used = usedNames(project)
    const outside = new Set(entries(project))
    for (const module of project.modules.values()) {
      if (outside.has(module.path) || isConfig(module.path) || isAmbient(module.path)) continue
      if (/\.(test|bench)\.tsx?$/.test(module.path)) continue
      const names = used.get(module.path) ?? new Set()
      if (names.has("*")) continue
      for (const { name, line, type } of module.exports) {
        if (names.has(name) || (type && mentions(module, name) > 1)) continue
        yield { path: module.path, line, found: `nothing imports ${name}` }
      }
    }
  },
  plants: [
    {
      files: {
        "kernel/package.json": manifest("@concordat/kernel"),
        "kernel/index.ts": 'export { a, type T } from "./a.ts"\nexport const open = 1\n',
        "kernel/a.ts": lines(
          "export const a = 1, unused = 2",
          "export type T = number",
          "export type Alone = number",
          "export type Options = { b: T }",
          "export function f(options: Options) {}",
        ),
        "kernel/a.test.ts": 'import { f } from "./a.ts"\n',
      },
      at: ["kernel/a.ts:1", "kernel/a.ts:3"],
    },
  ],
}

/** What is started or loaded from outside: contracts, bins, scripts, pages, configurations. */
function entries({ files, modules }: Project): string[] {
  const found = [...modules.keys()].filter(
    (path) => isConfig(path) || /^scripts\/[^/]+\.mjs$/.test(path),
  )
  found.push(...contractsOf({ files, modules }))
  for (const [path, text] of files) {
    if (path.endsWith(".html")) {
      for (const [, source = ""] of text.matchAll(/<script[^>]* src="([^"]+\.tsx?)"/g)) {
        const from = source.startsWith("/") ? roomOf(path) : dirname(path)
        found.push(join(from, source))
      }
    }
  }
  return found.filter((path) => modules.has(path))
}

/** Declarations of foreign modules, which the compiler finds by itself. */
function isAmbient(path: string): boolean {
  return path.endsWith(".d.ts")
}

type Manifest = {
  exports?: Record<string, { source?: string }>
  bin?: Record<string, string>
}

/** The files that packages offer: their exports and their commands. */
export function contractsOf({ files }: Project): string[] {
  const found: string[] = []
  for (const [path, text] of files) {
    if (!path.endsWith("package.json")) continue
    const { exports = {}, bin = {} } = JSON.parse(text) as Manifest
    const sources = Object.values(exports).flatMap(({ source }) => source ?? [])
    found.push(...[...sources, ...Object.values(bin)].map((target) => join(path, "..", target)))
  }
  return found
}

function reach({ modules }: Project, from: readonly string[]): Set<string> {
  const reached = new Set<string>()
  const queue = [...from]
  for (let path = queue.pop(); path !== undefined; path = queue.pop()) {
    const module = modules.get(path)
    if (module === undefined || reached.has(path)) continue
    reached.add(path)
    for (const { target } of module.imports) if (target !== null) queue.push(target)
  }
  return reached
}

function usedNames({ modules }: Project): Map<string, Set<string>> {
  const used = new Map<string, Set<string>>()
  for (const { path, imports } of modules.values()) {
    for (const { target, names } of imports) {
      if (target === null || target === path) continue
      const known = used.get(target) ?? new Set()
      for (const name of names) known.add(name)
      used.set(target, known)
    }
  }
  return used
}

/** How often an identifier occurs in a file, its declaration included. */
function mentions({ source }: Module, name: string): number {
  let count = 0
  for (const node of nodesOf(source)) {
    if (ts.isIdentifier(node) && node.text === name) count++
  }
  return count
}
