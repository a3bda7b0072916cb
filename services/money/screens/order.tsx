/** An order: what it allows, what was done under it; freezing, freeing, lifting. */
import {
  Columns,
  type Fact,
  Facts,
  HashChip,
  Panel,
  PartyChip,
  Sign,
  Stack,
  shortened,
  TimeCell,
  VerdictBanner,
} from "@concordat/console/components"
import { useState } from "react"
import { orders } from "../tables-control.ts"
import { AccountChip } from "./account-chip.tsx"
import { amountOf, type Unit } from "./amount.ts"
import { Amount } from "./amount-cell.tsx"
import { type Found, useAssets, useFound, useRow } from "./ask.ts"
import { type Digested, DocumentDigest } from "./document-digest.tsx"
import { FreezePanel } from "./freeze-panel.tsx"
import { Asked, MoneyPage } from "./money-page.tsx"
import { orderState } from "./orders.tsx"
import { tell } from "./tell.ts"

const OF_ACCOUNT = 200

/** The page. */
export function OrderPage({ parts }: { readonly parts: Readonly<Record<string, string>> }) {
  const order = parts["order"] ?? ""
  const assets = useAssets()
  const row = useRow(orders, [order])
  const account = row.data?.account
  const found = useFound(
    "orderList",
    { account, limit: OF_ACCOUNT },
    { when: account !== undefined },
  )
  return (
    <MoneyPage title={tell("order.page", { order: shortened(order) })}>
      <Asked answer={row}>
        {(value) =>
          value === null ? (
            <VerdictBanner tone="unknown" sentence={tell("order.unknown")} />
          ) : (
            <Asked answer={assets}>
              {(known) => (
                <Asked answer={found} lines={8}>
                  {({ rows, time }) => {
                    const whole = rows.find((one) => one.order === order)
                    return whole === undefined ? null : (
                      <Known order={whole} unit={known.unit(whole.asset)} time={Date.parse(time)} />
                    )
                  }}
                </Asked>
              )}
            </Asked>
          )
        }
      </Asked>
    </MoneyPage>
  )
}

type KnownProps = {
  readonly order: Found<"orderList">
  readonly unit: Unit
  readonly time: number
}

function Known({ order, unit, time }: KnownProps) {
  const { text } = amountOf(unit)
  const state = orderState(order, time)
  const values = { used: text(order.used), cap: text(order.cap) }
  const tone = state === "inForce" ? "caution" : "unknown"
  return (
    <Stack>
      <VerdictBanner tone={tone} sentence={tell(`order.is.${state as "inForce"}`, values)}>
        <span>
          {tell("order.until")} <TimeCell time={order.expires} />
        </span>
      </VerdictBanner>
      <Columns>
        <FreezePanel order={order} unit={unit} inForce={state === "inForce"} />
        <Stack>
          <About order={order} unit={unit} />
          <Compare digest={order.digest} />
        </Stack>
      </Columns>
    </Stack>
  )
}

function About({ order, unit }: Omit<KnownProps, "time">) {
  const sides = [
    ...(order.noDebits ? [tell("order.noDebits")] : []),
    ...(order.noCredits ? [tell("order.noCredits")] : []),
  ]
  const facts: readonly Fact[] = [
    { name: tell("orders.kind"), value: tell(`orders.kind.${order.kind}`) },
    {
      name: tell("orders.account"),
      value: <AccountChip account={order.account} owner={order.owner} />,
    },
    { name: tell("orders.authority"), value: <PartyChip party={order.authority} /> },
    { name: tell("orders.cap"), value: <Amount units={order.cap} unit={unit} /> },
    { name: tell("orders.used"), value: <Amount units={order.used} unit={unit} /> },
    { name: tell("order.frozen"), value: <Amount units={order.frozen} unit={unit} /> },
    ...(sides.length === 0 ? [] : [{ name: tell("order.sides"), value: sides.join(", ") }]),
    {
      name: tell("record.document"),
      value: <HashChip hex={order.digest} kind={tell("record.document")} whole />,
    },
  ]
  return (
    <Panel title={tell("order.about")}>
      <Facts facts={facts} />
    </Panel>
  )
}

/** Whether a document that somebody shows is the one that was recorded. */
function Compare({ digest }: { readonly digest: string }) {
  const [shown, show] = useState<Digested | null>(null)
  const same = shown?.digest === digest
  return (
    <Panel title={tell("order.compare")} note={tell("order.compareNote")}>
      <DocumentDigest title={tell("order.drop")} value={shown} onDigest={show} fault={null} />
      <p role="status">
        {shown === null ? null : (
          <>
            <Sign tone={same ? "positive" : "negative"} />{" "}
            {tell(same ? "order.same" : "order.differs")}
          </>
        )}
      </p>
    </Panel>
  )
}
