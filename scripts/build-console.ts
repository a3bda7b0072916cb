/**
 * Builds the console with Vite, only when what goes into it changed: its own files, the rooms that
 * it bundles, the lock file.
 */
import { createHash } from "node:crypto"
import { existsSync, readFileSync, writeFileSync } from "node:fs"
import { readdir, readFile, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { promisify } from "node:util"
import { brotliCompress } from "node:zlib"
import { listFiles, ROOT } from "./sources.ts"
import { runTool } from "./tool.ts"

/** The built files, which the gateway serves. */
const OUTPUT = join(ROOT, "console/dist")
const STAMP = join(OUTPUT, ".sources")
const INSIDE = ["console", "sdk", "services", "kernel"]

/** Brings `console/dist` up to date; returns its path, or null while there is no console. */
export async function buildConsole(): Promise<string | null> {
  if (!existsSync(join(ROOT, "console/index.html"))) return null
  const digest = sourcesDigest()
  if (existsSync(STAMP) && readFileSync(STAMP, "utf8") === digest) return OUTPUT
  process.stderr.write("Building the console, as its sources changed…\n")
  const started = Date.now()
  await vite()
  await compress()
  writeFileSync(STAMP, digest)
  process.stderr.write(`Built in ${((Date.now() - started) / 1000).toFixed(1)} s.\n`)
  return OUTPUT
}

function sourcesDigest(): string {
  const hash = createHash("sha256")
  const files = INSIDE.flatMap((room) => listFiles(room, entersBundle))
  for (const path of [...files, "package-lock.json"]) {
    hash
      .update(`${path}\0`)
      .update(readFileSync(join(ROOT, path)))
      .update("\0")
  }
  return hash.digest("hex")
}

function entersBundle(path: string): boolean {
  return !/\.(test|bench)\.tsx?$|\.md$/.test(path)
}

const brotli = promisify(brotliCompress)

/** Leaves each script and style sheet compressed beside itself: never done while one waits. */
async function compress(): Promise<void> {
  const entries = await readdir(OUTPUT, { recursive: true })
  const names = entries.filter((name) => /\.(js|css)$/.test(name))
  await Promise.all(
    names.map(async (name) => {
      const path = join(OUTPUT, name)
      await writeFile(`${path}.br`, await brotli(await readFile(path)))
    }),
  )
}

async function vite(): Promise<void> {
  // A test that builds runs under NODE_ENV=test, which Vite would take for development.
  const env = { ...process.env, NODE_ENV: "production" }
  const code = await runTool("vite/bin/vite.js", ["build", "console", "--logLevel", "error"], env)
  if (code !== 0) throw new Error(`the console does not build (Vite's exit code is ${code})`)
}
