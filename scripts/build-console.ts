/**
 * Builds the console with Vite, only when what goes into it changed: its own files, the rooms that
 * it bundles, the lock file.
 */
import { createHash } from "node:crypto"
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { readdir, readFile, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { promisify } from "node:util"
import { brotliCompress } from "node:zlib"
import { ConcordatError } from "@concordat/kernel"
import { listFiles, ROOT } from "./sources.ts"
import { runTool } from "./tool.ts"

/** The built files, which the gateway serves. */
const OUTPUT = join(ROOT, "console/dist")
const STAMP = join(OUTPUT, ".sources")
const LOCK = join(ROOT, "node_modules/.concordat-console")
const LOOK_MS = 200
const INSIDE = ["console", "sdk", "services", "kernel"]

/** Brings `console/dist` up to date; returns its path, or null while there is no console. */
export async function buildConsole(): Promise<string | null> {
  if (!existsSync(join(ROOT, "console/index.html"))) return null
  const digest = sourcesDigest()
  if (isBuilt(digest)) return OUTPUT
  const unlock = await lock()
  try {
    if (!isBuilt(digest)) await build(digest)
  } finally {
    unlock()
  }
  return OUTPUT
}

const isBuilt = (digest: string) => existsSync(STAMP) && readFileSync(STAMP, "utf8") === digest

async function build(digest: string): Promise<void> {
  process.stderr.write("Building the console, as its sources changed…\n")
  const started = Date.now()
  await vite()
  await compress()
  writeFileSync(STAMP, digest)
  process.stderr.write(`Built in ${((Date.now() - started) / 1000).toFixed(1)} s.\n`)
}

/** Waits for a build that another process has under way: two would empty each other's folder. */
async function lock(): Promise<() => void> {
  const { lockFolder } = await import("@concordat/node")
  mkdirSync(LOCK, { recursive: true })
  for (;;) {
    try {
      return lockFolder(LOCK)
    } catch (failure) {
      if (!(failure instanceof ConcordatError && failure.code === "store_in_use")) throw failure
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS))
    }
  }
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
