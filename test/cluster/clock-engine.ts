/**
 * An engine whose clock is wrong by `ENGINE_CLOCK_SHIFT`, for tests of clocks: the pinned sources
 * with two places changed, where votes take their time and where a block's is judged. A preloaded
 * clock does not reach a Go program, and Go replaces no file of its module cache. Built once.
 */
import { spawnSync } from "node:child_process"
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs"
import { homedir, tmpdir } from "node:os"
import { join, relative } from "node:path"
import { COMETBFT_VERSION } from "@concordat/engines/cometbft"

const MODULE = `github.com/cometbft/cometbft@${COMETBFT_VERSION}`
/** Of the module what no program needs. */
const LEFT_OUT = /^(docs|spec)(\/|$)|_test\.go$/

/** What is changed: a file, a text of it, and what takes its place. */
const CHANGES = [
  ["types/time/time.go", "Canonical(time.Now())", "Canonical(time.Now().Add(shift))"],
  ["state/validation.go", "time.Now()", "cmttime.Now()"],
  ["state/validation.go", "import (", `import (\n\tcmttime "${MODULE.split("@")[0]}/types/time"`],
] as const
const SHIFT = `package time

import (
\t"os"
\t"time"
)

var shift, _ = time.ParseDuration(os.Getenv("ENGINE_CLOCK_SHIFT"))
`

function go(args: readonly string[], cwd: string): string {
  const env = { ...process.env, CGO_ENABLED: "0" }
  const { status, stdout, stderr, error } = spawnSync("go", args, { cwd, env, encoding: "utf8" })
  if (status === 0) return stdout
  throw new Error(error?.message ?? stderr.trim().split("\n").at(-1))
}

function build(path: string): void {
  const folder = mkdtempSync(join(tmpdir(), "concordat-clock-"))
  try {
    const { Dir: from } = JSON.parse(go(["mod", "download", "-json", MODULE], folder))
    const sources = join(folder, "sources")
    const filter = (each: string) => !LEFT_OUT.test(relative(from, each))
    cpSync(from, sources, { recursive: true, filter })
    spawnSync("chmod", ["-R", "u+w", sources])
    for (const [file, before, after] of CHANGES) {
      const text = readFileSync(join(sources, file), "utf8")
      if (!text.includes(before)) throw new Error(`${file} does not say ${before}`)
      writeFileSync(join(sources, file), text.replaceAll(before, after))
    }
    writeFileSync(join(sources, "types", "time", "shift.go"), SHIFT)
    mkdirSync(join(path, ".."), { recursive: true })
    go(["build", "-trimpath", "-o", path, "./cmd/cometbft"], sources)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** The path of the program; it is built where it is not there yet. Throws where Go does not. */
export function clockEngine(): string {
  const cache = process.env["XDG_CACHE_HOME"] || join(homedir(), ".cache")
  const path = join(cache, "concordat", "bin", `cometbft-clock-${COMETBFT_VERSION}`)
  if (!existsSync(path)) build(path)
  return path
}
