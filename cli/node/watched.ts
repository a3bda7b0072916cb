/** What a node tells its operators while it starts, runs and ends: the admin address. */

import { type AdminOptions, createAdmin, type Gateway, serve } from "@concordat/gateway"
import { ConcordatError } from "@concordat/kernel"
import {
  answerQuestion,
  type Extra,
  type Ledger,
  type Log,
  type LogLevel,
  Metrics,
  systemRandom,
  systemScheduler,
} from "@concordat/node"
import { VERSION } from "../version.ts"
import { ratesOf } from "./access.ts"
import { hostAndPort, type NodeFile, type Variables } from "./file.ts"
import { engineMetrics, gaugesOf } from "./gauges.ts"

/** Reasons of `/readyz` by the code that halted the node; any other is `halted`. */
const HALTED: Readonly<Record<string, string>> = {
  ...{ node_starting: "starting", node_syncing: "syncing", disk_full: "disk_full" },
  ...{ keystore_locked: "keystore_locked", root_mismatch: "diverged" },
}
const CONDITIONS = { running: null, absent: "engine_absent", syncing: "syncing" } as const

/** The read model is not up to date; one that waits for its first question is nobody's trouble. */
const BEHIND = ["starting", "building", "failed"]
const LAG_BLOCKS_MAX = 50n

/** Why a node does not serve, of a closed list; none: it does. */
function reasonsOf(ledger: Ledger | null): readonly string[] {
  if (ledger === null) return ["starting"]
  const { halted, engineCondition } = ledger.status()
  if (halted !== null) return [HALTED[halted] ?? "halted"]
  const reasons: string[] = []
  const condition = CONDITIONS[engineCondition]
  if (condition !== null) reasons.push(condition)
  const { state, lag } = ledger.readModel.status()
  if (BEHIND.includes(state) || lag > LAG_BLOCKS_MAX) reasons.push("read_model_behind")
  return reasons
}

function versionOf(ledger: Ledger | null, commit: string) {
  const services = ledger?.runtime.services.map(({ name, version }) => ({ name, version })) ?? []
  const { node } = process.versions
  return { version: VERSION, commit, node, chain: ledger?.chain ?? null, services }
}

/** The admin address, and what it looks at. */
export class Watched {
  readonly metrics: Metrics
  /** Set once they are open. */
  ledger: Ledger | null = null
  feed: Gateway["feed"] | null = null
  /** What callers may ask; SIGHUP may change it. */
  rates: ReturnType<typeof ratesOf>
  private readonly file: NodeFile
  private readonly log: Log
  private readonly commit: string
  private current: LogLevel

  constructor(file: NodeFile, log: Log, variables: Variables) {
    this.file = file
    this.log = log
    this.commit = variables["CONCORDAT_COMMIT"] || "unknown"
    this.current = file.configuration.log.level
    this.rates = ratesOf(file.configuration)
    this.metrics = new Metrics({ version: VERSION, commit: this.commit })
    const gauges = gaugesOf(file, () => this.ledger, Date.now)
    for (const gauge of [...gauges, ...this.socketMetrics()]) this.metrics.add(gauge)
  }

  private socketMetrics(): readonly Extra[] {
    return [
      {
        ...{ name: "sockets", help: "Connections to the live feed", labels: [] },
        read: async () => [{ labels: {}, value: this.feed?.places.connections ?? 0 }],
      },
      {
        ...{ name: "sockets_dropped_total", help: "Connections to the live feed that were cut" },
        ...{ labels: ["code"], counter: true },
        read: async () =>
          [...(this.feed?.cut ?? [])].map(([code, value]) => ({ labels: { code }, value })),
      },
    ]
  }

  private get opened(): Ledger {
    if (this.ledger !== null) return this.ledger
    throw new ConcordatError("node_starting", "The ledger is not open yet.", {
      hint: "Ask again in a moment.",
    })
  }

  /** The log's level as it was last set. */
  get level(): LogLevel {
    return this.current
  }

  set level(level: LogLevel) {
    this.current = level
    this.log.level(level)
  }

  private async dropPeer(id: string): Promise<void> {
    if (this.ledger === null) {
      throw new ConcordatError("node_starting", "The ledger is not open yet.", {
        hint: "Ask again in a moment.",
      })
    }
    await this.ledger.dropPeer(id)
    this.log.audit("peer_dropped", `The link to ${id} was ended.`, { peer: id })
  }

  private options(log: AdminOptions["log"]): AdminOptions {
    return {
      random: (length) => systemRandom.bytes(length),
      after: (ms, task) => systemScheduler.after(ms, task),
      log,
      started: () => this.ledger !== null,
      reasons: () => reasonsOf(this.ledger),
      version: () => versionOf(this.ledger, this.commit),
      dropPeer: (id) => this.dropPeer(id),
      ask: (question) => answerQuestion(this.opened.inspect(VERSION), question),
      metrics: async () => `${await this.metrics.text()}${await engineMetrics(this.file)}\n`,
      level: {
        get: () => this.level,
        set: (level) => {
          this.log.audit("log_level_changed", `From ${this.level} to ${level}.`, { level })
          this.level = level
        },
      },
    }
  }

  /** Listens; answers how to end it. Throws `configuration_invalid` where the port is taken. */
  async serve(log: AdminOptions["log"]): Promise<() => Promise<void>> {
    const { host, port } = hostAndPort(this.file.configuration.admin.listen)
    const serving = await serve(createAdmin(this.options(log)), { host, port, log })
    const url = `http://${host.includes(":") ? `[${host}]` : host}:${serving.port}`
    this.log.info("admin_ready", `Health and metrics at ${url}.`, { url })
    return () => serving.close()
  }
}
