/** Whether the process lives and the node serves. */
import type { GatewayOptions } from "../gateway.ts"
import { component, jsonAnswer, type Route, TEXT_TYPE, textAnswer } from "./route.ts"

/** Reasons not to be ready, of a closed list, by the code of what halted the node. */
const REASONS: Readonly<Record<string, string>> = {
  ...{ node_starting: "starting", node_syncing: "syncing", disk_full: "disk_full" },
  ...{ keystore_locked: "keystore_locked", root_mismatch: "diverged" },
}

function readyText({ ledger }: GatewayOptions): string | null {
  const { halted } = ledger.status()
  return halted === null ? null : (REASONS[halted] ?? "halted")
}

function versionOf({ ledger, version }: GatewayOptions) {
  const services = ledger.runtime.services.map(({ name, version }) => ({ name, version }))
  return { version, node: process.versions.node, chain: ledger.chain, services }
}

/** `/livez`, `/startupz`, `/readyz` and `/version`. */
export function healthRoutes(options: GatewayOptions): readonly Route[] {
  const base = { method: "GET", tag: "health", access: "public" } as const
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
  ]
}
