/**
 * camt.029 read: what became of a request for returns of one's own. The answer says what the bank
 * that was paid means; whether a payment was returned, the ledger says.
 */
import { amountText } from "../amount.ts"
import type { Outcome } from "./answer.ts"
import type { Instruction, Payments, RecallAnswer } from "./instruction.ts"
import type { KnownOriginal } from "./plan.ts"
import { type Fault, faultAt, NARRATIVE } from "./reasons.ts"
import { REFUSED, REJECTIONS } from "./resolution.ts"

/** A line that was asked back, and how much of it the ledger has as returned. */
export type ReturnedLine = Pick<KnownOriginal, "entry" | "line" | "decimals"> & {
  readonly returned: bigint
}

function refusal(path: string, { reason, text }: RecallAnswer): Fault {
  const sentence = REJECTIONS[reason] ?? "The bank that was paid refused it."
  const said = text === "" ? sentence : `${sentence} It says: ${text}`
  return { ...faultAt(path, REFUSED, said), reason: reason || NARRATIVE }
}

/** Said to be returned, and not by the ledger. */
function unconfirmed(path: string, known: ReturnedLine | undefined): Fault {
  if (known === undefined) {
    const text = "It is said to be returned; no line of the last seven days is the original."
    return faultAt(path, "unknown_entry", text)
  }
  const [back, whole] = [known.returned, known.line.amount].map((one) =>
    amountText(one, known.decimals),
  )
  const text = `It is said to be returned; the ledger has ${back} of ${whole} as returned.`
  return faultAt(path, "upstream_mismatch", text)
}

function stateOf(instruction: Instruction, known: ReturnedLine | undefined): Outcome {
  const { path, answer, fault } = instruction
  const entry = known?.entry ?? null
  const refused = (why: Fault): Outcome => ({ instruction, status: "RJCT", fault: why, entry })
  if (fault !== null) return refused(fault)
  if (known !== undefined && known.returned >= known.line.amount) {
    return { instruction, status: "ACSC", fault: null, entry }
  }
  if (answer?.status === "RJCR") return refused(refusal(path, answer))
  if (answer?.status === "ACCR") return refused(unconfirmed(path, known))
  return { instruction, status: "ACTC", fault: null, entry }
}

/**
 * What became of each return that was asked for: `ACSC`, the ledger has it; `RJCT`, it was refused,
 * or said to be made and is not; `ACTC`, not decided yet. Each names the entry of the original.
 * `returned`: the lines by the path of the instruction; who is not among them is not known any
 * more.
 */
export function recallStates(
  { instructions, fault }: Payments,
  returned: ReadonlyMap<string, ReturnedLine>,
): Outcome[] {
  return instructions.map((one) =>
    stateOf(fault === null ? one : { ...one, fault }, returned.get(one.path)),
  )
}
