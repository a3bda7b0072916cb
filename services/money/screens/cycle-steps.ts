/** The life of a cycle in steps: what is done, what is next, and who must do it. */
import { absolute, type Step } from "@concordat/console/components"
import { ownerText } from "./account-chip.tsx"
import { amountOf, type Unit } from "./amount.ts"
import type { CycleRow } from "./cycle.tsx"
import type { Position } from "./position-table.tsx"
import { tell } from "./tell.ts"

/** Names that a sentence bears; the table of positions has all. */
const NAMED_MAX = 5

type Props = {
  readonly row: CycleRow
  readonly all: readonly Position[]
  readonly unit: Unit
  /** The ledger's own time, milliseconds of 1970. */
  readonly time: number
}

/** Whether somebody owes and has not reserved it. */
export function isUnfunded({ owes, hold }: Position): boolean {
  return owes > 0n && hold === null
}

/** The four steps. */
export function cycleSteps(props: Props): readonly Step[] {
  return [writing(props), closing(props), funding(props), paying(props)]
}

function writing({ row, all, unit }: Props): Step {
  const name = tell("steps.write")
  const wrote = all.filter(({ gives }) => gives > 0n).length
  const amount = amountOf(unit).text(all.reduce((sum, { gives }) => sum + gives, 0n))
  const sentence = tell("steps.wrote", { count: wrote, of: all.length, amount })
  return { name, state: row.state === "open" ? "running" : "passed", sentence }
}

function closing({ row }: Props): Step {
  const name = tell("steps.close")
  if (row.state !== "open") return { name, state: "passed" }
  const operator = ownerText(row.operator)
  return { name, state: "waiting", sentence: tell("steps.closes", { operator }) }
}

function funding({ row, all, unit, time }: Props): Step {
  const name = tell("steps.fund")
  if (row.state === "open") {
    return { name, state: "waiting", sentence: tell("steps.fundLater") }
  }
  const missing = all.filter(isUnfunded)
  if (missing.length === 0) return { name, state: "passed" }
  const named = missing
    .slice(0, NAMED_MAX)
    .map(({ participant, owes }) => `${participant} (${amountOf(unit).text(owes)})`)
  const who = [...named, ...(missing.length > NAMED_MAX ? ["…"] : [])].join(", ")
  if (row.fundBy < time) return { name, state: "failed", sentence: tell("steps.late", { who }) }
  const until = absolute(row.fundBy)
  return { name, state: "running", sentence: tell("steps.funds", { who, until }) }
}

function paying({ row, all }: Props): Step {
  const name = tell("steps.pay")
  if (row.state === "settled") return { name, state: "passed" }
  const ready = row.state === "funding" && !all.some(isUnfunded)
  return { name, state: ready ? "running" : "waiting", sentence: tell("steps.pays") }
}
