/**
 * The node's log: JSON lines by pino, one event a line, each with a code of `codes.ts`. Fields that
 * could carry a secret are left out by name; bytes and bigints are written as text.
 */
import { ConcordatError } from "@concordat/kernel"
import { type DestinationStream, pino } from "pino"
import type { LogCode } from "./codes.ts"

/** The least important lines that are written. */
export type LogLevel = "trace" | "debug" | "info" | "warn" | "error" | "fatal"

type Fields = Readonly<Record<string, unknown>>

/** Writes one line an event. */
export interface Log {
  debug(code: LogCode, message: string, fields?: Fields): void
  info(code: LogCode, message: string, fields?: Fields): void
  warn(code: LogCode, message: string, fields?: Fields): void
  error(code: LogCode, message: string, fields?: Fields): void
  /** For the administrative acts that an auditor looks for; always written. */
  audit(code: LogCode, message: string, fields?: Fields): void
  level(level: LogLevel): void
}

const AUDIT_LEVEL = 70

/** Names whose values never reach a log, at the top and one level down. */
const REDACTED = ["passphrase", "secret", "seed", "pin", "token", "authorization", "cookie", "memo"]

function plain(value: unknown): unknown {
  if (typeof value === "bigint") return value.toString()
  if (value instanceof Uint8Array) return Buffer.from(value).toString("hex")
  if (value instanceof ConcordatError) {
    const { code, message, hint, details } = value
    return { code, message, hint, ...details }
  }
  if (value instanceof Error)
    return { name: value.name, message: value.message, stack: value.stack }
  return value
}

function plainFields(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, plain(value)]))
}

/** A log for one room. `destination`: standard output unless a test looks on. */
export function createLog(
  room: string,
  level: LogLevel = "info",
  destination?: DestinationStream,
): Log {
  const options = {
    level,
    base: { room },
    messageKey: "message",
    timestamp: pino.stdTimeFunctions.isoTime,
    customLevels: { audit: AUDIT_LEVEL },
    formatters: { level: (label: string) => ({ level: label }) },
    redact: {
      paths: REDACTED.flatMap((name) => [name, `*.${name}`]),
      censor: "[redacted]",
    },
  }
  const writer = destination === undefined ? pino(options) : pino(options, destination)
  const at =
    (name: "debug" | "info" | "warn" | "error" | "audit") =>
    (code: LogCode, message: string, fields: Fields = {}) =>
      writer[name]({ code, ...plainFields(fields) }, message)
  return {
    debug: at("debug"),
    info: at("info"),
    warn: at("warn"),
    error: at("error"),
    audit: at("audit"),
    level(next) {
      writer.level = next
    },
  }
}

/** A log that says nothing, for tests. */
export const silentLog: Log = {
  debug() {},
  info() {},
  warn() {},
  error() {},
  audit() {},
  level() {},
}
