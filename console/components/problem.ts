/** Whatever went wrong, as the facts that a notice tells. */
import { Invalid } from "@concordat/kernel"
import { type OperationAnswer, type ProblemFacts, SdkError } from "@concordat/sdk"
import { codeHint, codeTitle } from "../texts/codes.ts"

/** A problem: code, this case in words, the next step, and the values of the case. */
export type Problem = ProblemFacts & { readonly values: Readonly<Record<string, string>> }

/** Members of a problem that are told elsewhere than among its values. */
const TOLD = new Set([
  ...["type", "title", "status", "code", "detail", "hint", "requestId"],
  ...["pointer", "service", "transaction", "cause", "operation"],
])

function valuesOf(facts: object): Record<string, string> {
  const values = Object.entries(facts).filter(([name, value]) => !TOLD.has(name) && value != null)
  return Object.fromEntries(values.map(([name, value]) => [name, String(value)]))
}

/** What a gateway tells of the case behind its sentence: `… (limit "10", actual "11")`. */
const BEHIND = /\(((?:\w+ "[^"]*"(?:, )?)+)\)$/
const NAMED = /(\w+) "([^"]*)"/g

function behind(detail: string): Record<string, string> {
  const [, facts = ""] = BEHIND.exec(detail) ?? []
  const values = [...facts.matchAll(NAMED)].map(([, name = "", value = ""]) => [name, value])
  return Object.fromEntries(values.filter(([name = ""]) => !TOLD.has(name)))
}

/** The problem of a failure: of the gateway, of a schema, or of this page itself. */
export function problemOf(failure: unknown): Problem {
  if (failure instanceof SdkError) {
    const { facts } = failure
    const values = { ...behind(facts.detail), ...valuesOf(facts) }
    return { ...facts, hint: codeHint(facts.code) ?? facts.hint, values }
  }
  if (failure instanceof Invalid) {
    const { code, message, path, details } = failure
    const hint = codeHint(code) ?? ""
    const facts = { code, status: 400, detail: message, hint, pointer: path }
    return { ...facts, values: valuesOf(details) }
  }
  const detail = failure instanceof Error ? failure.message : String(failure)
  return { code: "console_failed", status: null, detail, hint: "", values: {} }
}

/** Why an operation was refused, of a receipt; null where it was not. */
export function problemOfOperation(operation: OperationAnswer): Problem | null {
  const { code, service, message = "", details = {} } = operation
  if (code === undefined) return null
  const hint = codeHint(code) ?? ""
  const facts = { code, status: null, detail: message, hint, values: valuesOf(details) }
  return service === undefined ? facts : { ...facts, service }
}

/** The sentence of a code: the service's own, the platform's, or what the gateway said. */
export function sentenceOf(
  problem: Pick<Problem, "code" | "detail" | "service">,
  ownSentence: string | undefined,
): string {
  return ownSentence ?? codeTitle(problem.code) ?? problem.detail
}
