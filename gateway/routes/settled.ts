/** What a receipt or a dry run comes to: an answer, or its first refusal as the problem of all. */
import { type Code, codeRow, type Hash, Refusal, type Runtime } from "@concordat/kernel"
import type { OperationRefusal } from "@concordat/node"

type Answer = {
  readonly transaction: Hash
  readonly code: 0 | 1 | 2
  readonly refusals: readonly OperationRefusal[]
}

/** The status that a service gives its code. */
function statusOf(runtime: Runtime, { service, code }: OperationRefusal): number {
  const owner = runtime.services.find(({ name }) => name === service)
  return owner?.refusals[code]?.status ?? codeRow(code as Code).status ?? 409
}

/** The answer as it is when accepted; throws its first refusal otherwise. */
export function settled<A extends Answer>(runtime: Runtime, answer: A): A {
  const first = answer.refusals[0]
  if (answer.code === 0 || first === undefined) return answer
  const { code, message, details, service, operation } = first
  const where = { ...details, transaction: answer.transaction, operation }
  const refusal = new Refusal(code, message, where, statusOf(runtime, first))
  refusal.service = service
  throw refusal
}
