/** What became of payments, as `money import` tells it: in words, in JSON, as a status report. */
import { type JsonObject, toHex } from "@concordat/kernel"
import {
  groupStatus,
  type Outcome,
  type Plan,
  statusReport,
  writeXml,
} from "@concordat/sdk/iso20022"
import type { Environment } from "../environment.ts"
import { EXIT } from "../failure.ts"
import { writeOutput } from "../files.ts"
import type { Answer } from "../output.ts"

const ID_BYTES = 16
/** Refusals that are told one by one to people. */
const TOLD_MAX = 50

/** Sentences about payments that were not made, the first of them. */
export function refusalLines(outcomes: readonly Outcome[]): string[] {
  const refused = outcomes.filter(({ fault }) => fault !== null)
  const lines = refused.slice(0, TOLD_MAX).map(({ fault }) => {
    const { path, code, reason, text } = fault!
    return `  ${path}: ${code} (${reason}). ${text}`
  })
  const more = refused.length - lines.length
  return more > 0 ? [...lines, `  and ${more} more`] : lines
}

/** What became of each payment, for programs. */
export function outcomesJson(outcomes: readonly Outcome[]): JsonObject[] {
  return outcomes.map(({ instruction, status: state, fault, entry }) => ({
    ...{ path: instruction.path, endToEndId: instruction.endToEndId, status: state, entry },
    ...(fault === null ? {} : { code: fault.code, reason: fault.reason, message: fault.text }),
  }))
}

/** The answer: how many were paid or may be, which were not, and the status report if wanted. */
export async function answerOf(
  environment: Environment,
  plan: Plan,
  outcomes: readonly Outcome[],
  { said, now, status: file }: { said: string; now: number; status: string | undefined },
): Promise<Answer> {
  const refused = outcomes.filter(({ fault }) => fault !== null).length
  const lines = [`${outcomes.length - refused} ${said}, ${refused} refused.`]
  lines.push(...refusalLines(outcomes))
  if (file !== undefined && plan.payments.form !== "csv") {
    const messageId = toHex(environment.random(ID_BYTES))
    const report = statusReport(plan.payments, outcomes, { messageId, created: now })
    await writeOutput(environment, file, new TextEncoder().encode(writeXml(report)))
    lines.push(`Status report: ${file}`)
  }
  const { form: message, messageId } = plan.payments
  const payments = outcomesJson(outcomes)
  const json = { message, messageId, status: groupStatus(outcomes), refused, payments }
  return { lines, json, exit: refused === 0 ? EXIT.done : EXIT.refused }
}
