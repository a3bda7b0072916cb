/** The answer to what cannot be done: problem JSON (RFC 9457) with the platform's codes. */
import {
  Bug,
  ConcordatError,
  codeRow,
  type Details,
  Invalid,
  type Json,
  Refusal,
} from "@concordat/kernel"
import { ECHO_MAX } from "../limits.ts"
import type { Answer } from "../routes/route.ts"

/** RFC 9457 section 3.1, with the members that every problem of ours may carry. */
export type Problem = {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly code: string
  readonly detail: string
  readonly hint: string
  readonly requestId: string
  readonly [more: string]: Json
}

/** Media type of a problem. */
const PROBLEM_TYPE = "application/problem+json"

/** Members of a problem that are taken over from the facts of a case by name. */
const MEMBERS = ["limit", "actual", "expected", "transaction", "operation", "height"]

/** When to come again, in seconds, by what kept the node from deciding. */
const RETRY_SECONDS: Readonly<Record<string, number>> = {
  ...{ node_busy: 1, node_starting: 2, node_syncing: 10, node_halted: 30 },
  ...{ read_model_behind: 1, rate_limited: 1 },
}

/** A sentence with the facts of the case behind it: `… (limit "10", actual "11")`. */
function sentence(message: string, details: Details): string {
  const facts: string[] = []
  for (const [name, value] of Object.entries(details)) {
    if (value === null || value === "") continue
    facts.push(`${name} "${String(value).slice(0, ECHO_MAX)}"`)
  }
  return facts.length === 0 ? message : `${message} (${facts.join(", ")})`
}

type Case = {
  readonly code: string
  readonly message: string
  readonly details: Details
  readonly status: number
  readonly hint: string
  readonly pointer: string
  readonly service: string | null
}

function caseOf(error: unknown): Case {
  const blank = { pointer: "", service: null, hint: "" }
  if (error instanceof Invalid) {
    const { code, message, details, path } = error
    return { ...blank, code, message, details, status: 400, pointer: path }
  }
  if (error instanceof Refusal) {
    const { code, message, status, service } = error
    // A dry run tells of an invalid transaction as of any other refusal.
    const { pointer = "", ...details } = error.details
    return { ...blank, code, message, details, status, service, pointer: String(pointer) }
  }
  if (error instanceof ConcordatError) {
    const { code, message, details, hint } = error
    return { ...blank, code, message, details, status: 503, hint }
  }
  const message = "The node met a fault of its own; nothing was changed by this request."
  return { ...blank, code: "node_halted", message, details: {}, status: 503 }
}

/** A fact as a member; what is expected comes from us, all else may be of the input. */
function shown(name: string, value: Json): Json {
  return typeof value === "string" && name !== "expected" ? value.slice(0, ECHO_MAX) : value
}

/** Whether an error is one that people are told about; anything else is a fault to be logged. */
export function isAnswer(error: unknown): boolean {
  const told = error instanceof Invalid || error instanceof Refusal
  return !(error instanceof Bug) && (told || error instanceof ConcordatError)
}

/**
 * The problem of an error. Never a stack, a library's wording, or more than 64 characters of the
 * input.
 */
export function problemOf(error: unknown, requestId: string): Problem {
  const one = caseOf(error)
  const row = codeRow(one.code)
  const status = error instanceof Refusal ? one.status : (row?.status ?? one.status)
  const members: Record<string, Json> = {}
  for (const name of MEMBERS) {
    const value = one.details[name]
    if (value !== undefined) members[name] = shown(name, value)
  }
  if (one.pointer !== "") members["pointer"] = one.pointer
  if (one.code === "already_accepted") {
    members["receipt"] = `/v1/transactions/${one.details["transaction"]}`
  }
  if (one.service !== null && one.service !== "kernel") members["service"] = one.service
  return {
    type: `/codes/${one.code}`,
    title: row?.title ?? one.message,
    status,
    code: one.code,
    detail: sentence(one.message, one.details),
    hint: one.hint || (row?.hint ?? "Look up the code in the service's own page."),
    requestId,
    ...members,
  }
}

/** RFC 6750, section 3: what to send, and whether what was sent is at fault. */
function challengeOf(code: string): string {
  const fault = code.startsWith("token_") ? ', error="invalid_token"' : ""
  return `Bearer realm="concordat"${fault}`
}

/** Headers that a problem asks for: who to be, when to come again, what else, a closed line. */
function problemHeaders({ code, status, expected }: Problem): Record<string, string> {
  const headers: Record<string, string> = {}
  if (status === 429 || status === 503) headers["Retry-After"] = String(RETRY_SECONDS[code] ?? 1)
  if (status === 401) headers["WWW-Authenticate"] = challengeOf(code)
  if (status === 405) headers["Allow"] = String(expected)
  if (status === 408 || status === 413) headers["Connection"] = "close"
  return headers
}

/** A problem as an answer. */
export function problemAnswer(problem: Problem): Answer {
  const headers = problemHeaders(problem)
  return { status: problem.status, type: PROBLEM_TYPE, body: JSON.stringify(problem), headers }
}
