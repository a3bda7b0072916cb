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

export type Failure = {
  readonly code: string
  readonly message: string
  readonly hint: string
  readonly exit: number
  /** Where in the input, where it has a place. */
  readonly pointer?: string
  readonly transaction?: string
}

/** Exit statuses of codes that stop a service or a start (sysexits.h): storage, keys, configuration. */
const STARTING: Readonly<Record<string, number>> = {
  store_damaged: 74,
  disk_full: 74,
  digest_mismatch: 75,
  key_file_exposed: 77,
  keystore_locked: 77,
  keystore_unavailable: 77,
  configuration_invalid: 78,
  genesis_invalid: 78,
  genesis_mismatch: 78,
  runtime_mismatch: 78,
  store_in_use: 78,
  store_not_empty: 78,
}

const UNDECIDED = [401, 408, 429, 502, 503]
const REFUSED = [403, 404, 409, 410]

/** The exit status of a problem by its HTTP status; null is no answer at all. */
function exitOf(status: number | null): number {
  if (status === null || UNDECIDED.includes(status)) return EXIT.unreachable
  return REFUSED.includes(status) ? EXIT.refused : EXIT.invalid
}

function hintOf(code: string): string {
  return codeRow(code)?.hint ?? ""
}

/** The failure that an error is; anything unforeseen is a bug, with its own words. */
export function failureOf(error: unknown): Failure {
  if (error instanceof UsageError) {
    return { code: error.code, message: error.message, hint: error.hint, exit: EXIT.invalid }
  }
  if (error instanceof SdkError) {
    const { code, status, hint, facts } = error
    const { pointer, transaction } = facts
    return {
      ...{ code, message: error.message, hint, exit: exitOf(status) },
      ...(pointer === undefined ? {} : { pointer }),
      ...(transaction === undefined ? {} : { transaction }),
    }
  }
  if (error instanceof Invalid) {
    const { code, message, path } = error
    const exit = EXIT.invalid
    return { code, message, hint: hintOf(code), exit, ...(path === "" ? {} : { pointer: path }) }
  }
  if (error instanceof Refusal) {
    return {
      code: error.code,
      message: error.message,
      hint: hintOf(error.code),
      exit: EXIT.refused,
    }
  }
  if (error instanceof ConcordatError) {
    const { code, message, hint } = error
    const exit = STARTING[code] ?? EXIT.unreachable
    return { code, message, hint: hint || hintOf(code), exit }
  }
  const message = error instanceof Error ? error.message : String(error)
  const what = error instanceof Bug ? "An assertion failed" : "Something unforeseen happened"
  const hint = "This is a fault of the program: report it with the command that shows it."
  return { code: "bug", message: `${what}: ${message}`, hint, exit: EXIT.bug }
}
