/** Orders of authorities: which are in force, what is frozen under them, and a new one. */
import {
  type Column,
  Link,
  Panel,
  PartyChip,
  shortened,
  TimeCell,
  useParameters,
} from "@concordat/console/components"
import { AccountChip } from "./account-chip.tsx"
import { Amount } from "./amount-cell.tsx"
import { type Assets, type Found, useAssets, useFound } from "./ask.ts"
import styles from "./money.module.css"
import { Asked, MoneyPage } from "./money-page.tsx"
import { PagedTable } from "./paged-table.tsx"
import { ORDERS, orderPath, withParameters } from "./paths.ts"
import { RecordOrder } from "./record-order.tsx"
import { type MoneyState, StatePill } from "./state-pill.tsx"
import { tell } from "./tell.ts"

const LINES = 25

type Order = Found<"orderList">

/** Where an order stands at a time. */
export function orderState({ lifted, expires }: Pick<Order, "lifted" | "expires">, time: number) {
  const state: MoneyState = lifted ? "lifted" : expires <= time ? "expired" : "inForce"
  return state
}

const columns = (assets: Assets, time: number): readonly Column<Order>[] => [
  {
    name: tell("orders.order"),
    cell: ({ order, kind }) => (
      <Link to={orderPath(order)} className={styles.whole}>
        {tell(`orders.kind.${kind}`)} {shortened(order)}
      </Link>
    ),
  },
  {
    name: tell("orders.account"),
    cell: ({ account, owner }) => <AccountChip account={account} owner={owner} />,
  },
  {
    name: tell("orders.authority"),
    cell: ({ authority }) => (
      <span className={styles.whole}>
        <PartyChip party={authority} />
      </span>
    ),
    wide: true,
  },
  {
    name: tell("orders.used"),
    align: "end",
    cell: ({ used, asset }) => <Amount units={used} unit={assets.unit(asset)} />,
  },
  {
    name: tell("orders.cap"),
    align: "end",
    cell: ({ cap, asset }) => <Amount units={cap} unit={assets.unit(asset)} />,
  },
  {
    name: tell("orders.until"),
    cell: ({ expires }) => <TimeCell time={expires} brief />,
    wide: true,
  },
  { name: tell("orders.state"), cell: (row) => <StatePill state={orderState(row, time)} /> },
]

/** The page; `?account=` names the account of the orders, and of a new one. */
export function OrdersPage() {
  const [parameters] = useParameters()
  const account = parameters.get("account") ?? undefined
  const after = parameters.get("after") ?? undefined
  const assets = useAssets()
  const found = useFound("orderList", { account, limit: LINES, after })
  const way = (next: string | undefined) => withParameters(ORDERS, { account, after: next })
  return (
    <MoneyPage title={tell("orders.page")} intro={tell("orders.intro")}>
      <Asked answer={assets}>
        {(known) => (
          <>
            <Panel flush title={tell("orders.list")} note={tell("orders.listNote")}>
              <PagedTable
                {...{ found, after, way }}
                caption={tell("orders.list")}
                columns={(time) => columns(known, time)}
                keyOf={({ order }) => order}
                none={tell("orders.none")}
              />
            </Panel>
            <RecordOrder assets={known} given={account ?? ""} />
          </>
        )}
      </Asked>
    </MoneyPage>
  )
}
