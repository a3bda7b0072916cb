/** What a command prints: plain lines for people, one JSON value for programs. */
import { type Json, jsonText } from "@concordat/kernel"
import type { Environment } from "./environment.ts"
import type { Failure } from "./failure.ts"

/** The answer of a command: lines to read, the same as JSON, and how the process ends. */
export type Answer = {
  readonly lines: readonly string[]
  readonly json: Json
  /** 0 unless given. */
  readonly exit?: number
}

/** Lines for a terminal: a control character, as of a file's name, is shown and not obeyed. */
function printable(lines: readonly string[]): string {
  const visible = (control: string) => `\\u${control.charCodeAt(0).toString(16).padStart(4, "0")}`
  return lines.map((line) => `${line.replace(/\p{Cc}/gu, visible)}\n`).join("")
}

/** Prints an answer to standard output. */
export function printAnswer({ out }: Environment, { lines, json }: Answer, asJson: boolean): void {
  out(asJson ? `${jsonText(json)}\n` : printable(lines))
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
  environment.err(printable(lines))
}

/** Two columns, the first as wide as its widest entry. */
export function columns(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(...rows.map(([name]) => name.length))
  return rows.map(([name, value]) => `${name.padEnd(width)}  ${value}`.trimEnd())
}
