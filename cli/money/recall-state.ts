/** `money import` of a camt.029: what became of a request for returns of one's own. */
import type { JsonObject } from "@concordat/kernel"
import { type Client, getRow, SdkError } from "@concordat/sdk"
import {
  groupStatus,
  type KnownOriginal,
  type Payments,
  type ReturnedLine,
  recallStates,
} from "@concordat/sdk/iso20022"
import { EXIT, UsageError } from "../failure.ts"
import type { Answer } from "../output.ts"
import { outcomesJson, refusalLines } from "./outcomes.ts"

/** How much of a line was returned so far, in smallest units. */
async function returnedOf(client: Client, { entry, index }: KnownOriginal): Promise<bigint> {
  try {
    const { row } = await getRow(client, "money", "returns", [entry, String(index)])
    return BigInt(String((row as { readonly value: JsonObject }).value["amount"]))
  } catch (failure) {
    if (failure instanceof SdkError && failure.code === "unknown_entry") return 0n
    throw failure
  }
}

/** The state of each return that was asked for: by the answer, and by the ledger. */
export async function recallAnswer(
  client: Client,
  payments: Payments,
  originals: ReadonlyMap<string, KnownOriginal>,
  flags: { readonly status?: string; readonly signers?: string },
): Promise<Answer> {
  const { form: message, messageId } = payments
  if (flags.status !== undefined || flags.signers !== undefined) {
    const why = `${message} is an answer: there is nothing to answer it with, or to sign.`
    throw new UsageError("unknown_argument", why, "Leave --status and --signers out.")
  }
  const lines = new Map<string, ReturnedLine>()
  for (const [path, original] of originals) {
    lines.set(path, { ...original, returned: await returnedOf(client, original) })
  }
  const outcomes = recallStates(payments, lines)
  const count = (status: string) => outcomes.filter((one) => one.status === status).length
  const [returned, waiting, refused] = [count("ACSC"), count("ACTC"), count("RJCT")]
  const waits = waiting === 0 ? "" : `, ${waiting} not decided yet`
  return {
    lines: [`${returned} returned, final${waits}, ${refused} refused.`, ...refusalLines(outcomes)],
    json: {
      ...{ message, messageId, status: groupStatus(outcomes), refused },
      payments: outcomesJson(outcomes),
    },
    exit: refused === 0 ? EXIT.done : EXIT.refused,
  }
}
