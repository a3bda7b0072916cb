/** A network of `concordat network` on which a test plays faults, by its verbs, as people would. */
import { spawn } from "node:child_process"
import {
  closeSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { RpcClient } from "@concordat/engines/cometbft"
import { addressText } from "@concordat/kernel"
import type { Diagnosis } from "@concordat/sdk"
import { memberPath } from "../../cli/network/member.ts"
import { nodeCalled, placesOf, planIn, socketsOf, wiresSocket } from "../../cli/network/plan.ts"
import { tellWires } from "../../cli/network/wires/control.ts"
import { direction, withFault } from "../../cli/network/wires/faults.ts"
import { freePort } from "../../engines/cometbft/machine.testing.ts"
import { clockEngine } from "./clock-engine.ts"
import { CommandLine } from "./command-line.ts"
import { soon } from "./world.ts"

const MAIN = fileURLToPath(new URL("../../cli/main.ts", import.meta.url))
const LIAR = fileURLToPath(new URL("./liar.ts", import.meta.url))

/** Lines of an engine about peers, and how many of each are shown of a test that failed. */
const LINKS = /module=p2p|peer/i
const LINES = 6
const LINE_MAX = 200

/** Of a block as the engine tells it, what is looked at. */
type Block = {
  readonly evidence: {
    readonly evidence: readonly {
      readonly type: string
      readonly value: {
        readonly vote_a: { readonly height: string; readonly validator_address: string }
      }
    }[]
  }
}

type Standing = {
  readonly online: number
  readonly margin: number
  readonly missing: readonly string[]
  readonly faults: Readonly<Record<string, unknown>>
  readonly nodes: readonly {
    readonly name: string
    readonly height?: string
    readonly peers: number | null
    readonly process: number | null
  }[]
}

/** A network of four. */
export class Played {
  readonly folder = mkdtempSync(join(tmpdir(), "concordat-faults-"))
  /** What the doctor said last to who waits for a row, in a line. */
  said = ""
  readonly dir = join(this.folder, "net")

  /** One verb; answers what it answers. Throws where it fails. */
  network(...args: readonly string[]): Promise<Standing> {
    return this.by(new CommandLine(this.folder), args)
  }

  private async by(line: CommandLine, args: readonly string[]): Promise<Standing> {
    const exit = await line.run("network", ...args, "--dir", this.dir, "--json")
    const answer = JSON.parse(line.out)
    if (exit > 1 || "error" in answer) throw new Error(`${args}: ${line.out}`)
    return answer
  }

  /** Founds and starts it; its genesis is of so long ago. */
  async up(agoMs = 0): Promise<void> {
    const line = new CommandLine(this.folder)
    line.ahead = -agoMs
    const ports = ["--port", String(await freePort()), "--peer-port", String(await freePort())]
    await this.by(line, ["up", "--nodes", "4", ...ports])
  }

  /** After a test that failed, so that those after it are about themselves: all is as it was. */
  async mend(): Promise<void> {
    delete process.env["FAIL_TEST_INDEX"]
    delete process.env["CONCORDAT_CRASH"]
    await this.network("heal")
    for (const { name, process: pid } of (await this.network("status")).nodes) {
      if (pid === null) await this.network("start", name)
      else await this.network("resume", name)
    }
  }

  /** Ends all, and removes what is left. */
  async remove(): Promise<void> {
    await this.network("down").catch(() => {})
    rmSync(this.folder, { recursive: true, force: true })
  }

  get urls(): readonly string[] {
    return planIn(this.dir).nodes.map(({ gateway }) => `http://127.0.0.1:${gateway}`)
  }

  places(name: string) {
    return placesOf(this.dir).node(name)
  }

  /** What the doctor says of nodes, by name. */
  async doctor(...names: readonly string[]): Promise<readonly Diagnosis[]> {
    const told = names.map(async (name) => {
      const own = new CommandLine(this.folder)
      await own.run("doctor", "--dir", this.dir, "--node", name, "--json")
      return JSON.parse(own.out).nodes[0] as Diagnosis
    })
    return Promise.all(told)
  }

  /** What the engine of each node logged last about its links, in few lines. */
  get links(): string {
    const lines = planIn(this.dir).nodes.flatMap(({ name }) => {
      const log = readFileSync(this.places(name).engineLog, "utf8").split("\n")
      const last = log.filter((line) => LINKS.test(line)).slice(-LINES)
      return last.map((line) => `${name} ${line.slice(0, LINE_MAX)}`)
    })
    return lines.join("\n")
  }

  /** Asks the doctor of a node until it names this row; answers what it said then. */
  async untilRow(name: string, row: number): Promise<Diagnosis> {
    for (;;) {
      const [diagnosis] = await this.doctor(name)
      const signs = diagnosis!.findings.map((one) => `${one.row}: ${one.sign}`)
      this.said = `${name} waits for row ${row}; ${signs.join(" ")}`
      if (diagnosis!.cause?.row === row) return diagnosis!
      await soon()
    }
  }

  /** Height of a node's last block; 0 while it does not answer. */
  async height(name: string): Promise<bigint> {
    const { nodes } = await this.network("status")
    return BigInt(nodes.find((node) => node.name === name)?.height ?? 0)
  }

  /** Time of the last block of a node, milliseconds of 1970. */
  async blockTime(name: string): Promise<number> {
    const { sync_info: at } = await this.engine(name, "status")
    return Date.parse((at as { readonly latest_block_time: string }).latest_block_time)
  }

  /** Returns once a node has a block above this height. */
  async above(name: string, height: bigint): Promise<void> {
    while ((await this.height(name)) <= height) await soon()
  }

  /** A call of a node's engine. */
  async engine(name: string, method: string, params: Record<string, string> = {}) {
    const plan = planIn(this.dir)
    const rpc = new RpcClient(socketsOf(plan, plan.nodes.find((node) => node.name === name)!).rpc)
    try {
      return (await rpc.call(method, params)) as Readonly<Record<string, unknown>>
    } finally {
      rpc.close()
    }
  }

  /** The same call of its gateway, for whoever joins. */
  async served(name: string, method: string, params: Record<string, string>) {
    const url = this.urls[planIn(this.dir).nodes.findIndex((node) => node.name === name)]
    const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method, params })
    const headers = { "content-type": "application/json" }
    const answer = await fetch(`${url}/engine`, { method: "POST", headers, body })
    return ((await answer.json()) as { readonly result?: unknown }).result
  }

  /** The application of a node that was started as a liar: what to lie, "" for nothing. */
  liar(name: string): { tell(lie: string): void } {
    return { tell: (text) => writeFileSync(this.lie(name), text) }
  }

  private lie(name: string): string {
    return join(this.folder, `lie-${name}`)
  }

  /** Starts a killed node whose clock, and whose engine's, is so far ahead. */
  startShifted(name: string, ms: number): void {
    this.liar(name).tell("")
    this.startLiar(name, { LIAR_CLOCK_MS: String(ms), LIAR_ENGINE: clockEngine() })
  }

  /** Starts a killed node with a lying application. */
  startLiar(name: string, variables: Record<string, string> = {}): { tell(lie: string): void } {
    const { log, process: path } = this.places(name)
    const lie = this.lie(name)
    const file = openSync(log, "a")
    const args = ["--conditions=source", LIAR, lie, "--config", memberPath(this.dir, name)]
    const child = spawn(process.execPath, args, {
      ...{ detached: true, stdio: ["ignore", file, file] },
      env: { ...process.env, ...variables },
    })
    child.unref()
    closeSync(file)
    writeFileSync(path, String(child.pid))
    return this.liar(name)
  }

  /**
   * Runs a second node with the keys of one and without its memory of what it signed, beside a
   * neighbour that the first one loses; answers its validator's address, its file, and how to give
   * it a memory of the first block, and to end it.
   */
  async startTwin(name: string, beside: string) {
    const plan = planIn(this.dir)
    const [first, neighbour] = [name, beside].map((each) => nodeCalled(plan, each))
    const home = join(this.dir, "twin")
    const text = readFileSync(memberPath(this.dir, name), "utf8")
    const own = { ...first!, name: "twin" }
    const ports = await Promise.all(Array.from({ length: 4 }, freePort))
    const [peers, metrics, gateway, admin] = ports.map((port) => `127.0.0.1:${port}`)
    const settings: Record<string, string> = {
      ...{ listen: peers!, metrics: metrics! },
      data: join(home, "data"),
      batches: join(home, "batches"),
      home: join(home, "engine"),
      socket: socketsOf(plan, own).abci,
      rpcSocket: socketsOf(plan, own).rpc,
    }
    mkdirSync(join(home, "engine", "config"), { recursive: true })
    for (const file of ["priv_validator_key.json", "node_key.json"]) {
      const from = join(this.places(name).engine, "config", file)
      copyFileSync(from, join(home, "engine", "config", file))
    }
    let section = ""
    const lines = text.split("\n").map((line) => {
      section = /^\[(.+)\]$/.exec(line)?.[1] ?? section
      const key = /^(\w+) =/.exec(line)?.[1] ?? ""
      if (section === "gateway" && key === "listen") return `listen = "${gateway}"`
      if (section === "admin" && key === "listen") return `listen = "${admin}"`
      if (key === "peers") return `peers = ["${neighbour!.nodeId}@${neighbour!.peers}"]`
      return settings[key] === undefined ? line : `${key} = "${settings[key]}"`
    })
    const path = join(home, "concordat.toml")
    writeFileSync(path, lines.join("\n"))
    const cut = [direction(name, beside), direction(beside, name)]
    await tellWires(wiresSocket(plan), { faults: withFault({}, cut, { cut: true }), reset: cut })
    const args = ["--conditions=source", MAIN, "run", "--config", path]
    const log = openSync(join(home, "node.log"), "a")
    const child = spawn(process.execPath, args, { stdio: ["ignore", log, log] })
    closeSync(log)
    const ended = new Promise((resolve) => child.once("exit", resolve))
    const end = async () => {
      child.kill("SIGTERM")
      await ended
      await this.network("heal")
    }
    const remember = () => {
      const memory = join(home, "engine", "data", "priv_validator_state.json")
      writeFileSync(memory, '{"height":"1","round":0,"step":3}')
    }
    const address = addressText({ key: { ed25519: first!.validator! }, power: 1n })
    return { address, config: path, remember, end }
  }

  /** The first evidence of a double vote that a block holds, read from a node's engine. */
  async evidence(name: string) {
    for (let height = await this.height(name); ; height++) {
      await this.above(name, height - 1n)
      const { block } = await this.engine(name, "block", { height: String(height) })
      const [found] = (block as Block).evidence.evidence
      if (found === undefined) continue
      const { height: votes, validator_address: address } = found.value.vote_a
      return { height, votes: BigInt(votes), address: address.toLowerCase(), kind: found.type }
    }
  }

  /** Returns once a node's process is gone, with the failure that it logged last. */
  async ended(name: string): Promise<{ readonly code: string; readonly message: string }> {
    for (;;) {
      const { nodes } = await this.network("status")
      if (nodes.find((node) => node.name === name)?.process === null) break
      await soon()
    }
    const lines = readFileSync(this.places(name).log, "utf8").trim().split("\n")
    const failed = lines.findLast((line) => line.includes('"failure"'))
    return JSON.parse(failed ?? "{}").failure
  }
}
