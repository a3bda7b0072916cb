/** Lines of an account as a statement has them: who, what for, how much, and what was left. */
import { type Column, DataTable, Link, TimeCell } from "@concordat/console/components"
import { AccountChip } from "./account-chip.tsx"
import type { Unit } from "./amount.ts"
import { Amount } from "./amount-cell.tsx"
import type { Found } from "./ask.ts"
import { codeText } from "./code-text.ts"
import styles from "./money.module.css"
import { paymentPath } from "./paths.ts"
import { tell } from "./tell.ts"

type Line = Found<"movements">

type Props = {
  readonly caption: string
  readonly rows: readonly Line[]
  readonly unit: Unit
  /** What was booked before the period. */
  readonly before: bigint
}

function columnsOf(unit: Unit, before: bigint): readonly Column<Line>[] {
  return [
    {
      name: tell("statement.other"),
      cell: ({ other, otherOwner, otherKind }) => (
        <AccountChip account={other} owner={otherOwner} kind={otherKind} />
      ),
    },
    {
      name: tell("statement.for"),
      cell: ({ code, entry }) => <Link to={paymentPath(entry)}>{codeText(code)}</Link>,
    },
    { name: tell("statement.at"), cell: ({ at }) => <TimeCell time={at} />, wide: true },
    {
      name: tell("statement.amount"),
      align: "end",
      cell: ({ side, amount }) => (
        <span className={side === "credit" ? styles.in : styles.out}>
          <Amount units={side === "credit" ? amount : -amount} unit={unit} signed />
        </span>
      ),
    },
    {
      name: tell("statement.balance"),
      align: "end",
      cell: ({ credited, debited }) => <Amount units={before + credited - debited} unit={unit} />,
    },
  ]
}

/** The table, the newest first. */
export function Movements({ caption, rows, unit, before }: Props) {
  return (
    <DataTable
      caption={caption}
      columns={columnsOf(unit, before)}
      rows={rows}
      keyOf={({ position }) => String(position)}
    />
  )
}
