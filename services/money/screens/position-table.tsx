/** Positions of a cycle: what each gave and takes, what is left, and whether it is funded. */
import { type Column, Panel, PartyChip } from "@concordat/console/components"
import type { Row } from "@concordat/kernel"
import type { positions } from "../tables-netting.ts"
import type { Unit } from "./amount.ts"
import { Amount } from "./amount-cell.tsx"
import { GrowingTable } from "./growing-table.tsx"
import { inOrder, netOf } from "./net-standings.ts"
import { type MoneyState, StatePill } from "./state-pill.tsx"
import { tell } from "./tell.ts"

/** A position with whose it is. */
export type Position = Row<typeof positions> & { readonly participant: string }

type Props = {
  readonly all: readonly Position[]
  readonly unit: Unit
  /** Nothing is netted yet: the difference is what it would be now. */
  readonly open: boolean
}

function stateOf({ excluded, owes, due, hold }: Position): MoneyState {
  if (excluded) return "excluded"
  if (owes > 0n) return hold === null ? "unfunded" : "funded"
  return due > 0n ? "due" : "even"
}

function columnsOf(unit: Unit, open: boolean): readonly Column<Position>[] {
  return [
    {
      name: tell("caps.participant"),
      cell: ({ participant }) => <PartyChip party={participant} />,
    },
    {
      name: tell("position.gives"),
      align: "end",
      wide: true,
      cell: ({ gives }) => <Amount units={gives} unit={unit} />,
    },
    {
      name: tell("position.takes"),
      align: "end",
      wide: true,
      cell: ({ takes }) => <Amount units={takes} unit={unit} />,
    },
    {
      name: tell(open ? "position.wouldBe" : "position.net"),
      align: "end",
      cell: (one) => <Amount units={netOf(one, open)} unit={unit} signed />,
    },
    ...(open
      ? []
      : [
          {
            name: tell("position.state"),
            cell: (one: Position) => <StatePill state={stateOf(one)} />,
          },
        ]),
  ]
}

/** The table. */
export function PositionTable({ all, unit, open }: Props) {
  return (
    <Panel flush title={tell("position.title")} note={tell("position.note")}>
      <GrowingTable
        caption={tell("position.title")}
        columns={columnsOf(unit, open)}
        rows={inOrder(all, open)}
        keyOf={({ participant }) => participant}
      />
    </Panel>
  )
}
