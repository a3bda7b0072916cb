/** Refusals of money as their screens tell them: amounts in the asset's decimals, what helps. */
import type { Problem } from "@concordat/console/components"
import { amountOf, type Unit } from "./amount.ts"
import { tell } from "./tell.ts"

/** Values of refusals that are amounts. */
const AMOUNTS = new Set([
  ...["amount", "available", "balance", "cap", "exposure", "frozen", "gets", "held", "least"],
  ...["left", "limit", "owes", "used", "holds", "pending", "level", "above"],
])
const UNITS = /^-?\d+$/

/** What helps, by the code of a refusal. */
const ADVICE = {
  insufficient_funds: "advice.insufficient_funds",
  frozen_amount: "advice.frozen_amount",
  holding_limit: "advice.holding_limit",
  flow_limit: "advice.flow_limit",
  account_blocked: "advice.account_blocked",
  asset_paused: "advice.asset_paused",
  uetr_exists: "advice.uetr_exists",
  entry_exists: "advice.entry_exists",
  not_the_owner: "advice.not_the_owner",
  consent_invalid: "advice.consent_invalid",
  approvals_insufficient: "advice.approvals_insufficient",
  already_returned: "advice.already_returned",
  return_exceeds: "advice.return_exceeds",
  order_missing: "advice.order_missing",
  order_expired: "advice.order_expired",
  order_exceeded: "advice.order_exceeded",
  quote_expired: "advice.quote_expired",
  price_moved: "advice.price_moved",
  net_debit_cap: "advice.net_debit_cap",
  not_the_participant: "advice.not_the_participant",
  not_funded: "advice.not_funded",
  deadline_open: "advice.deadline_open",
} as const

/** The same problem, for whoever works with money. */
export function moneyProblem(problem: Problem, unit: Unit | undefined): Problem {
  const values = Object.entries(problem.values).map(([name, value]) => {
    const isAmount = unit !== undefined && AMOUNTS.has(name) && UNITS.test(value)
    return [name, isAmount ? amountOf(unit).text(BigInt(value)) : value] as const
  })
  const advice = ADVICE[problem.code as keyof typeof ADVICE]
  const hint = advice === undefined ? problem.hint : tell(advice)
  return { ...problem, hint, values: Object.fromEntries(values) }
}
