/** The tier of an account, each with what it may hold and spend by the asset's policy in force. */
import { ChoiceField, Note } from "@concordat/console/components"
import type { Infer } from "@concordat/kernel"
import { policies, type policyTerms } from "../tables.ts"
import { amountOf } from "./amount.ts"
import { type Asset, useRow } from "./ask.ts"
import { tell } from "./tell.ts"

const HOUR_S = 3_600
const DAY_S = 86_400

type Tier = Infer<(typeof policyTerms)["tiers"]>[number]
type Props = {
  readonly asset: Asset
  readonly value: number
  readonly onChoose: (tier: number) => void
}

/** The choice; a sentence where the asset has no tiers. */
export function TierChoice({ asset, value, onChoose }: Props) {
  const policy = useRow(policies, [asset.asset, String(asset.policy)])
  const tiers = policy.data?.tiers ?? []
  if (tiers.length === 0 && value === 0) return <Note>{tell("tier.none")}</Note>
  const known = tiers.map(({ tier }) => tier)
  const numbers = [...new Set([0, value, ...known])].sort((a, b) => a - b)
  return (
    <ChoiceField
      above
      label={tell("tier.label")}
      value={String(value)}
      choices={numbers.map((number) => ({
        value: String(number),
        title: tierText(
          number,
          tiers.find(({ tier }) => tier === number),
          asset,
        ),
      }))}
      onChoose={(chosen) => onChoose(Number(chosen))}
    />
  )
}

function tierText(tier: number, terms: Tier | undefined, asset: Asset): string {
  const { text } = amountOf(asset)
  const { holdingLimit = null, flow = null } = terms ?? {}
  const holds = holdingLimit === null ? null : tell("tier.holds", { amount: text(holdingLimit) })
  const spends =
    flow === null
      ? null
      : tell("tier.spends", { amount: text(flow.limit), span: spanOf(flow.seconds) })
  const limits = [holds, spends].filter((one) => one !== null)
  return tell("tier.is", {
    tier,
    limits: limits.length === 0 ? tell("tier.free") : limits.join(", "),
  })
}

/** In the largest unit that says it exactly. */
function spanOf(seconds: number): string {
  if (seconds % DAY_S === 0) return tell("span.days", { count: seconds / DAY_S })
  if (seconds % HOUR_S === 0) return tell("span.hours", { count: seconds / HOUR_S })
  return tell("span.seconds", { count: seconds })
}
