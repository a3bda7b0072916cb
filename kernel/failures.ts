/**
 * The four kinds of failure, and no others. What each one does to a block, to a request and to a
 * process is told in ARCHITECTURE.md; every code is a row of `codes.ts`.
 */

/** JSON-safe facts about one case: bigints as decimal strings, bytes as hex. Never hashed. */
export type Details = Readonly<Record<string, string | number | boolean | null>>

/**
 * State or rights say no: the input is well-formed, the answer is recorded in the block and the
 * operation's effects are dropped. Thrown by `ensure` and `refuse`; carries no stack, because
 * refusals are answers and may come thousands to a block.
 */
export class Refusal {
  readonly code: string
  readonly message: string
  readonly details: Details
  /** The service that refused; the executor fills it in, `kernel` for its own. */
  service: string | null = null
  readonly status: number

  constructor(code: string, message: string, details: Details = {}, status = 409) {
    this.code = code
    this.message = message
    this.details = details
    this.status = status
  }
}

/** Wrong by itself: never executed, never proposed. `path` is a JSON pointer, "" for the whole. */
export class Invalid extends Error {
  override readonly name = "Invalid"
  readonly code: string
  readonly path: string
  readonly details: Details

  constructor(code: string, path: string, reason: string, details: Details = {}) {
    super(reason)
    this.code = code
    this.path = path
    this.details = details
  }
}

/** An assertion of the kernel or of a service failed: the node stops before it commits. */
export class Bug extends Error {
  override readonly name = "Bug"
}

/** An operating error of node, engine, gateway or cli: what happened, and what to do next. */
export class ConcordatError extends Error {
  override readonly name = "ConcordatError"
  readonly code: string
  /** The next step, one sentence. */
  readonly hint: string
  readonly details: Details

  constructor(
    code: string,
    message: string,
    { cause, hint = "", details = {} }: { cause?: unknown; hint?: string; details?: Details } = {},
  ) {
    super(message, cause === undefined ? undefined : { cause })
    this.code = code
    this.hint = hint
    this.details = details
  }
}

/** Fails as a `Bug` unless `condition` holds. For what must be true, never for input. */
export function assert(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Bug(message)
}
