/** Holds: between whom, how much, until when, and what became of them. */
import { type Column, DataTable, EmptyState, Link, TimeCell } from "@concordat/console/components"
import { AccountChip } from "./account-chip.tsx"
import type { Unit } from "./amount.ts"
import { Amount } from "./amount-cell.tsx"
import type { Found } from "./ask.ts"
import styles from "./money.module.css"
import { formPath } from "./paths.ts"
import { StatePill } from "./state-pill.tsx"
import { tell } from "./tell.ts"

type Hold = Found<"accountHolds">

type Props = {
  readonly rows: readonly Hold[]
  readonly unitOf: (hold: Hold) => Unit
}

function columnsOf(unitOf: Props["unitOf"]): readonly Column<Hold>[] {
  return [
    {
      name: tell("holds.from"),
      cell: ({ from, fromOwner }) => <AccountChip account={from} owner={fromOwner} />,
    },
    {
      name: tell("holds.to"),
      cell: ({ to, toOwner }) => <AccountChip account={to} owner={toOwner} />,
    },
    {
      name: tell("holds.amount"),
      align: "end",
      cell: (hold) => <Amount units={hold.amount} unit={unitOf(hold)} />,
    },
    {
      name: tell("holds.posted"),
      align: "end",
      wide: true,
      cell: (hold) => <Amount units={hold.posted} unit={unitOf(hold)} />,
    },
    { name: tell("holds.until"), cell: ({ expires }) => <TimeCell time={expires} brief /> },
    { name: tell("holds.state"), cell: ({ state }) => <StatePill state={state} /> },
    {
      name: tell("holds.act"),
      cell: ({ hold, state, amount }) =>
        state === "open" ? (
          <>
            <Link
              to={formPath("postHold", { hold, amount: String(amount) })}
              className={styles.whole}
            >
              {tell("holds.post")}
            </Link>
            {" · "}
            <Link to={formPath("voidHold", { hold })} className={styles.whole}>
              {tell("holds.void")}
            </Link>
          </>
        ) : (
          "–"
        ),
    },
  ]
}

/** The table. */
export function HoldTable({ rows, unitOf }: Props) {
  if (rows.length === 0) return <EmptyState why={tell("holds.none")} />
  return (
    <DataTable
      caption={tell("holds.title")}
      columns={columnsOf(unitOf)}
      rows={rows}
      keyOf={({ hold }) => hold}
    />
  )
}
