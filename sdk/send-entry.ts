/**
 * Sends one entry of a plan of payments, and tells of each of its lines what became of it. What was
 * booked before is told as booked before: its entry is the same.
 */
import type { Hex, JsonObject } from "@concordat/kernel"
import type { Receipt } from "./answers.ts"
import type { Client } from "./client.ts"
import { REASONS } from "./iso20022/reasons.ts"
import { getRow, listEvents } from "./read.ts"
import { mismatch, SdkError } from "./sdk-error.ts"
import { type Call, call } from "./send.ts"

const EVENTS_MAX = 200

/** Why the ledger refused a line, and for which of its accounts where it was for one of the two. */
export type LineRefusal = { readonly code: string; readonly side?: "debit" | "credit" }

/** What became of an entry. */
export type SentEntry = {
  readonly entry: Hex
  /** It was booked by an earlier run. */
  readonly again: boolean
  /** Why a line was refused, by its number; undefined: it was paid. */
  readonly refusalOf: (line: number) => LineRefusal | undefined
}

function refusalFor(code: string, side: unknown): LineRefusal {
  return side === "debit" || side === "credit" ? { code, side } : { code }
}

/** The side that a gateway names among the facts behind its sentence. */
function sideIn(sentence: string): string | undefined {
  return /\bside "(\w+)"/.exec(sentence)?.[1]
}

/** Which lines of an entry were refused, and why, by the events of its transaction. */
async function refusedLines(client: Client, entry: Hex, { events: { first, count } }: Receipt) {
  const { row } = await getRow(client, "money", "entries", [entry])
  const value = (row as { readonly value: JsonObject }).value
  const numbers = value["refused"] as readonly number[]
  const refused = new Map<number, LineRefusal>()
  let before = (BigInt(first) + BigInt(count)).toString()
  while (refused.size < numbers.length) {
    const page = { service: "money", event: "line_refused", before, limit: EVENTS_MAX }
    const { events, next } = await listEvents(client, page)
    for (const { fields } of events) {
      const { entry: of, line, code, side } = fields
      if (of === entry) refused.set(Number(line), refusalFor(String(code), side))
    }
    if (next === null) break
    before = next
  }
  // A line is never told as paid because nobody says why it was not.
  if (numbers.every((number) => refused.has(number))) return refused
  throw mismatch(`Lines of entry ${entry} were refused, and no event says why.`)
}

/**
 * Sends one operation of a plan and waits until it is final. Throws `SdkError`: everything that a
 * status report has no word for ends the run; then the same plan, sent again, goes on.
 */
export async function sendEntry(
  client: Client,
  operation: { readonly command: string; readonly input: JsonObject },
  signers: Pick<Call, "as" | "cosigners">,
): Promise<SentEntry> {
  const entry = operation.input["entry"] as Hex
  const sent = await answered(client, { ...operation, ...signers })
  if ("code" in sent) return { entry, again: false, refusalOf: () => sent }
  const again = "replayed" in sent
  if (operation.command !== "money.post") return { entry, again, refusalOf: () => undefined }
  const refused = await refusedLines(client, entry, sent)
  return { entry, again, refusalOf: (line) => refused.get(line) }
}

/** Its id was booked with other lines, maybe some of these among them: none is told as refused. */
const BOOKED_OTHERWISE = "entry_mismatch"

/** The receipt, or the refusal of all lines: what a status report has a word for. */
async function answered(client: Client, asked: Call): Promise<Receipt | LineRefusal> {
  try {
    return await call(client, asked)
  } catch (failure) {
    const isTold = failure instanceof SdkError && REASONS[failure.code] !== undefined
    if (!isTold || failure.code === BOOKED_OTHERWISE) throw failure
    return refusalFor(failure.code, sideIn(failure.message))
  }
}
