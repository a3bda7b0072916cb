/**
 * The engine under its own key-value application: in Go and in the engine's process, or the same
 * one served by us over a socket. What a network costs before it does any of our work.
 * Source of truth: CometBFT v0.40.0, `abci/example/kvstore/kvstore.go`.
 */
import { type ChildProcess, spawn } from "node:child_process"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { ensureKeys } from "@concordat/engines/cometbft"
import { DEFAULT_PARAMETERS, type Hash, sha256Hex, utf8 } from "@concordat/kernel"
import { type AbciServer, serveAbci } from "../../engines/cometbft/abci/index.ts"
import { keyValue } from "../../engines/cometbft/abci/key-value.testing.ts"
import { writeHome } from "../../engines/cometbft/home/home.ts"
import { binaryPath, freePort } from "../../engines/cometbft/machine.testing.ts"
import { BATCH_CALLS_MAX, RpcClient } from "../../engines/cometbft/rpc/client.ts"
import { systemClock, systemScheduler } from "../../node/seams/clock.ts"
import { systemDisk } from "../../node/seams/disk.ts"
import { systemRandom } from "../../node/seams/random.ts"
import { soon } from "./world.ts"

const POWER = 10n
/** Blocks whose counts one question answers. */
const METAS_MAX = 20n

type Status = { readonly sync_info: { readonly latest_block_height: string } }
type Metas = { readonly block_metas: readonly { readonly num_txs: string }[] }

/** Where the application runs: in the engine's process, or in this one behind sockets. */
export type Place = "inside" | "socket"

/** Engines, each with the key-value application. */
export class KeyValueNetwork {
  private readonly folder = mkdtempSync(join(tmpdir(), "concordat-kv-"))
  private readonly engines: ChildProcess[] = []
  private readonly clients: RpcClient[] = []
  private readonly servers: AbciServer[] = []
  private counted = 0n
  private committed = 0

  /** Starts so many validators, with our waits and limits; returns once there is a block. */
  static async of(count: number, timeoutCommitMs: number, place: Place): Promise<KeyValueNetwork> {
    const network = new KeyValueNetwork()
    await network.start(count, timeoutCommitMs, place)
    return network
  }

  /** Processes of the engines. */
  get pids(): readonly number[] {
    return this.engines.map(({ pid }) => pid!)
  }

  private async start(count: number, timeoutCommitMs: number, place: Place): Promise<void> {
    const homes = Array.from({ length: count }, (_, n) => join(this.folder, `${n}`))
    const seats = await Promise.all(
      homes.map(async (home, n) => {
        const keys = await ensureKeys(systemDisk, home, systemRandom)
        const rpc = join(this.folder, `r${n}.sock`)
        return { ...keys, home, rpc, listen: `127.0.0.1:${await freePort()}` }
      }),
    )
    const genesis = {
      ...{ chain: "kv-1", time: systemClock.now(), height: 1n, parameters: DEFAULT_PARAMETERS },
      validators: seats.map(({ validator }) => ({ key: { ed25519: validator }, power: POWER })),
      digest: "00".repeat(32) as Hash,
    }
    for (const seat of seats) {
      const others = seats.filter((other) => other !== seat)
      const peers = others.map(({ nodeId, listen }) => `${nodeId}@${listen}`)
      const { home, rpc, listen } = seat
      const config = { ...{ name: "kv", abci: "", rpc, listen, peers, timeoutCommitMs } }
      const shared = { metrics: null, sameHost: true }
      await writeHome(systemDisk, home, { ...config, ...shared }, genesis)
      const application = place === "inside" ? "kvstore" : await this.serve()
      const args = ["start", "--home", home, "--proxy_app", application]
      this.engines.push(spawn(binaryPath(), args, { stdio: "ignore" }))
      this.clients.push(new RpcClient(rpc))
    }
    while ((await this.height()) === 0n) await soon()
  }

  /** Serves one application; answers its address. */
  private async serve(): Promise<string> {
    const at = join(this.folder, `a${this.servers.length}.sock`)
    const { handlers } = keyValue()
    const says = { at, handlers, clock: systemClock, scheduler: systemScheduler }
    this.servers.push(await serveAbci(says))
    return this.servers.at(-1)!.address
  }

  /**
   * Sends so many transactions of so many bytes, each engine its share, and at most `inFlight` of
   * them undecided; returns once all are in blocks.
   */
  async sendAll(from: number, count: number, bytes: number, inFlight: number): Promise<void> {
    const goal = this.committed + count
    let sent = 0
    for (let turn = 0; this.committed < goal; turn++) {
      const room = Math.min(inFlight - (sent - (this.committed - goal + count)), count - sent)
      if (room > 0) {
        const share = Math.min(room, BATCH_CALLS_MAX)
        const calls = Array.from({ length: share }, (_, n) => callOf(from + sent + n, bytes))
        const answers = await this.clients[turn % this.clients.length]!.batch(calls)
        sent += share
        const wrong = answers.find((answer) => "error" in answer)
        if (wrong !== undefined) throw new Error("the engine took not all")
      } else await soon()
      await this.count()
    }
  }

  private async height(): Promise<bigint> {
    const answer = await this.clients[0]!.call("status").catch(() => null)
    return answer === null ? 0n : BigInt((answer as Status).sync_info.latest_block_height)
  }

  /** Counts what the blocks since the last time hold. */
  private async count(): Promise<void> {
    const height = await this.height()
    while (this.counted < height) {
      const last = this.counted + METAS_MAX < height ? this.counted + METAS_MAX : height
      const range = { minHeight: String(this.counted + 1n), maxHeight: String(last) }
      const { block_metas: metas } = (await this.clients[0]!.call("blockchain", range)) as Metas
      for (const { num_txs: number } of metas) this.committed += Number(number)
      this.counted = last
    }
  }

  /** Ends the processes and removes the folder. */
  async remove(): Promise<void> {
    for (const client of this.clients) client.close()
    await Promise.all(
      this.engines.map(async (engine) => {
        if (engine.exitCode !== null) return
        const ended = new Promise((resolve) => engine.once("exit", resolve))
        engine.kill("SIGKILL")
        await ended
      }),
    )
    for (const server of this.servers) await server.close()
    rmSync(this.folder, { recursive: true, force: true })
  }
}

/** A pair of the application's form, `key=value`, that no block holds yet. */
function callOf(index: number, bytes: number) {
  const start = `k${index}=${sha256Hex(utf8(`${index}`))}`
  const text = start.padEnd(bytes, "0").slice(0, bytes)
  return { method: "broadcast_tx_async", params: { tx: Buffer.from(text).toString("base64") } }
}
