/** What a command prints: plain lines for people, one JSON value for programs. */
import { type Json, jsonText, toBase64url } from "@concordat/kernel"
import type { Environment } from "./environment.ts"
import type { Failure } from "./failure.ts"
import { printable, visible, wrap } from "./layout.ts"

/** The answer of a command: lines to read, the same as JSON, and how the process ends. */
export type Answer = {
  readonly lines: readonly string[]
  readonly json: Json
  /** Everything was printed as it came. */
  readonly printed?: true
  /** 0 unless given. */
  readonly exit?: number
}

/** Prints an answer to standard output: laid out on a screen, line for line where it is piped. */
export function printAnswer(environment: Environment, answer: Answer, asJson: boolean): void {
  const { out, screen } = environment
  const { lines, json } = answer
  if (answer.printed === true) return
  const safe = lines.map(printable)
  const laid = screen === undefined ? safe.map(visible) : safe.flatMap((line) => wrap(line, screen))
  out(asJson ? `${jsonText(json)}\n` : `${laid.join("\n")}\n`)
}

/** Prints a failure to standard error, or as JSON to standard output. */
export function printFailure(environment: Environment, failure: Failure, asJson: boolean): void {
  const { code, message, hint, pointer, transaction } = failure
  if (asJson) {
    const places = {
      ...(pointer === undefined ? {} : { pointer }),
      ...(transaction === undefined ? {} : { transaction }),
    }
    environment.out(`${jsonText({ error: { code, message, hint, ...places } })}\n`)
    return
  }
  const where = pointer === undefined ? "" : ` at ${pointer}`
  const lines = [`${code}${where}: ${message}`]
  if (hint !== "") lines.push(`  ${hint}`)
  environment.err(`${lines.map((line) => visible(printable(line))).join("\n")}\n`)
}

/** A verdict as JSON: bigints as texts, bytes as base64url, what is absent as null. */
export function plainJson(value: unknown): Json {
  if (typeof value === "bigint") return value.toString()
  if (value instanceof Uint8Array) return toBase64url(value)
  if (Array.isArray(value)) return value.map(plainJson)
  if (typeof value !== "object" || value === null) return (value ?? null) as Json
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, plainJson(part)]))
}

/** Two columns, the first as wide as its widest entry. */
export function columns(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(...rows.map(([name]) => name.length))
  return rows.map(([name, value]) => `${name.padEnd(width)}  ${value}`.trimEnd())
}
