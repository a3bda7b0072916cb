/** Whether the process lives and the node serves, and what it counts (Prometheus text format). */
import type { GatewayOptions } from "../gateway.ts"
import { component, jsonAnswer, type Route, TEXT_TYPE, textAnswer } from "./route.ts"

/** Reasons not to be ready, of a closed list, by the code of what halted the node. */
const REASONS: Readonly<Record<string, string>> = {
  ...{ node_starting: "starting", node_syncing: "syncing", disk_full: "disk_full" },
  ...{ keystore_locked: "keystore_locked" },
}

/** Metrics that come from the ledger's status: name, meaning, value. */
function gauges({ ledger }: GatewayOptions): readonly (readonly [string, string, string])[] {
  const status = ledger.status()
  const seconds = (status.time / 1000).toString()
  return [
    ["block_height", "Last final block", status.height.toString()],
    ["block_time_seconds", "Time of the last final block", seconds],
    ["transactions", "Transactions in blocks", status.transactions.toString()],
    ["operations", "Operations in blocks", status.operations.toString()],
    ["state_keys", "Rows of the state", status.rows.toString()],
    ["log_size", "Leaves of the event log", status.log.size.toString()],
    ["waiting", "Transactions that wait for a block", status.waiting.toString()],
    ["waiting_bytes", "Bytes of the transactions that wait", status.waitingBytes.toString()],
    ["halted", "1 when the node takes no transaction", status.halted ? "1" : "0"],
  ]
}

function metricsText(options: GatewayOptions, more: readonly string[]): string {
  const lines: string[] = []
  for (const [name, help, value] of gauges(options)) {
    const metric = `concordat_${name}`
    lines.push(`# HELP ${metric} ${help}`, `# TYPE ${metric} gauge`, `${metric} ${value}`)
  }
  const { counters } = options.ledger.status()
  for (const name of Object.keys(counters).sort()) {
    const metric = `concordat_${name}`
    lines.push(`# TYPE ${metric} counter`, `${metric} ${counters[name]}`)
  }
  return `${[...lines, ...more].join("\n")}\n`
}

function readyText({ ledger }: GatewayOptions): string | null {
  const { halted } = ledger.status()
  return halted === null ? null : (REASONS[halted] ?? "halted")
}

function versionOf({ ledger, version }: GatewayOptions) {
  const services = ledger.runtime.services.map(({ name, version }) => ({ name, version }))
  return { version, node: process.versions.node, chain: ledger.chain, services }
}

/** `/livez`, `/startupz`, `/readyz`, `/version` and `/metrics`, which has lines of others too. */
export function healthRoutes(
  options: GatewayOptions,
  more: () => readonly string[],
): readonly Route[] {
  const base = { method: "GET", tag: "health" } as const
  const gives = { [TEXT_TYPE]: { type: "string" } }
  return [
    {
      ...{ ...base, path: "/livez", name: "livez", gives },
      about: "Whether the process lives; no dependency is asked",
      answer: () => textAnswer("ok\n"),
    },
    {
      ...{ ...base, path: "/startupz", name: "startupz", gives },
      about: "Whether the process has started",
      answer: () => textAnswer("ok\n"),
    },
    {
      ...{ ...base, path: "/readyz", name: "readyz", gives },
      about: "Whether the node serves",
      more: "503 with the reason: starting, syncing, keystore_locked, disk_full or halted.",
      answer() {
        const reason = readyText(options)
        if (reason === null) return textAnswer("ready\n")
        return { ...textAnswer(`${reason}\n`, 503), headers: { "Retry-After": "2" } }
      },
    },
    {
      ...{ ...base, path: "/version", name: "version" },
      about: "Versions of the node and its services",
      gives: { "application/json": component("Version") },
      answer: () => jsonAnswer(versionOf(options)),
    },
    {
      ...{ ...base, path: "/metrics", name: "metrics", gives },
      about: "Counters in Prometheus text format",
      answer: () => textAnswer(metricsText(options, more()), 200, "text/plain; version=0.0.4"),
    },
  ]
}
