/**
 * Seven organisations whose nodes run in this process by files such as their operators write, each
 * with a real engine: founded, ended, lost for ever.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { type JsonObject, jsonText, type Operation, timeText } from "@concordat/kernel"
import { createClient, type Signer, status } from "@concordat/sdk"
import { RunningNode } from "../../cli/node/running.testing.ts"
import { binaryPath, freePort } from "../../engines/cometbft/machine.testing.ts"
import { DEFAULT_CONSTITUTION } from "../../services/governance/constitution.ts"
import { constitution } from "../../services/governance/tables.ts"
import { administratorIn, sendAs } from "./administrator.ts"
import { CommandLine } from "./command-line.ts"

export const ORGANISATIONS = ["court", "guild", "hall", "mint", "port", "school", "ward"]

type Seat = {
  readonly listen: string
  readonly metrics: string
  readonly nodeId: string
  readonly signer: Signer
  running: RunningNode | null
}

const ownAddress = async () => `127.0.0.1:${await freePort()}`

/** The rules of the founders: what is carried by class A is due at once. */
function rulesOfTheDrill(): JsonObject {
  const { version, rules, emergency, votingPeriod } = DEFAULT_CONSTITUTION
  const swift = rules.map((rule) => (rule.class === "a" ? { ...rule, delay: 0 } : rule))
  const value = { version, rules: swift, emergency, votingPeriod }
  return { key: {}, value: constitution.row.toJson(value) }
}

/** The seats of a drill. */
export class Seven {
  readonly folder = mkdtempSync(join(tmpdir(), "concordat-seven-"))
  /** The command line of whoever acts. */
  readonly line = new CommandLine(this.folder)
  private readonly seats = new Map<string, Seat>()

  path(organisation: string, ...parts: readonly string[]): string {
    return join(this.folder, organisation, ...parts)
  }

  /** Runs a command that must succeed; answers its JSON. */
  async run(...args: readonly string[]) {
    const exit = await this.line.run(...args, "--json")
    if (exit !== 0) throw new Error(`${args.slice(0, 3).join(" ")}: ${this.line.out.slice(0, 600)}`)
    return JSON.parse(this.line.out)
  }

  /** Makes everybody's keys and files, and one genesis. */
  static async found(chain: string): Promise<Seven> {
    const seven = new Seven()
    for (const organisation of ORGANISATIONS) {
      const flags = ["--organisation", organisation, "--engine", "cometbft"]
      const { nodeId } = await seven.run("init", organisation, ...flags)
      const [listen, metrics] = [await ownAddress(), await ownAddress()]
      const signer = await administratorIn(seven.path(organisation))
      seven.seats.set(organisation, { listen, metrics, nodeId, signer, running: null })
    }
    const members = ORGANISATIONS.map((organisation) => seven.path(organisation, "member.json"))
    await seven.run("genesis", "found", ...members, "--chain", chain)
    const genesis = seven.withRules(readFileSync(join(seven.folder, "genesis.json"), "utf8"))
    for (const organisation of ORGANISATIONS) {
      writeFileSync(seven.path(organisation, "genesis.json"), genesis)
      writeFileSync(seven.path(organisation, "concordat.toml"), seven.configuration(organisation))
    }
    return seven
  }

  private withRules(text: string): string {
    const genesis = JSON.parse(text)
    const at = timeText(0)
    const approving = ORGANISATIONS.map((organisation) => ({
      key: { holder: `${organisation}/administrator-1`, role: "org.approver", scope: "" },
      value: {
        ...{ grantor: organisation, from: at, until: null, limit: null, delegable: false },
        ...{ depth: 1, status: "active", changed: at },
      },
    }))
    genesis.state.organisations.grants.push(...approving)
    genesis.state.governance = { constitution: [rulesOfTheDrill()] }
    return jsonText(genesis)
  }

  private configuration(organisation: string): string {
    const others = [...this.seats].filter(([name]) => name !== organisation)
    const peers = others.map(([, { nodeId, listen }]) => `"${nodeId}@${listen}"`).join(", ")
    const { listen, metrics } = this.seats.get(organisation)!
    return `
[node]
name = "${organisation}"
[engine]
kind = "cometbft"
binary = "${binaryPath()}"
listen = "${listen}"
metrics = "${metrics}"
peers = [${peers}]
sameHost = true
timeoutCommitMs = 100
[gateway]
listen = "127.0.0.1:0"
[admin]
listen = "127.0.0.1:0"
[verify]
workers = 0
[readModel]
kind = "none"
[access]
public = ["verify", "read", "send", "join"]
`
  }

  /** Starts nodes; they take transactions once there is a quorum. */
  async start(organisations: readonly string[]): Promise<void> {
    for (const organisation of organisations) {
      const running = new RunningNode(this.path(organisation, "concordat.toml"))
      this.seats.get(organisation)!.running = running
    }
    await Promise.all(organisations.map((organisation) => this.url(organisation)))
  }

  url(organisation: string): Promise<string> {
    return this.seats.get(organisation)!.running!.url()
  }

  async end(organisations: readonly string[]): Promise<void> {
    await Promise.all(organisations.map((one) => this.seats.get(one)!.running?.end()))
  }

  /** A node and all that it holds is gone; its organisation's keys lay elsewhere. */
  async lose(organisations: readonly string[]): Promise<void> {
    await this.end(organisations)
    for (const organisation of organisations) {
      for (const part of ["data", "engine"]) {
        rmSync(this.path(organisation, part), { recursive: true, force: true })
      }
    }
  }

  async client(organisation: string) {
    return createClient({ url: await this.url(organisation), fetch, timeoutMs: 60_000 })
  }

  async height(organisation: string): Promise<bigint> {
    return BigInt((await status(await this.client(organisation))).height)
  }

  /** Sends what the administrator of an organisation signs, to a node; answers when it is final. */
  async send(organisation: string, to: string, ...operations: readonly Operation[]) {
    return sendAs(this.seats.get(organisation)!.signer, await this.client(to), ...operations)
  }

  async remove(): Promise<void> {
    await this.end(ORGANISATIONS)
    rmSync(this.folder, { recursive: true, force: true })
  }
}
