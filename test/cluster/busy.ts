/**
 * A network of four as `concordat network` makes it, for stories that people walk through: commands
 * as they type them, a second pair of hands, and blocks while something waits for them.
 */
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { LedgerStatus } from "@concordat/sdk"
import { freePort } from "../../engines/cometbft/machine.testing.ts"
import { CLASS_TERMS } from "../../gateway/gateway.testing.ts"
import { CommandLine } from "./command-line.ts"

/** What was sent may still be final, or be refused. */
const UNDECIDED = ["node_unreachable", "node_busy"]

/** What a node says of the ledger. */
export async function ledgerAt(url: string): Promise<LedgerStatus> {
  return (await (await fetch(`${url}/v1/status`)).json()) as LedgerStatus
}

/** The network, in a folder of its own. */
export class BusyNetwork {
  readonly folder = mkdtempSync(join(tmpdir(), "concordat-busy-"))
  readonly dir = join(this.folder, "net")
  readonly line = new CommandLine(this.folder)
  /** Of the nodes that it began with. */
  urls: readonly string[] = []
  private classes = 0

  /** Runs a verb of `network`; answers its exit status. */
  network(...args: readonly string[]): Promise<number> {
    return this.line.run("network", ...args, "--dir", this.dir, "--json")
  }

  /**
   * Runs a command at the first node until it is answered: whose turn it is to propose may be away,
   * and then it takes longer than a command waits for, or longer than it holds. Answers its exit
   * status.
   */
  async answered(...args: readonly string[]): Promise<number> {
    for (;;) {
      const exit = await this.line.run(...args, "--url", this.urls[0]!, "--json")
      if (exit === 0 || !UNDECIDED.includes(this.answer().error.code)) return exit
    }
  }

  /** What was answered last. */
  answer() {
    return JSON.parse(this.line.out)
  }

  /** Founds and starts it. */
  async up(...flags: readonly string[]): Promise<void> {
    const ports = ["--port", String(await freePort()), "--peer-port", String(await freePort())]
    const exit = await this.network("up", "--nodes", "4", ...ports, ...flags)
    if (exit !== 0) throw new Error((this.line.out + this.line.err).slice(0, 600))
    this.urls = this.answer().nodes.map(({ url }: { url: string }) => url)
  }

  /** Closes two blocks. */
  async closeBlocks(): Promise<void> {
    const body = JSON.stringify({ ...CLASS_TERMS, class: `busy-${this.classes++}` })
    const headers = { "content-type": "application/json" }
    await fetch(`${this.urls[0]}/v1/provenance/setClass`, { method: "POST", headers, body })
  }

  /** Closes blocks until the work is done. */
  async busyUntil<T>(work: Promise<T>): Promise<T> {
    let done = false
    const end = work.finally(() => {
      done = true
    })
    while (!done) await this.closeBlocks()
    return end
  }

  async remove(): Promise<void> {
    await this.network("down", "--wipe")
    rmSync(this.folder, { recursive: true, force: true })
  }
}
