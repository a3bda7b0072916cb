/** Who decides on a network: each organisation, its votes, and whether the last block has them. */
import type { LedgerStatus } from "@concordat/sdk"
import { Facts, Panel } from "../../components/panel.tsx"
import { Sign } from "../../components/sign.tsx"
import { tell } from "../../texts/tell.ts"
import { votersOf } from "./well-being.ts"

type Props = { readonly validators: LedgerStatus["validators"] }

/** The organisations; nothing where one alone decides. */
export function Voters({ validators }: Props) {
  const voters = votersOf(validators)
  if (voters.length <= 1) return null
  const all = voters.reduce((sum, { power }) => sum + power, 0n)
  const facts = voters.map(({ name, power, signs }) => ({
    name,
    value: (
      <>
        <Sign tone={signs ? "positive" : "caution"} size={16} />{" "}
        {tell(signs ? "voters.signs" : "voters.missing", { power, all })}
      </>
    ),
  }))
  return (
    <Panel title={tell("voters.title")} note={tell("voters.note", { power: all })}>
      <Facts facts={facts} />
    </Panel>
  )
}
