/** Obligations of a cycle in figures, those of the excluded among them marked. */
import { type Column, Note, Panel, PartyChip } from "@concordat/console/components"
import type { Unit } from "./amount.ts"
import { Amount } from "./amount-cell.tsx"
import { GrowingTable } from "./growing-table.tsx"
import type { Edge } from "./net-edges.ts"
import { StatePill } from "./state-pill.tsx"
import { tell } from "./tell.ts"

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
  if (edges.length === 0) return null
  return (
    <Panel flush title={tell("obligation.title")} note={tell("obligation.note")}>
      <GrowingTable
        caption={tell("obligation.title")}
        columns={columns(props)}
        rows={edges}
        keyOf={({ from, to }) => `${from} ${to}`}
      />
      {more ? <Note>{tell("obligation.first")}</Note> : null}
    </Panel>
  )
}
