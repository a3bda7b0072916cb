/** The command line in this process, with what it wrote. */
import { join } from "node:path"
import type { Environment } from "../../cli/environment.ts"
import { main } from "../../cli/main.ts"

/** One user, whose home and working folder lie in a folder. */
export class CommandLine {
  readonly folder: string
  out = ""
  err = ""
  /** How far its clock is ahead, milliseconds. */
  ahead = 0
  /** How it reaches gateways. */
  fetch: Environment["fetch"] = (url, init) => fetch(url, init)

  constructor(folder: string) {
    this.folder = folder
  }

  private get environment(): Environment {
    return {
      out: (text) => {
        this.out += text
      },
      err: (text) => {
        this.err += text
      },
      home: join(this.folder, "home"),
      cwd: this.folder,
      fetch: this.fetch,
      random: (length) => crypto.getRandomValues(new Uint8Array(length)),
      now: () => Date.now() + this.ahead,
      elapsed: () => performance.now(),
      terminal: false,
    }
  }

  /** Runs one command; answers its exit status. */
  run(...args: readonly string[]): Promise<number> {
    this.out = ""
    this.err = ""
    return main(this.environment, args)
  }
}
