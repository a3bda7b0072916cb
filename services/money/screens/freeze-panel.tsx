/** What is done under an order of freezing: an amount or a side of the account, on and off. */
import {
  buttonClass,
  EmptyState,
  Link,
  Note,
  Panel,
  RadioField,
  Stack,
} from "@concordat/console/components"
import { useState } from "react"
import { Act } from "./act.tsx"
import { amountOf, type Unit } from "./amount.ts"
import { Amount, AmountField, amountFault } from "./amount-cell.tsx"
import type { Found } from "./ask.ts"
import { FormLink } from "./form-link.tsx"
import { accountPath } from "./paths.ts"
import { tell, tellWith } from "./tell.ts"
import { type ActWork, useAct } from "./use-act.ts"

type Props = {
  readonly order: Found<"orderList">
  readonly unit: Unit
  readonly inForce: boolean
}

const WAYS = ["freeze", "unfreeze", "liftOrder"] as const
const MEASURES = ["amount", "debits", "credits", "both"] as const

type Way = (typeof WAYS)[number]
type Measure = (typeof MEASURES)[number]

/** The panel; orders of other kinds have their forms. */
export function FreezePanel(props: Props) {
  const { order, inForce } = props
  const work = useAct()
  if (order.kind !== "freeze") {
    const command = order.kind === "transfer" ? "forceTransfer" : "recover"
    return (
      <Panel title={tell("freeze.title")}>
        <EmptyState why={tell(`freeze.other.${order.kind}`)}>
          <FormLink
            command={command}
            field="entry"
            kind="id"
            known={{ order: order.order }}
            look="grave"
          >
            {tell("freeze.form")}
          </FormLink>
        </EmptyState>
      </Panel>
    )
  }
  const over = !inForce && order.used === 0n && !order.noDebits && !order.noCredits
  if (over && work.stage.at !== "final") {
    return (
      <Panel title={tell("freeze.title")}>
        <EmptyState why={tell("freeze.over")} />
      </Panel>
    )
  }
  return <Freezing {...props} work={work} />
}

function useFreeze({ order, unit, inForce }: Props) {
  const [way, setWay] = useState<Way>(inForce ? "freeze" : "unfreeze")
  const [measure, setMeasure] = useState<Measure>("amount")
  const [amount, setAmount] = useState("")
  const [judged, judge] = useState(false)
  const fault = amountFault(amount, unit)
  const units = fault === null ? amountOf(unit).read(amount) : 0n
  const left = way === "freeze" ? order.cap - order.used : order.used
  return { way, setWay, measure, setMeasure, amount, setAmount, judged, judge, fault, units, left }
}

function Freezing(props: Props & { readonly work: ActWork }) {
  const { order: row, unit, inForce, work } = props
  const entered = useFreeze(props)
  const { way, measure, units, fault } = entered
  const { order, account } = row
  const isAmount = measure === "amount"
  const what = isAmount ? amountOf(unit).text(units) : tell(`freeze.side.${measure}`)
  const check = () => {
    entered.judge(true)
    if (way === "liftOrder") return void work.check(way, { order })
    if (isAmount && fault !== null) return
    const asked = isAmount ? { amount: String(units) } : { side: measure }
    void work.check(way, { account, order, measure: asked })
  }
  return (
    <Panel title={tell("freeze.title")} note={tell("freeze.note")}>
      <Act
        work={work}
        act={tellWith(`freeze.act.${way}`, { what })}
        done={tellWith(`freeze.done.${way}`, { what })}
        facts={[
          {
            name: tell("freeze.what"),
            value: way === "liftOrder" ? tell("freeze.way.liftOrder") : what,
          },
          { name: tell("freeze.left"), value: <Amount units={entered.left} unit={unit} /> },
        ]}
        unit={unit}
        onCheck={check}
        onAgain={() => entered.setAmount("")}
        again={tell("act.goOn")}
        next={
          <Link to={accountPath(account)} className={buttonClass()}>
            {tell("freeze.account")}
          </Link>
        }
      >
        <Stack>
          <RadioField
            label={tell("freeze.way")}
            value={way}
            choices={WAYS.filter((one) => inForce || one === "unfreeze").map((value) => ({
              value,
              title: tell(`freeze.way.${value}`),
            }))}
            onChoose={entered.setWay}
          />
          {way === "liftOrder" ? (
            <Note>{tell("freeze.liftNote")}</Note>
          ) : (
            <What entered={entered} unit={unit} />
          )}
        </Stack>
      </Act>
    </Panel>
  )
}

type WhatProps = { readonly entered: ReturnType<typeof useFreeze>; readonly unit: Unit }

function What({ entered, unit }: WhatProps) {
  const { measure, amount, judged, left } = entered
  return (
    <>
      <RadioField
        label={tell("freeze.measure")}
        value={measure}
        choices={MEASURES.map((value) => ({ value, title: tell(`freeze.side.${value}`) }))}
        onChoose={entered.setMeasure}
      />
      {measure === "amount" ? (
        <>
          <AmountField
            label={tell("freeze.amount")}
            unit={unit}
            value={amount}
            onText={entered.setAmount}
            judged={judged}
          />
          <Note>{tell("freeze.atMost", { amount: amountOf(unit).text(left) })}</Note>
        </>
      ) : null}
    </>
  )
}
