/** The rights of a party, each with the way to its row, whose presence can be proven. */
import { Answered } from "../../components/answered.tsx"
import { type Column, DataTable } from "../../components/data-table.tsx"
import { EmptyState } from "../../components/empty-state.tsx"
import { Link } from "../../components/link.tsx"
import { Panel } from "../../components/panel.tsx"
import { PartyChip } from "../../components/party-chip.tsx"
import { rowPath } from "../../components/row-path.ts"
import { StatusPill } from "../../components/status-pill.tsx"
import { TimeCell } from "../../components/time-cell.tsx"
import { tell } from "../../texts/tell.ts"
import { type Entry, REGISTER, useRegisterRows } from "./register.ts"

type Key = { readonly holder: string; readonly role: string; readonly scope: string }
type Row = { readonly grantor: string; readonly until: string | null; readonly status: string }
type Grant = Entry<Key, Row>

const columns: readonly Column<Grant>[] = [
  {
    name: tell("rights.role"),
    cell: ({ key: { holder, role, scope } }) => (
      <Link to={rowPath({ service: REGISTER, table: "grants" }, [holder, role, scope])}>
        {role}
      </Link>
    ),
  },
  {
    name: tell("rights.scope"),
    cell: ({ key: { scope } }) => (scope === "" ? tell("rights.everywhere") : <bdi>{scope}</bdi>),
  },
  {
    name: tell("rights.grantor"),
    cell: ({ value: { grantor } }) => <PartyChip party={grantor} />,
  },
  {
    name: tell("rights.until"),
    cell: ({ value: { until } }) => (until === null ? "–" : <TimeCell time={until} />),
    wide: true,
  },
  { name: tell("rights.status"), cell: ({ value: { status } }) => <StatusPill state={status} /> },
]

/** The panel. */
export function RightsPanel({ holder }: { readonly holder: string }) {
  const answer = useRegisterRows<Key, Row>("grants", { holder })
  return (
    <Panel flush title={tell("rights.title")}>
      <Answered answer={answer}>
        {(rows) =>
          rows.length === 0 ? (
            <EmptyState why={tell("rights.none")} />
          ) : (
            <DataTable
              caption={tell("rights.title")}
              columns={columns}
              rows={rows}
              keyOf={({ key: { role, scope } }) => `${role} ${scope}`}
            />
          )
        }
      </Answered>
    </Panel>
  )
}
