/** A user before a development ledger of the same process: what command lines print and do. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { PDFDocument } from "@cantoo/pdf-lib"
import { startDevelopment } from "./development/start.ts"
import type { Environment } from "./environment.ts"
import { main } from "./main.ts"

/** What one command line came to. */
export type Run = {
  readonly exit: number
  readonly out: string
  readonly err: string
  /** Standard output as the one JSON value that `--json` promises. */
  // biome-ignore lint/suspicious/noExplicitAny: each command has a shape of its own.
  json(): any
}

/** What a command sends, and how it reaches the ledger. */
export type Sent = {
  readonly path: string
  readonly body: string
  pass(): Promise<Response>
}

/** A PDF of one page that says `words` in its title. */
export async function pdfOf(words: string): Promise<Uint8Array> {
  const document = await PDFDocument.create()
  document.setTitle(words)
  document.addPage([200, 200])
  return document.save({ useObjectStreams: false })
}

/** An open ledger. */
export type OpenLedger = { readonly url: string; close(): Promise<void> }

/** Opens the development ledger of a folder on any free port; resolves when it is ready. */
export function openDevelopment(data: string): Promise<OpenLedger> {
  return new Promise((resolve, reject) => {
    let stop = () => {}
    const ended = startDevelopment({
      ...{ port: 0, data, fresh: false, assets: null, tell: () => {} },
      until: (url) =>
        new Promise((done) => {
          stop = done
          const close = async () => {
            stop()
            await ended
          }
          resolve({ url, close })
        }),
    })
    ended.then((exit) => reject(new Error(`it ended with ${exit}`)), reject)
  })
}

/** A folder with a user's files and configuration, and a ledger behind the network. */
export class CliWorld {
  readonly folder: string = mkdtempSync(join(tmpdir(), "concordat-cli-"))
  readonly data: string = join(this.folder, ".data")
  readonly home: string = join(this.folder, ".home")
  /** Whether there is a network; what goes over it. */
  online = true
  readonly requests: string[] = []
  /** Stands between user and ledger, where a test listens or interferes. */
  between: (sent: Sent) => Promise<Response> = ({ pass }) => pass()
  ledger: OpenLedger | null = null

  async open(): Promise<this> {
    this.ledger = await openDevelopment(this.data)
    return this
  }

  async close(): Promise<void> {
    await this.ledger?.close()
    rmSync(this.folder, { recursive: true, force: true })
  }

  /** Writes a file of the user; answers its name. */
  file(name: string, content: string | Uint8Array): string {
    const path = join(this.folder, name)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, content)
    return name
  }

  /** Runs `concordat <args>`, against this ledger unless `--url` says otherwise. */
  async run(args: readonly string[], more: Partial<Environment> = {}): Promise<Run> {
    let out = ""
    let err = ""
    const { home, folder } = this
    const environment: Environment = {
      out: (text) => {
        out += text
      },
      err: (text) => {
        err += text
      },
      ...{ home, cwd: folder },
      fetch: (url, init = {}) => this.fetch(new URL(url), init),
      random: (length) => crypto.getRandomValues(new Uint8Array(length)),
      now: () => Date.now(),
      elapsed: () => performance.now(),
      terminal: false,
      ...more,
    }
    const exit = await main(environment, args)
    return { exit, out, err, json: () => JSON.parse(out) }
  }

  private async fetch({ pathname, search }: URL, init: RequestInit): Promise<Response> {
    const path = `${pathname}${search}`
    this.requests.push(`${init.method ?? "GET"} ${pathname}`)
    if (!this.online) throw new TypeError("fetch failed")
    const pass = () => fetch(`${this.ledger!.url}${path}`, init)
    return this.between({ path, body: String(init.body ?? ""), pass })
  }
}
