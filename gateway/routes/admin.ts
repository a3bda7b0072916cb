/**
 * What a node answers its operators: health with reasons, what runs, metrics, the level of its log.
 * These routes never face outside: whoever is not on this machine is refused.
 */
import { Invalid, isJsonObject, type Json, type JsonObject, parseJson } from "@concordat/kernel"
import type { GatewayOptions } from "../gateway.ts"
import { JSON_TYPE, jsonAnswer, type Route, TEXT_TYPE, textAnswer } from "./route.ts"

const LEVELS = ["trace", "debug", "info", "warn", "error", "fatal"] as const
/** How a node's log is set. */
export type LogLevelName = (typeof LEVELS)[number]
const BODY_BYTES_MAX = 1_024
const PEER = /^[0-9a-f]{40}$/

/** What the admin address answers with; before the ledger is open too. */
export type AdminOptions = Pick<GatewayOptions, "random" | "after" | "log" | "answered"> & {
  /** Whether the ledger is open. */
  readonly started: () => boolean
  /** Why the node does not serve, of the closed list of `/readyz`; none: it does. */
  readonly reasons: () => readonly string[]
  readonly version: () => JsonObject
  /** Prometheus text. */
  readonly metrics: () => Promise<string>
  /** Ends the link to a node that may connect no more. Throws `Refusal`. */
  readonly dropPeer: (id: string) => Promise<void>
  readonly level: { get(): LogLevelName; set(level: LogLevelName): void }
  /** Answers a question about the state, for comparisons with another node. */
  readonly ask: (question: JsonObject) => Promise<Json>
}

const PROMETHEUS_TYPE = "text/plain; version=0.0.4"

function levelIn(body: Uint8Array): LogLevelName {
  const json = parseJson(body)
  const level = isJsonObject(json) ? json["level"] : undefined
  const found = LEVELS.find((name) => name === level)
  if (found !== undefined) return found
  throw new Invalid("unknown_value", "/level", `A level is one of ${LEVELS.join(", ")}.`)
}

function peerIn(body: Uint8Array): string {
  const json = parseJson(body)
  const peer = isJsonObject(json) ? json["peer"] : undefined
  if (typeof peer === "string" && PEER.test(peer)) return peer
  throw new Invalid("hex_malformed", "/peer", "A node is named by 40 hex digits.")
}

function unready(reasons: readonly string[]) {
  const answer = textAnswer(`${reasons.join("\n")}\n`, 503)
  return { ...answer, headers: { "Retry-After": "2" } }
}

/** `/livez`, `/startupz`, `/readyz`, `/version`, `/metrics` and `/admin/log-level`. */
export function adminRoutes(options: AdminOptions): readonly Route[] {
  const { started, reasons, version, metrics, level, dropPeer } = options
  const base = {
    method: "GET",
    tag: "admin",
    access: "operator",
    gives: { [TEXT_TYPE]: { type: "string" } },
  } as const
  const json = { [JSON_TYPE]: { type: "object" } } as const
  return [
    {
      ...{ ...base, path: "/livez", name: "livez", about: "Whether the process lives" },
      answer: () => textAnswer("ok\n"),
    },
    {
      ...{ ...base, path: "/startupz", name: "startupz", about: "Whether the ledger is open" },
      answer: () => (started() ? textAnswer("ok\n") : unready(["starting"])),
    },
    {
      ...{ ...base, path: "/readyz", name: "readyz", about: "Whether the node serves, or why not" },
      answer() {
        const found = reasons()
        return found.length === 0 ? textAnswer("ready\n") : unready(found)
      },
    },
    {
      ...{ ...base, path: "/version", name: "version", gives: json, about: "What runs here" },
      answer: () => jsonAnswer(version()),
    },
    {
      ...{ ...base, path: "/metrics", name: "metrics", about: "Metrics in Prometheus' form" },
      answer: async () => textAnswer(await metrics(), 200, PROMETHEUS_TYPE),
    },
    {
      ...{ ...base, path: "/admin/log-level", name: "logLevel", gives: json },
      about: "The least important lines that are logged",
      answer: () => jsonAnswer({ level: level.get() }),
    },
    {
      ...{ ...base, method: "PUT", path: "/admin/log-level", name: "setLogLevel", gives: json },
      about: "Set it, until the next start",
      takes: { [JSON_TYPE]: { schema: { type: "object" }, limit: BODY_BYTES_MAX } },
      answer({ body }) {
        level.set(levelIn(body))
        return jsonAnswer({ level: level.get() })
      },
    },
    {
      ...{ ...base, method: "POST", path: "/admin/drop-peer", name: "dropPeer", gives: json },
      about: "End the link to a node that the ledger lets connect no more",
      takes: { [JSON_TYPE]: { schema: { type: "object" }, limit: BODY_BYTES_MAX } },
      async answer({ body }) {
        const peer = peerIn(body)
        await dropPeer(peer)
        return jsonAnswer({ peer, dropped: true })
      },
    },
    {
      ...{ ...base, method: "POST", path: "/admin/state", name: "askState", gives: json },
      about: "A question about the state, as `concordat diff-state` asks",
      takes: { [JSON_TYPE]: { schema: { type: "object" } } },
      async answer({ body }) {
        const question = parseJson(body)
        if (isJsonObject(question)) return jsonAnswer({ answer: await options.ask(question) })
        throw new Invalid("type_mismatch", "", "Expected an object.")
      },
    },
  ]
}
