/** What can be done with a cycle now, by whoever acts: close, fund, settle, exclude, give up. */
import {
  buttonClass,
  type Fact,
  Link,
  Note,
  Panel,
  RadioField,
  useActing,
  useClient,
  useStatus,
} from "@concordat/console/components"
import { type JsonObject, organisationOf, type Party } from "@concordat/kernel"
import { useState } from "react"
import { Act } from "./act.tsx"
import { amountOf, type Unit } from "./amount.ts"
import { Amount } from "./amount-cell.tsx"
import type { CycleRow } from "./cycle.tsx"
import { freshId } from "./fresh-id.ts"
import { formPath } from "./paths.ts"
import type { Position } from "./position-table.tsx"
import { tell, tellWith } from "./tell.ts"
import { type ActWork, useAct } from "./use-act.ts"

type Props = {
  readonly cycle: string
  readonly row: CycleRow
  readonly all: readonly Position[]
  readonly unit: Unit
}

type Way = "closeCycle" | "fundPosition" | "settleCycles" | "excludeUnfunded" | "abandonCycle"

/** The position of the acting principal, or of its organisation. */
function positionOf(all: readonly Position[], principal: string | null): Position | undefined {
  if (principal === null) return undefined
  const names = [principal, organisationOf(principal as Party)]
  return all.find(({ participant }) => names.includes(participant))
}

/** What fits the state; whether one may, the ledger says. */
function waysOf({ row, all }: Props, own: Position | undefined, time: number): readonly Way[] {
  if (row.state === "open") return ["closeCycle", "abandonCycle"]
  if (row.state !== "funding") return []
  const unfunded = all.some(({ owes, hold }) => owes > 0n && hold === null)
  const mine = own !== undefined && own.owes > 0n && own.hold === null
  return [
    ...(mine ? (["fundPosition"] as const) : []),
    ...(unfunded ? [] : (["settleCycles"] as const)),
    ...(unfunded && row.fundBy < time ? (["excludeUnfunded"] as const) : []),
    "abandonCycle",
  ]
}

/** The panel; nothing for a cycle that is over. */
export function CyclePanel(props: Props) {
  const { cycle, row, all } = props
  const { principal } = useActing()
  const time = Date.parse(useStatus().data?.time ?? "")
  const own = positionOf(all, principal)
  const ways = waysOf(props, own, time)
  const work = useAct()
  if (ways.length === 0 && work.stage.at !== "final") return null
  return (
    <Panel title={tell("cycle.act")} note={tell("cycle.actNote")}>
      {row.state === "open" && own !== undefined ? (
        <Note>
          <Link
            to={formPath("submitObligations", { cycle, from: own.participant })}
            className={buttonClass()}
          >
            {tell("cycle.submit", { who: own.participant })}
          </Link>
        </Note>
      ) : null}
      <Acting {...props} work={work} own={own} ways={ways} />
    </Panel>
  )
}

type ActingProps = Props & {
  readonly work: ActWork
  readonly own: Position | undefined
  readonly ways: readonly Way[]
}

function Acting({ cycle, row, work, own, ways, unit }: ActingProps) {
  const client = useClient()
  const [hold, setHold] = useState(() => freshId(client))
  const [chosen, choose] = useState<Way | null>(null)
  const way = chosen !== null && ways.includes(chosen) ? chosen : (ways[0] ?? "settleCycles")
  const owes = own?.owes ?? 0n
  const inputs: Readonly<Record<Way, JsonObject>> = {
    closeCycle: { cycle },
    settleCycles: { cycles: [cycle] },
    excludeUnfunded: { cycle },
    abandonCycle: { cycle },
    fundPosition: {
      ...{ cycle, participant: own?.participant ?? "", hold },
      ...{ account: own?.account ?? "", amount: String(owes) },
    },
  }
  const amount = amountOf(unit).text(owes)
  const facts: readonly Fact[] = [
    { name: tell("netting.cycle"), value: `${row.asset} ${cycle}` },
    ...(way === "fundPosition"
      ? [{ name: tell("cycle.owes"), value: <Amount units={owes} unit={unit} /> }]
      : []),
  ]
  return (
    <Act
      work={work}
      act={tellWith(`cycle.act.${way}`, { amount })}
      done={tellWith(`cycle.done.${way}`, { amount })}
      facts={facts}
      unit={unit}
      onCheck={() => void work.check(way, inputs[way])}
      onAgain={() => setHold(freshId(client))}
    >
      <RadioField
        label={tell("cycle.way")}
        value={way}
        choices={ways.map((value) => ({
          value,
          title: tellWith(`cycle.act.${value}`, { amount }),
        }))}
        onChoose={choose}
      />
    </Act>
  )
}
