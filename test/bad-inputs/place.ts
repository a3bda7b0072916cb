/** Where commands run: a folder of their own, the address of a live gateway, real processes. */
import { spawn } from "node:child_process"
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { type Anchor, anchorKind, jsonText } from "@concordat/kernel"
import type { Environment } from "../../cli/environment.ts"
import { main } from "../../cli/main.ts"
import type { Live } from "./live.ts"

const ROOT = fileURLToPath(new URL("../../", import.meta.url))
/** Milliseconds after which a process that should have ended is killed, and fails its row. */
const PATIENCE_MS = 60_000

/** How a process ended. */
export type Ended = { readonly exit: number; readonly out: string; readonly err: string }

export class Place {
  readonly live: Live
  readonly folder = mkdtempSync(join(tmpdir(), "concordat-bad-"))
  /** Folder of a development ledger that `start` opens. */
  readonly data = join(this.folder, "data")
  readonly url: string
  private more: readonly string[] = []

  constructor(live: Live, port: number) {
    this.live = live
    this.url = `http://127.0.0.1:${port}`
    mkdirSync(this.data)
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true })
  }

  /** Writes a file into the folder; answers its path. */
  file(name: string, content: string | Uint8Array): string {
    const path = join(this.folder, name)
    writeFileSync(path, content)
    return path
  }

  /** Keeps anchors of one chain, as meeting its ledger does. */
  trust(anchors: readonly Anchor[]): void {
    for (const [i, anchor] of anchors.entries()) {
      const folder = join(this.folder, "home", "anchors", anchor.chain)
      mkdirSync(folder, { recursive: true })
      writeFileSync(join(folder, `${i}.json`), jsonText(anchorKind.toJson(anchor)))
    }
  }

  /** The same place; verdicts are told in JSON. */
  asJson(): this {
    this.more = ["--json"]
    return this
  }

  /** The command line as a process. */
  cli(...words: readonly string[]): Promise<Ended> {
    return this.child("cli/main.ts", words)
  }

  /** The command line in this process, with the ledger's time for the clock and no network. */
  async verify(...words: readonly string[]): Promise<Ended> {
    let out = ""
    let err = ""
    const environment: Environment = {
      out: (text) => {
        out += text
      },
      err: (text) => {
        err += text
      },
      home: join(this.folder, "home"),
      cwd: this.folder,
      fetch: () => Promise.reject(new Error("the network is off")),
      random: (length) => crypto.getRandomValues(new Uint8Array(length)),
      now: () => this.live.now,
      elapsed: () => performance.now(),
      terminal: false,
    }
    return { exit: await main(environment, ["verify", ...words, ...this.more]), out, err }
  }

  /** What `npm start` runs behind its flags and the build of the console, over `data`. */
  start(...words: readonly string[]): Promise<Ended> {
    return this.startIn(this.data, ...words)
  }

  startIn(data: string, ...words: readonly string[]): Promise<Ended> {
    return this.child("test/bad-inputs/start.ts", [data, ...words])
  }

  /** What `npm start` runs, with flags. */
  npmStart(...words: readonly string[]): Promise<Ended> {
    return this.child("scripts/start.ts", words)
  }

  private child(script: string, words: readonly string[]): Promise<Ended> {
    const args = ["--conditions=source", join(ROOT, script), ...words]
    const env = { ...process.env, CONCORDAT_HOME: join(this.folder, "home") }
    // npm would tell where it was called, and that is not where this command is.
    Object.assign(env, { INIT_CWD: this.folder })
    const options = { cwd: this.folder, env, timeout: PATIENCE_MS }
    const child = spawn(process.execPath, args, { ...options, stdio: ["ignore", "pipe", "pipe"] })
    let out = ""
    let err = ""
    child.stdout.on("data", (chunk) => {
      out += chunk
    })
    child.stderr.on("data", (chunk) => {
      err += chunk
    })
    return new Promise((resolve, reject) => {
      child.on("error", reject)
      child.on("close", (exit, signal) => {
        if (exit === null) reject(new Error(`ended by ${signal}: ${out}${err}`))
        else resolve({ exit, out, err })
      })
    })
  }
}
