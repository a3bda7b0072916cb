/** A real engine over a folder for tests, with the counting application or another one. */
import { randomInt } from "node:crypto"
import { mkdtempSync, rmSync } from "node:fs"
import { createServer } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { ConcordatError, DEFAULT_PARAMETERS, type Hash } from "@concordat/kernel"
import { systemClock, systemScheduler } from "../../node/seams/clock.ts"
import { systemDisk } from "../../node/seams/disk.ts"
import { systemRandom } from "../../node/seams/random.ts"
import { CometEngine, type CometOptions, ensureKeys, provideBinary } from "./index.ts"

const FOLDER = fileURLToPath(new URL("../../.concordat", import.meta.url))

/** The engine's program, or why there is none. */
const binary: string | ConcordatError = await provideBinary("cometbft", {
  environment: process.env,
  folder: FOLDER,
}).catch((failure: unknown) => {
  if (failure instanceof ConcordatError) return failure
  throw failure
})
/** Behind the name of tests that need it. */
export const needed = binary instanceof ConcordatError ? ` (skipped: ${binary.message})` : ""

/** The program, where it is there. */
export const binaryPath = () => String(binary)

/** Ports that the system gives to nobody by itself: those from 32,768 on go to who connects. */
const PORTS = { from: 10_000, below: 32_000 }

/**
 * A free TCP port of this machine. Those behind it are most likely free as well, and stay so until
 * an engine listens there.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(PORTS.from, PORTS.below)
    const server = createServer()
    const isFree = await new Promise((resolve) => {
      server.once("error", () => resolve(false))
      server.listen(port, "127.0.0.1", () => resolve(true))
    })
    if (!isFree) continue
    await new Promise((resolve) => server.close(resolve))
    return port
  }
}

/** A folder with one validator in it, over which engines can be opened again and again. */
export class Machine {
  readonly folder = mkdtempSync(join(tmpdir(), "concordat-comet-"))
  readonly time = systemClock.now()
  readonly chain = "tally-1"
  validator = "" as Hash
  failures: unknown[] = []
  restarts: unknown[] = []

  async keys(): Promise<Hash> {
    const { validator } = await ensureKeys(systemDisk, join(this.folder, "engine"), systemRandom)
    this.validator = validator
    return validator
  }

  async open(says: Partial<CometOptions> = {}): Promise<CometEngine> {
    return CometEngine.open({
      ...{ disk: systemDisk, clock: systemClock, scheduler: systemScheduler },
      ...{ data: join(this.folder, "data"), home: join(this.folder, "engine") },
      binary: binaryPath(),
      config: {
        ...{ name: "test", abci: join(this.folder, "a.sock"), rpc: join(this.folder, "r.sock") },
        ...{ listen: `127.0.0.1:${await freePort()}`, metrics: null, peers: [] },
        ...{ sameHost: true, timeoutCommitMs: 50 },
      },
      genesis: {
        ...{ chain: this.chain, time: this.time, height: 1n, parameters: DEFAULT_PARAMETERS },
        validators: [{ key: { ed25519: this.validator }, power: 10n }],
        digest: "00".repeat(32) as Hash,
      },
      onFailure: (failure) => void this.failures.push(failure),
      onRestart: (why) => void this.restarts.push(why),
      ...says,
    })
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true })
  }
}
