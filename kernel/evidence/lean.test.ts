/** What the verifier pulls in: a page that only checks evidence must not carry the ledger along. */
import { readFileSync } from "node:fs"
import { dirname, join, relative } from "node:path"
import { fileURLToPath } from "node:url"
import { expect, it } from "vitest"

const KERNEL = fileURLToPath(new URL("..", import.meta.url))
const VALUE_IMPORT = /^(?:import|export)\s+(?!type\b)[^"]*?from\s+"([^"]+)"/gms

/** Every module that a file reaches through imports of values, as paths inside the kernel. */
function reached(file: string, seen = new Set<string>()): Set<string> {
  if (seen.has(file)) return seen
  seen.add(file)
  for (const [, target] of readFileSync(file, "utf8").matchAll(VALUE_IMPORT)) {
    if (target!.startsWith(".")) reached(join(dirname(file), target!), seen)
    else seen.add(target!)
  }
  return seen
}

it("verifyBundle needs no execution, no service, no state trie in memory", () => {
  const modules = [...reached(join(KERNEL, "evidence/verify-bundle.ts"))]
  const own = modules
    .filter((path) => path.startsWith(KERNEL))
    .map((path) => relative(KERNEL, path))
  expect(own).toContain("block/light-client.ts")
  const folders = new Set(own.map((path) => path.split("/")[0]))
  expect(folders).not.toContain("execution")
  expect(folders).not.toContain("service")
  expect(folders).not.toContain("testing")
  expect(own).not.toContain("trie/state-trie.ts")
  expect(own).not.toContain("log/merkle-log.ts")
  const foreign = modules.filter((path) => !path.startsWith(KERNEL))
  for (const name of foreign) expect(name).toMatch(/^@noble\//)
})
