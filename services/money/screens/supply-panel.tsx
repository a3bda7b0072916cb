/** What became of the supply: a chart of its steps, and the steps in figures. */
import {
  type Column,
  DataTable,
  EmptyState,
  Link,
  Panel,
  TimeCell,
} from "@concordat/console/components"
import { CODE } from "../kinds.ts"
import type { Unit } from "./amount.ts"
import { Amount } from "./amount-cell.tsx"
import { type Asset, useFound } from "./ask.ts"
import styles from "./money.module.css"
import { Asked } from "./money-page.tsx"
import { paymentPath } from "./paths.ts"
import { StatePill } from "./state-pill.tsx"
import { SupplyChart } from "./supply-chart.tsx"
import { supplySteps } from "./supply-steps.ts"
import { tell } from "./tell.ts"

/** Changes that are drawn, and those that are listed besides. */
const DRAWN = 60
const LISTED = 10

type Line = {
  readonly entry: string
  readonly code: number
  readonly amount: bigint
  readonly at: number
  readonly supply: bigint
}

const columns = (unit: Unit): readonly Column<Line>[] => [
  {
    name: tell("supply.what"),
    cell: ({ code }) => <StatePill state={code === CODE.mint ? "issued" : "redeemed"} />,
  },
  { name: tell("supply.when"), cell: ({ at }) => <TimeCell time={at} /> },
  {
    name: tell("supply.amount"),
    align: "end",
    cell: ({ code, amount }) => (
      <Amount units={code === CODE.mint ? amount : -amount} unit={unit} signed />
    ),
  },
  {
    name: tell("supply.after"),
    align: "end",
    cell: ({ supply }) => <Amount units={supply} unit={unit} />,
  },
  {
    name: tell("supply.entry"),
    cell: ({ entry }) => <Link to={paymentPath(entry)}>{tell("pay.receipt")}</Link>,
    wide: true,
  },
]

/** The panel. */
export function SupplyPanel({ asset, supply }: { readonly asset: Asset; readonly supply: bigint }) {
  const found = useFound("issuance", { asset: asset.asset, limit: DRAWN })
  return (
    <Panel flush title={tell("supply.title")} note={tell("supply.note", { count: DRAWN })}>
      <Asked answer={found} lines={10}>
        {({ rows }) => {
          if (rows.length === 0) return <EmptyState why={tell("supply.none")} />
          const { steps, before } = supplySteps(rows, supply)
          const lines = rows.slice(0, LISTED).map((row, at): Line => {
            const step = steps[steps.length - 1 - at]
            return { ...row, supply: step?.supply ?? 0n }
          })
          return (
            <>
              <div className={styles.chart}>
                <SupplyChart steps={steps} before={before} unit={asset} />
              </div>
              <DataTable
                caption={tell("supply.title")}
                columns={columns(asset)}
                rows={lines}
                keyOf={({ entry }) => entry}
              />
            </>
          )
        }}
      </Asked>
    </Panel>
  )
}
