/**
 * A development ledger as `npm start` opens it, with the built console, in this process: on any
 * free port, its data in a folder that goes with it.
 */
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { type DevelopmentOptions, startDevelopment } from "../../cli/development/start.ts"
import { buildConsole } from "../../scripts/build-console.ts"

/** A ledger that answers. */
export type OpenLedger = {
  readonly url: string
  /** Folder of the seeded story's files: `diploma-ada.pdf`, with the evidence inside. */
  readonly story: string
  /** Stops it; its folder stays until `drop`. */
  close(): Promise<void>
  /** Stops it if need be, and removes its folder. */
  drop(): Promise<void>
}

/** Opens a new ledger, for everybody unless told; resolves when it answers. */
export async function openLedger(access?: DevelopmentOptions["access"]): Promise<OpenLedger> {
  const assets = await buildConsole()
  if (assets === null) throw new Error("the console was not built")
  const data = mkdtempSync(join(tmpdir(), "concordat-browser-"))
  let stop = () => {}
  const asked = new Promise<void>((resolve) => {
    stop = resolve
  })
  const close = async (ended: Promise<number>) => {
    stop()
    await ended
  }
  return new Promise((resolve, reject) => {
    const ended: Promise<number> = startDevelopment({
      ...{ port: 0, data, fresh: true, assets },
      ...(access === undefined ? {} : { access }),
      until: (url) => {
        resolve({
          ...{ url, story: join(data, "story") },
          close: () => close(ended),
          async drop() {
            await close(ended)
            rmSync(data, { recursive: true, force: true })
          },
        })
        return asked
      },
    })
    ended.then((exit) => reject(new Error(`the ledger ended with ${exit}`)), reject)
  })
}
