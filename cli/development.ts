/** Opens the development ledger of `npm start` and keeps it open until the process is stopped. */
import { ConcordatError } from "@concordat/kernel"

/** What `npm start` was asked for. */
export type DevelopmentOptions = {
  /** TCP port on loopback, 0 for any free one. */
  readonly port: number
  /** Absolute path of the ledger's folder. */
  readonly data: string
  /** Remove the folder first. */
  readonly fresh: boolean
  /** Folder of the built console, null while there is none. */
  readonly assets: string | null
}

/** Resolves to the exit code once the ledger is closed. */
export async function startDevelopment(options: DevelopmentOptions): Promise<number> {
  throw new ConcordatError("not_ready", `no development ledger opens in ${options.data} yet`)
}
