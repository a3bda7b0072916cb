/** A node that runs by its file in this process: what it logs, and the signals that it hears. */
import { writeFileSync } from "node:fs"
import { createLog } from "@concordat/node"
import { openNode } from "./open.ts"
import { runNode, type Signals } from "./run.ts"

export type Line = Readonly<Record<string, unknown>>

/** One run of a node. */
export class RunningNode {
  readonly lines: Line[] = []
  readonly exit: Promise<number>
  private readonly ends = Promise.withResolvers<string>()
  private listener = () => {}
  private failing: (failure: unknown) => void = () => {}
  private waiting: (() => void)[] = []

  /** Runs the node of the file, which is written first where a text is given. */
  constructor(path: string, text: string | null = null, variables = {}) {
    if (text !== null) writeFileSync(path, text)
    const signals: Signals = {
      stop: this.ends.promise,
      reload: (listener) => {
        this.listener = listener
      },
    }
    const log = createLog("node", "info", { write: (line: string) => this.heard(line) })
    const open: typeof openNode = (file, opening) => {
      this.failing = opening.onFailure
      return openNode(file, opening)
    }
    this.exit = runNode({ path, variables, signals, log, open })
    void this.exit.then(() => this.wake())
  }

  private heard(line: string): void {
    this.lines.push(JSON.parse(line))
    this.wake()
  }

  private wake(): void {
    for (const again of this.waiting.splice(0)) again()
  }

  /** The first line of a code. */
  line(code: string): Line | undefined {
    return this.lines.find((line) => line["code"] === code)
  }

  /** The first line of a code, once it comes; throws where the node ended without it. */
  async said(code: string): Promise<Line> {
    const ended = this.exit.then(() => true)
    for (;;) {
      const found = this.line(code)
      if (found !== undefined) return found
      const next = new Promise<boolean>((resolve) => this.waiting.push(() => resolve(false)))
      if (await Promise.race([next, ended])) throw new Error(JSON.stringify(this.lines.at(-1)))
    }
  }

  /** Its gateway's address, once it serves. */
  async url(): Promise<string> {
    return String((await this.said("node_ready"))["url"])
  }

  /** The ledger stops by itself for this. */
  fail(failure: unknown): void {
    this.failing(failure)
  }

  /** SIGHUP. */
  hangUp(): void {
    this.listener()
  }

  /** SIGTERM; answers the exit status. */
  end(): Promise<number> {
    this.ends.resolve("SIGTERM")
    return this.exit
  }
}
