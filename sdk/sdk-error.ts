/** What a gateway refuses, with the stable code of its problem (RFC 9457). */

/** The members of a problem that programs use. */
export type ProblemFacts = {
  readonly code: string
  /** HTTP status; null when no answer came. */
  readonly status: number | null
  /** This case, in words. */
  readonly detail: string
  /** The next step. */
  readonly hint: string
  /** JSON pointer into the input, where the fault has a place. */
  readonly pointer?: string
  /** The service that refused, where one did. */
  readonly service?: string
  /** Id of the transaction, where one was built. */
  readonly transaction?: string
  readonly requestId?: string
  /** Height of the state that said no, a decimal text. */
  readonly height?: string
  readonly cause?: unknown
}

/** What a ledger's gateway refused, or why there is no answer of one. */
export class SdkError extends Error {
  override readonly name = "SdkError"
  readonly code: string
  readonly status: number | null
  readonly hint: string
  readonly facts: ProblemFacts

  constructor(facts: ProblemFacts) {
    super(facts.detail, facts.cause === undefined ? undefined : { cause: facts.cause })
    this.code = facts.code
    this.status = facts.status
    this.hint = facts.hint
    this.facts = facts
  }
}

/** An answer that no gateway of a ledger gives. */
export function mismatch(detail: string, status: number | null = null): SdkError {
  return new SdkError({
    code: "upstream_mismatch",
    status,
    detail,
    hint: "Check the address; a proxy may stand in between, or the gateway is of another version.",
  })
}

const CODE = /^[a-z][a-z0-9_]{0,47}$/
const PROBLEM = ["detail", "hint", "pointer", "requestId"] as const
const TEXTS = [...PROBLEM, "service", "transaction", "height"] as const

/** The facts of a problem (RFC 9457), as far as its members are of their types. */
function factsOf(body: Uint8Array, status: number): ProblemFacts | null {
  let json: unknown
  try {
    json = JSON.parse(new TextDecoder().decode(body))
  } catch {
    return null
  }
  if (typeof json !== "object" || json === null || !("code" in json)) return null
  const { code } = json
  if (typeof code !== "string" || !CODE.test(code)) return null
  const told = TEXTS.flatMap((name) => {
    const value = (json as Record<string, unknown>)[name]
    return typeof value === "string" ? [[name, value]] : []
  })
  return { detail: code, hint: "", ...Object.fromEntries(told), code, status }
}

/** The error of an answer that is no success; one that is no problem is named as such. */
export function problemOf(response: Response, body: Uint8Array): SdkError {
  const type = response.headers.get("content-type") ?? ""
  const { status } = response
  const facts = type.startsWith("application/problem+json") ? factsOf(body, status) : null
  if (facts !== null) return new SdkError(facts)
  return mismatch(`The answer has status ${status} and is not of a ledger's gateway.`, status)
}
