/** All organisations on the register. */
import { Answered } from "../../components/answered.tsx"
import { buttonClass } from "../../components/button.tsx"
import { type Column, DataTable } from "../../components/data-table.tsx"
import { EmptyState } from "../../components/empty-state.tsx"
import { Link } from "../../components/link.tsx"
import { Page, Panel } from "../../components/panel.tsx"
import { PartyChip } from "../../components/party-chip.tsx"
import { tablePath } from "../../components/row-path.ts"
import { StatusPill } from "../../components/status-pill.tsx"
import { TimeCell } from "../../components/time-cell.tsx"
import { titled } from "../../components/words.ts"
import { tell } from "../../texts/tell.ts"
import { plainText } from "../../texts/translate.ts"
import { type Entry, type OrganisationRow, REGISTER, useRegisterRows } from "./register.ts"

type Listed = Entry<{ readonly organisation: string }, OrganisationRow>

const columns: readonly Column<Listed>[] = [
  {
    name: tell("organisations.organisation"),
    cell: ({ key: { organisation } }) => <PartyChip party={organisation} />,
  },
  { name: tell("organisations.name"), cell: ({ value: { name } }) => <bdi>{name}</bdi> },
  { name: tell("organisations.class"), cell: ({ value }) => titled(value.class) },
  {
    name: tell("organisations.status"),
    cell: ({ value: { status } }) => <StatusPill state={status} />,
  },
  {
    name: tell("organisations.principals"),
    cell: ({ value: { principals } }) => plainText(principals),
    align: "end",
  },
  {
    name: tell("organisations.since"),
    cell: ({ value: { since } }) => <TimeCell time={since} />,
    wide: true,
  },
]

/** The page. */
export function OrganisationsPage() {
  const answer = useRegisterRows<Listed["key"], OrganisationRow>("organisations")
  const table = tablePath({ service: REGISTER, table: "organisations" })
  return (
    <Page
      title={tell("organisations.title")}
      intro={tell("organisations.intro")}
      actions={
        <Link to={table} className={buttonClass()}>
          {tell("organisations.register")}
        </Link>
      }
    >
      <Panel flush>
        <Answered answer={answer} lines={4}>
          {(rows) =>
            rows.length === 0 ? (
              <EmptyState why={tell("organisations.empty")} />
            ) : (
              <DataTable
                caption={tell("organisations.title")}
                columns={columns}
                rows={rows}
                keyOf={({ key }) => key.organisation}
              />
            )
          }
        </Answered>
      </Panel>
    </Page>
  )
}
