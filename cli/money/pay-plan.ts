/**
 * Sends a plan, one operation after the other, and tells of each payment what became of it. What
 * was booked before is told as booked: its entry is the same.
 */
import type { Hex, JsonObject } from "@concordat/kernel"
import { type Client, call, getRow, listEvents, type Receipt, SdkError } from "@concordat/sdk"
import { type Fault, faultAt, type Outcome, type Plan, REASONS } from "@concordat/sdk/iso20022"

const EVENTS_MAX = 200

type Signers = { readonly as?: string; readonly cosigners?: readonly string[] }
type Why = { readonly code: string; readonly side?: "debit" | "credit" }
type Refused = ReadonlyMap<number, Why>

/** A refusal with the account that it was for, where it was for one of the two. */
function whyOf(code: string, side: unknown): Why {
  return side === "debit" || side === "credit" ? { code, side } : { code }
}

/** The side that a gateway names among the facts behind its sentence. */
function sideIn(sentence: string): string | undefined {
  return /\bside "(\w+)"/.exec(sentence)?.[1]
}

/** Which lines of an entry were refused, and why, by the events of its transaction. */
async function refusedLines(client: Client, entry: string, receipt: Receipt): Promise<Refused> {
  const { row } = await getRow(client, "money", "entries", [entry])
  const value = (row as { readonly value: JsonObject }).value
  const numbers = value["refused"] as readonly number[]
  const refused = new Map<number, Why>()
  const { first, count } = receipt.events
  let before = (BigInt(first) + BigInt(count)).toString()
  while (refused.size < numbers.length) {
    const page = { service: "money", event: "line_refused", before, limit: EVENTS_MAX }
    const { events, next } = await listEvents(client, page)
    for (const { fields } of events) {
      const { entry: of, line, code, side } = fields as JsonObject
      if (of === entry) refused.set(Number(line), whyOf(String(code), side))
    }
    if (next === null) break
    before = next
  }
  return refused
}

/** What the ledger says of one operation: lines that it refused, or all of them. */
async function sendOne(client: Client, operation: Plan["operations"][number], signers: Signers) {
  const entry = String(operation.input["entry"])
  try {
    const receipt = await call(client, { ...operation, ...signers })
    const again = "replayed" in receipt
    const each = operation.command === "money.post"
    return { again, refused: each ? await refusedLines(client, entry, receipt) : new Map() }
  } catch (failure) {
    // What a status report has a word for is an answer; everything else ends the run.
    if (!(failure instanceof SdkError) || REASONS[failure.code] === undefined) throw failure
    return { again: false, refused: whyOf(failure.code, sideIn(failure.message)) }
  }
}

/** What came of a plan. */
export type Paid = {
  readonly outcomes: readonly Outcome[]
  /** Entries that were booked by an earlier run. */
  readonly again: readonly Hex[]
}

function refusedAt(path: string, { code, side }: Why): Fault {
  const text = side === undefined ? "" : `, for its account to ${side}`
  return faultAt(path, code, `The ledger refused it${text}.`, side)
}

/** Sends all of a plan. Throws what ends it: then the same plan, sent again, goes on. */
export async function payPlan(client: Client, plan: Plan, signers: Signers): Promise<Paid> {
  const outcomes: Outcome[] = []
  const again: Hex[] = []
  for (const operation of plan.operations) {
    const entry = operation.input["entry"] as Hex
    const sent = await sendOne(client, operation, signers)
    if (sent.again) again.push(entry)
    for (const { instruction, index } of plan.lines.filter((line) => line.entry === entry)) {
      const why = sent.refused instanceof Map ? sent.refused.get(index) : sent.refused
      const fault = why === undefined ? null : refusedAt(instruction.path, why)
      const status = fault === null ? "ACSC" : "RJCT"
      outcomes.push({ instruction, status, fault, entry: fault === null ? entry : null })
    }
  }
  return { outcomes: [...outcomes, ...planRefusals(plan)], again }
}

/** The payments that a plan left out, as outcomes. */
export function planRefusals({ refused }: Plan): Outcome[] {
  return refused.map(({ instruction, fault }) => ({
    ...{ instruction, fault, entry: null, status: "RJCT" as const },
  }))
}
