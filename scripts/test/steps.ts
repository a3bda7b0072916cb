/**
 * The steps of `npm test` that are programs of their own, and how each one's result is added up.
 */
import { compile } from "../compile.ts"
import { runTool } from "../tool.ts"
import type { Counts } from "./count.ts"

const PASSED: Counts = { passed: 1, failed: 0, skipped: 0 }
const FAILED: Counts = { passed: 0, failed: 1, skipped: 0 }

/** Lint and format, by Biome. */
export function lint(): Promise<Counts> {
  return step("lint and format", "@biomejs/biome/bin/biome", ["check", "--error-on-warnings"])
}

/** What TypeScript remembers of the last run, so that only what changed is looked at again. */
const REMEMBERED = "node_modules/.cache/concordat/types.tsbuildinfo"

/** Types of every room, tests included, by TypeScript 7. */
export function types(): Promise<Counts> {
  const remember = ["--incremental", "--tsBuildInfoFile", REMEMBERED]
  const args = ["-p", "tsconfig.json", "--noEmit", ...remember]
  return step("types", "@typescript/native/bin/tsc", args)
}

/** Dependencies that nothing uses or that nobody declared, by knip. */
export function dependencies(): Promise<Counts> {
  return step("dependencies", "knip/bin/knip.js", ["--dependencies", "--no-progress"])
}

/** The JavaScript that is published, and that other Nodes replay. */
export async function compiled(): Promise<Counts> {
  begin("compile")
  return (await compile()) ? PASSED : FAILED
}

/** Tells which step begins; every step says so, that a long one is not taken for a dead one. */
export function begin(name: string): void {
  process.stdout.write(`\n— ${name}\n`)
}

async function step(name: string, tool: string, args: readonly string[]): Promise<Counts> {
  begin(name)
  return (await runTool(tool, args)) === 0 ? PASSED : FAILED
}
