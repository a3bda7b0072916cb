/** Whether the process lives and the node can serve, and what it counts (Prometheus text format). */
import { Hono } from "hono"
import type { GatewayOptions } from "../gateway.ts"

/** Names of the metrics that come from the ledger's status, with what they mean. */
function gauges({ ledger }: GatewayOptions): readonly (readonly [string, string, string])[] {
  const status = ledger.status()
  return [
    ["concordat_block_height", "Last final block", status.height.toString()],
    [
      "concordat_block_time_seconds",
      "Time of the last final block",
      (status.time / 1000).toString(),
    ],
    ["concordat_transactions", "Transactions in blocks", status.transactions.toString()],
    ["concordat_operations", "Operations in blocks", status.operations.toString()],
    ["concordat_state_keys", "Rows of the state", status.rows.toString()],
    ["concordat_log_size", "Leaves of the event log", status.log.size.toString()],
    ["concordat_waiting", "Transactions that wait for a block", status.waiting.toString()],
    ["concordat_halted", "1 when the node takes no transaction", status.halted ? "1" : "0"],
  ]
}

function metricsText(options: GatewayOptions): string {
  const lines: string[] = []
  for (const [name, help, value] of gauges(options)) {
    lines.push(`# HELP ${name} ${help}`, `# TYPE ${name} gauge`, `${name} ${value}`)
  }
  const { counters } = options.ledger.status()
  for (const name of Object.keys(counters).sort()) {
    const metric = `concordat_${name}`
    lines.push(`# TYPE ${metric} counter`, `${metric} ${counters[name]}`)
  }
  return `${lines.join("\n")}\n`
}

export function healthRoutes(options: GatewayOptions): Hono {
  const routes = new Hono()
  routes.get("/livez", (context) => context.text("ok\n"))
  routes.get("/readyz", (context) => {
    const { halted } = options.ledger.status()
    return halted === null ? context.text("ready\n") : context.text(`${halted}\n`, 503)
  })
  routes.get("/version", (context) =>
    context.json({
      version: options.version,
      chain: options.ledger.chain,
      services: options.ledger.runtime.services.map(({ name, version }) => ({ name, version })),
    }),
  )
  routes.get("/metrics", (context) =>
    context.text(metricsText(options), 200, { "Content-Type": "text/plain; version=0.0.4" }),
  )
  return routes
}
