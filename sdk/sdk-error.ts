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
  readonly cause?: unknown
}

/** What a verb failed with. */
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

  /** The error of an answer that is no success; an answer that is no problem is named as such. */
  static async of(response: Response): Promise<SdkError> {
    const type = response.headers.get("content-type") ?? ""
    const { status } = response
    if (type.startsWith("application/problem+json")) {
      const problem = (await response.json()) as ProblemFacts & { readonly status: number }
      return new SdkError({ ...problem, status })
    }
    return new SdkError({
      code: "upstream_mismatch",
      status,
      detail: `The answer has status ${status} and is not of a Concordat gateway.`,
      hint: "Check the address; a proxy may stand in between.",
    })
  }
}
