/**
 * The engine's program: found by what it is made of, or built from source by Go. `cometbft version`
 * prints another number than its own, so nothing is ever decided by it.
 * Source of truth: CometBFT v0.40.0 and the Go checksum database.
 */
import { spawn } from "node:child_process"
import { mkdirSync } from "node:fs"
import { homedir } from "node:os"
import { delimiter, join } from "node:path"
import { ConcordatError } from "@concordat/kernel"
import { goProgramAt } from "./build-info.ts"

const MODULE = "github.com/cometbft/cometbft"
/** The one version; its hash is that of the sources, the same on every platform. */
export const COMETBFT_VERSION = "v0.40.0"
const MODULE_HASH = "h1:0+zc7FlcnonFfMwzhyDCd5vK/fHZqz0RfRyTCxZsFPU="

/** Programs of that module: the engine, and the client that tests of the protocol use. */
const COMMANDS = {
  cometbft: `${MODULE}/cmd/cometbft`,
  "abci-cli": `${MODULE}/abci/cmd/abci-cli`,
} as const
/** One of them. */
export type CommandName = keyof typeof COMMANDS

/** Where to look. */
export type BinaryOptions = {
  readonly environment: Readonly<Record<string, string | undefined>>
  /** Absolute path of a `.concordat` folder that may hold `bin/`. */
  readonly folder: string
}

/** Folders that may hold a program that was built before, the one to build into last. */
function cacheFolders({ environment, folder }: BinaryOptions): readonly string[] {
  const cache = environment["XDG_CACHE_HOME"] || join(homedir(), ".cache")
  return [join(folder, "bin"), join(cache, "concordat", "bin")]
}

/** Whether the file is this program of this very version. */
export function isPinned(path: string, name: CommandName): boolean {
  const found = goProgramAt(path)
  return (
    found !== null &&
    found.command === COMMANDS[name] &&
    found.version === COMETBFT_VERSION &&
    found.hash === MODULE_HASH
  )
}

function missing(reason: string, details: Record<string, string> = {}): ConcordatError {
  return new ConcordatError("engine_missing", reason, {
    hint: `Install Go 1.25 or newer, or name a ${COMETBFT_VERSION} program in CONCORDAT_COMETBFT.`,
    details,
  })
}

/**
 * The path of the program, or null where there is none yet: what the environment names, what was
 * built before, what lies in `PATH`. Throws `ConcordatError` `engine_missing` where the environment
 * names something else.
 */
export function findBinary(name: CommandName, options: BinaryOptions): string | null {
  const { environment } = options
  const named = name === "cometbft" ? environment["CONCORDAT_COMETBFT"] : undefined
  if (named) {
    if (isPinned(named, name)) return named
    const reason = `${named} is not ${MODULE} ${COMETBFT_VERSION} with the known hash.`
    throw missing(reason, { path: named })
  }
  const searched = (environment["PATH"] ?? "").split(delimiter).filter(Boolean)
  const folders = [...cacheFolders(options), ...searched]
  return folders.map((folder) => join(folder, name)).find((path) => isPinned(path, name)) ?? null
}

function run(command: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { env, stdio: ["ignore", "ignore", "pipe"] })
    let errors = ""
    child.stderr.setEncoding("utf8").on("data", (chunk: string) => {
      errors += chunk
    })
    child.on("error", reject)
    child.on("close", (code) => (code === 0 ? resolve(errors) : reject(new Error(errors.trim()))))
  })
}

/** The program, built by Go where it is not there yet. Throws `ConcordatError` `engine_missing`. */
export async function provideBinary(name: CommandName, options: BinaryOptions): Promise<string> {
  const found = findBinary(name, options)
  if (found !== null) return found
  const folder = cacheFolders(options).at(-1)!
  mkdirSync(folder, { recursive: true })
  const env = { ...options.environment, CGO_ENABLED: "0", GOBIN: folder, GOFLAGS: "-trimpath" }
  try {
    await run("go", ["install", `${COMMANDS[name]}@${COMETBFT_VERSION}`], env)
  } catch (failure) {
    const cause = failure instanceof Error ? failure : new Error(String(failure))
    const absent = "code" in cause && cause.code === "ENOENT"
    const why = absent ? "Go is not installed" : `Go could not build it: ${lastLine(cause.message)}`
    throw missing(`There is no ${name} ${COMETBFT_VERSION}, and ${why}.`)
  }
  const path = join(folder, name)
  if (isPinned(path, name)) return path
  throw missing(`Go built a ${name} of other sources than those of ${COMETBFT_VERSION}.`, { path })
}

function lastLine(text: string): string {
  return text.split("\n").at(-1) ?? ""
}
