/** Obligations of a cycle in figures, those of the excluded among them marked. */
import {
  Button,
  type Column,
  DataTable,
  Note,
  Panel,
  PartyChip,
} from "@concordat/console/components"
import { useState } from "react"
import type { Unit } from "./amount.ts"
import { Amount } from "./amount-cell.tsx"
import { ROWS_MAX } from "./ask.ts"
import type { Edge } from "./net-edges.ts"
import { StatePill } from "./state-pill.tsx"
import { tell } from "./tell.ts"

/** Rows at a time. */
const PAGE = 25

type Props = {
  readonly edges: readonly Edge[]
  readonly out: ReadonlySet<string>
  readonly unit: Unit
  readonly more: boolean
}

const columns = ({ out, unit }: Props): readonly Column<Edge>[] => [
  { name: tell("obligation.from"), cell: ({ from }) => <PartyChip party={from} /> },
  { name: tell("obligation.to"), cell: ({ to }) => <PartyChip party={to} /> },
  {
    name: tell("obligation.amount"),
    align: "end",
    cell: ({ amount, from, to }) => (
      <>
        {out.has(from) || out.has(to) ? <StatePill state="excluded" /> : null}{" "}
        <Amount units={amount} unit={unit} />
      </>
    ),
  },
]

/** The table; nothing where nothing is owed. */
export function ObligationTable(props: Props) {
  const { edges, more } = props
  const [shown, show] = useState(PAGE)
  if (edges.length === 0) return null
  return (
    <Panel flush title={tell("obligation.title")} note={tell("obligation.note")}>
      <DataTable
        caption={tell("obligation.title")}
        columns={columns(props)}
        rows={edges.slice(0, shown)}
        keyOf={({ from, to }) => `${from} ${to}`}
      />
      {edges.length > shown ? (
        <Button look="quiet" onClick={() => show(shown + PAGE)}>
          {tell("obligation.more", { count: edges.length - shown })}
        </Button>
      ) : null}
      {more ? <Note>{tell("obligation.first", { count: ROWS_MAX })}</Note> : null}
    </Panel>
  )
}
