/** Failures as a person and a shell see them: a code, a sentence, what to do, an exit status. */
import { Bug, ConcordatError, codeRow, Invalid, Refusal } from "@concordat/kernel"
import { SdkError } from "@concordat/sdk"

/** Exit statuses of commands: done, refused or not proven, wrong input, unreachable, bug. */
export const EXIT = { done: 0, refused: 1, invalid: 2, unreachable: 3, bug: 70 } as const

/** A failure of the command line itself, with the flag or file that is at fault. */
export class UsageError extends Error {
  override readonly name = "UsageError"
  readonly code: string
  readonly hint: string

  constructor(code: string, message: string, hint: string) {
    super(message)
    this.code = code
    this.hint = hint
  }
}

/** What is printed of a failure, and how the process ends. */
export type Failure = {
  readonly code: string
  readonly message: string
  readonly hint: string
  readonly exit: number
  /** Where in the input, where it has a place. */
  readonly pointer?: string
  readonly transaction?: string
}

const ELSEWHERE = "Start a ledger with `npm start`, or name another with --url."
const UNDECIDED = [401, 408, 429]
const REFUSED = [403, 404, 409, 410]
const SERVER_FAULT = 500

/** The exit status of a code that only its HTTP status tells of: that of a service. */
function exitOf(status: number): number {
  if (status >= SERVER_FAULT || UNDECIDED.includes(status)) return EXIT.unreachable
  return REFUSED.includes(status) ? EXIT.refused : EXIT.invalid
}

function sdkFailure({ code, message, status, hint, facts }: SdkError): Failure {
  const { pointer, transaction, service } = facts
  const row = service === undefined ? codeRow(code) : undefined
  const exit = status === null ? EXIT.unreachable : exitOf(status)
  return {
    ...{ code, message, exit: row?.exit ?? exit },
    hint: code === "node_unreachable" ? ELSEWHERE : hint || (row?.hint ?? ""),
    ...(pointer === undefined ? {} : { pointer }),
    ...(transaction === undefined ? {} : { transaction }),
  }
}

/** The failure that an error is; anything unforeseen is a bug, with its own words. */
export function failureOf(error: unknown): Failure {
  if (error instanceof SdkError) return sdkFailure(error)
  const told = error instanceof UsageError || error instanceof ConcordatError
  if (told || error instanceof Invalid || error instanceof Refusal) {
    const { code, message } = error
    const row = codeRow(code)
    const hint = ("hint" in error && error.hint) || (row?.hint ?? "")
    const pointer = error instanceof Invalid && error.path !== "" ? { pointer: error.path } : {}
    const exit = error instanceof Refusal ? EXIT.refused : EXIT.invalid
    return { code, message, hint, exit: row?.exit ?? exit, ...pointer }
  }
  const message = error instanceof Error ? error.message : String(error)
  const what = error instanceof Bug ? "An assertion failed" : "Something unforeseen happened"
  const hint = "This is a fault of the program: report it with the command that shows it."
  return { code: "bug", message: `${what}: ${message}`, hint, exit: EXIT.bug }
}
