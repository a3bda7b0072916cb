/** A node of the embedded engine that is killed and started again while clients work. */
import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"

const SERVED = fileURLToPath(new URL("./served.ts", import.meta.url))

/** One node over a folder of its own. */
export class Solo {
  private readonly data = mkdtempSync(join(tmpdir(), "concordat-history-"))
  private child: ChildProcess | null = null
  private killed = Promise.resolve()
  private at = ""
  /** How often it was killed. */
  kills = 0

  /** Where it is, or was until it was killed. */
  readonly url = (): string => this.at

  /** Starts it; resolves once it answers. */
  async start(): Promise<void> {
    const child = spawn(process.execPath, ["--conditions=source", SERVED, this.data], {
      stdio: ["ignore", "pipe", "inherit"],
    })
    this.child = child
    this.at = await new Promise<string>((resolve, reject) => {
      let said = ""
      child.stdout.setEncoding("utf8").on("data", (text: string) => {
        said += text
        const [, url] = /^ready (\S+)$/m.exec(said) ?? []
        if (url !== undefined) resolve(url)
      })
      child.on("exit", (code, signal) => reject(new Error(`the node ended: ${code} ${signal}`)))
    })
  }

  /** kill -9, and another process over the same folder. */
  killAndStart(): void {
    this.kills++
    this.killed = this.killed.then(async () => {
      await this.end("SIGKILL")
      await this.start()
    })
    this.killed.catch(() => {}) // Whoever waits for it hears of it.
  }

  /** Resolves once no start is under way. */
  get standing(): Promise<void> {
    return this.killed
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    const { child } = this
    if (child === null || child.exitCode !== null || child.signalCode !== null) return
    const ended = once(child, "exit")
    child.kill(signal)
    await ended
  }

  async remove(): Promise<void> {
    await this.killed.catch(() => {})
    await this.end("SIGKILL")
    rmSync(this.data, { recursive: true, force: true })
  }
}
