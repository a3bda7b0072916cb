/**
 * Sends a plan, one operation after the other, and tells of each payment what became of it. What
 * was booked before is told as booked: its entry is the same.
 */
import type { Hex } from "@concordat/kernel"
import { type Client, type LineRefusal, sendEntry } from "@concordat/sdk"
import { type Fault, faultAt, type Outcome, type Plan } from "@concordat/sdk/iso20022"

type Signers = Parameters<typeof sendEntry>[2]

/** What came of a plan. */
export type Paid = {
  readonly outcomes: readonly Outcome[]
  /** Entries that were booked by an earlier run. */
  readonly again: readonly Hex[]
}

function refusedAt(path: string, { code, side }: LineRefusal): Fault {
  const text = side === undefined ? "" : `, for its account to ${side}`
  return faultAt(path, code, `The ledger refused it${text}.`, side)
}

/** Sends all of a plan. Throws what ends it: then the same plan, sent again, goes on. */
export async function payPlan(client: Client, plan: Plan, signers: Signers): Promise<Paid> {
  const outcomes: Outcome[] = []
  const booked: Hex[] = []
  for (const operation of plan.operations) {
    const { entry, again, refusalOf } = await sendEntry(client, operation, signers)
    if (again) booked.push(entry)
    for (const { instruction, index } of plan.lines.filter((line) => line.entry === entry)) {
      const refusal = refusalOf(index)
      const fault = refusal === undefined ? null : refusedAt(instruction.path, refusal)
      const status = fault === null ? "ACSC" : "RJCT"
      outcomes.push({ instruction, status, fault, entry: fault === null ? entry : null })
    }
  }
  return { outcomes: [...outcomes, ...planRefusals(plan)], again: booked }
}

/** The payments that a plan left out, as outcomes. */
export function planRefusals({ refused }: Plan): Outcome[] {
  return refused.map(({ instruction, fault }) => ({
    ...{ instruction, fault, entry: null, status: "RJCT" as const },
  }))
}
