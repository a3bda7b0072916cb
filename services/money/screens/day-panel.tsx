/** Payments of a bank's accounts in a day, the newest first. */
import {
  type Column,
  EmptyState,
  Link,
  Panel,
  TextField,
  TimeCell,
  useParameters,
  usePath,
} from "@concordat/console/components"
import { AccountChip } from "./account-chip.tsx"
import { Amount } from "./amount-cell.tsx"
import { type Assets, type Found, useFound } from "./ask.ts"
import { codeText } from "./code-text.ts"
import styles from "./money.module.css"
import { PagedTable } from "./paged-table.tsx"
import { paymentPath, withParameters } from "./paths.ts"
import { dateOf, startOf } from "./period.ts"
import { StatePill } from "./state-pill.tsx"
import { tell } from "./tell.ts"

const LINES = 25

type Line = Found<"paymentsAt">
type Props = { readonly operator: string; readonly assets: Assets }

const columns = (assets: Assets): readonly Column<Line>[] => [
  {
    name: tell("payment.from"),
    cell: ({ debit, debitOwner }) => <AccountChip account={debit} owner={debitOwner} />,
  },
  {
    name: tell("payment.to"),
    cell: ({ credit, creditOwner }) => <AccountChip account={credit} owner={creditOwner} />,
  },
  {
    name: tell("statement.for"),
    cell: ({ entry, code }) => <Link to={paymentPath(entry)}>{codeText(code)}</Link>,
  },
  { name: tell("payment.at"), cell: ({ at }) => <TimeCell time={at} brief />, wide: true },
  {
    name: tell("statement.amount"),
    align: "end",
    cell: ({ amount, asset, returned }) => (
      <>
        {returned === null ? null : <StatePill state="returned" />}{" "}
        <Amount units={amount} unit={assets.unit(asset)} />
      </>
    ),
  },
]

/** The panel; the day and the place in it stand in the address. */
export function DayPanel({ operator, assets }: Props) {
  const path = usePath()
  const [parameters, replace] = useParameters()
  const date = parameters.get("day") ?? dateOf(Date.now())
  const after = parameters.get("line") ?? undefined
  const day = startOf(date)
  const found = useFound(
    "paymentsAt",
    { operator, day: day ?? "", limit: LINES, after },
    { when: day !== null },
  )
  const here = { operator: parameters.get("operator") ?? undefined, day: date }
  const choose = (chosen: string) => {
    const next = new URLSearchParams(parameters)
    next.set("day", chosen)
    next.delete("line")
    replace(next)
  }
  return (
    <Panel flush title={tell("day.title")} note={tell("day.note")}>
      <div className={styles.filters}>
        <TextField label={tell("day.day")} type="date" value={date} onText={choose} />
      </div>
      {day === null ? (
        <EmptyState why={tell("statement.noDate")} />
      ) : (
        <PagedTable
          {...{ found, after }}
          caption={tell("day.title")}
          columns={() => columns(assets)}
          keyOf={({ position }) => String(position)}
          none={tell("day.none", { day: date })}
          way={(line) => withParameters(path, { ...here, line })}
        />
      )}
    </Panel>
  )
}
