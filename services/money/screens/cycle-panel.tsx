/**
 * What comes next in a cycle: its steps with who must do each, and what the acting principal can
 * do now: close, fund by one hold, pay all at once, exclude, give up.
 */
import {
  Button,
  type Fact,
  Note,
  Panel,
  RadioField,
  Row,
  Stack,
  StepList,
  useActing,
  useClient,
  useLedgerClock,
} from "@concordat/console/components"
import { type JsonObject, organisationOf, type Party } from "@concordat/kernel"
import { useState } from "react"
import { ROUNDS_MAX } from "../tables-netting.ts"
import { AccountChoice } from "./account-choice.tsx"
import { Act } from "./act.tsx"
import { amountOf, type Unit } from "./amount.ts"
import { Amount } from "./amount-cell.tsx"
import { type Assets, useOwnAccounts } from "./ask.ts"
import type { CycleRow } from "./cycle.tsx"
import { cycleSteps, isUnfunded } from "./cycle-steps.ts"
import { freshId } from "./fresh-id.ts"
import type { Position } from "./position-table.tsx"
import { tell, tellWith } from "./tell.ts"
import { type ActWork, useAct } from "./use-act.ts"

type Props = {
  readonly cycle: string
  readonly row: CycleRow
  readonly all: readonly Position[]
  readonly unit: Unit
  readonly assets: Assets
}

type Way = "closeCycle" | "fundPosition" | "settleCycles" | "excludeUnfunded" | "abandonCycle"

/** The position of a principal, or of its organisation. */
export function positionOf(
  all: readonly Position[],
  principal: string | null,
): Position | undefined {
  if (principal === null) return undefined
  const names = [principal, organisationOf(principal as Party)]
  return all.find(({ participant }) => names.includes(participant))
}

type Now = { readonly principal: string; readonly time: number }

/** What fits the state and who acts, the next step first. */
function waysOf({ row, all }: Props, { principal, time }: Now): readonly Way[] {
  const { operator, state } = row
  const runs = "party" in operator && organisationOf(principal as Party) === operator.party
  const end = runs ? (["abandonCycle"] as const) : []
  if (state === "open") return runs ? ["closeCycle", ...end] : []
  if (state !== "funding") return []
  const own = positionOf(all, principal)
  const unfunded = all.some(isUnfunded)
  const late = unfunded && row.fundBy < time && row.round < ROUNDS_MAX
  return [
    ...(own !== undefined && isUnfunded(own) ? (["fundPosition"] as const) : []),
    ...(unfunded ? [] : (["settleCycles"] as const)),
    ...(late ? (["excludeUnfunded"] as const) : []),
    ...end,
  ]
}

/** The panel; of a cycle that was given up nothing comes. */
export function CyclePanel(props: Props) {
  const { row, all, unit } = props
  const { principal } = useActing()
  // A time to fund ends whether or not a block follows it.
  const time = useLedgerClock() ?? 0
  const ways = principal === null ? [] : waysOf(props, { principal, time })
  const own = positionOf(all, principal)
  const work = useAct()
  const over = row.state === "settled" || row.state === "abandoned"
  const acts = ways.length > 0 || work.stage.at === "final"
  if (row.state === "abandoned" && !acts) return null
  return (
    <Panel title={tell(over ? "cycle.went" : "cycle.next")}>
      <Stack>
        {row.state === "abandoned" ? null : (
          <StepList steps={cycleSteps({ row, all, unit, time })} />
        )}
        {acts ? (
          <Acting {...props} work={work} own={own} ways={ways} />
        ) : over ? null : (
          <Note>
            {principal === null
              ? tell("act.noSignIn")
              : tell(row.state === "open" && own !== undefined ? "cycle.writes" : "cycle.waits", {
                  who: principal,
                })}
          </Note>
        )}
      </Stack>
    </Panel>
  )
}

type ActingProps = Props & {
  readonly work: ActWork
  readonly own: Position | undefined
  readonly ways: readonly Way[]
}

/** The account that a position is funded from, among those that one may spend from. */
function useSource({ row }: Props, own: Position | undefined) {
  const { data = [] } = useOwnAccounts()
  const [chosen, choose] = useState<string | null>(null)
  const fit = data.filter(({ asset, kind }) => asset === row.asset && kind !== "issuance")
  return { fit, account: chosen ?? own?.account ?? "", choose }
}

function Acting(props: ActingProps) {
  const { cycle, row, work, own, ways, unit, assets } = props
  const client = useClient()
  const [hold, setHold] = useState(() => freshId(client))
  const [chosen, choose] = useState<Way | null>(null)
  const source = useSource(props, own)
  const way = chosen !== null && ways.includes(chosen) ? chosen : (ways[0] ?? "settleCycles")
  const owes = own?.owes ?? 0n
  const inputs: Readonly<Record<Way, JsonObject>> = {
    closeCycle: { cycle },
    settleCycles: { cycles: [cycle] },
    excludeUnfunded: { cycle },
    abandonCycle: { cycle },
    fundPosition: {
      ...{ cycle, participant: own?.participant ?? "", hold },
      ...{ account: source.account, amount: String(owes) },
    },
  }
  if (chosen === null && ways[0] === "abandonCycle" && work.stage.at === "entering") {
    return <EndOnly onEnd={() => choose("abandonCycle")} />
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
      ask={tellWith(`cycle.act.${way}`, { amount })}
      act={tellWith(`cycle.act.${way}`, { amount })}
      done={tellWith(`cycle.done.${way}`, { amount })}
      facts={facts}
      unit={unit}
      onCheck={() => void work.check(way, inputs[way])}
      onAgain={() => setHold(freshId(client))}
      again={ways.length === 0 ? null : tell("act.goOn")}
    >
      {ways.length < 2 ? null : (
        <RadioField
          label={tell("cycle.way")}
          value={way}
          choices={ways.map((value) => ({
            value,
            title: tellWith(`cycle.act.${value}`, { amount }),
          }))}
          onChoose={choose}
        />
      )}
      {way === "fundPosition" && source.fit.length > 0 ? (
        <AccountChoice
          label={tell("cycle.from")}
          accounts={source.fit}
          assets={assets}
          value={source.account}
          onChoose={source.choose}
        />
      ) : null}
      <Note>{tell(`cycle.why.${way}`)}</Note>
    </Act>
  )
}

/** Where nothing but the end can be done: nobody comes upon it by pressing what stands there. */
function EndOnly({ onEnd }: { readonly onEnd: () => void }) {
  const { principal } = useActing()
  return (
    <>
      <Note>{tell("cycle.waits", { who: principal ?? "" })}</Note>
      <Row>
        <Button look="quiet" onClick={onEnd}>
          {tell("cycle.act.abandonCycle")}
        </Button>
      </Row>
    </>
  )
}
