/** Nodes that may connect, as the ledger lists them; nothing on a ledger without such a list. */
import { listRows } from "@concordat/sdk"
import { type Column, DataTable } from "../../components/data-table.tsx"
import { EmptyState } from "../../components/empty-state.tsx"
import { HashChip } from "../../components/hash-chip.tsx"
import { type RowJson, useAnswer, useClient } from "../../components/ledger.tsx"
import { Panel } from "../../components/panel.tsx"
import { PartyChip } from "../../components/party-chip.tsx"
import { StatusPill } from "../../components/status-pill.tsx"
import { tell } from "../../texts/tell.ts"

const SHOWN = 200

const textOf = (row: RowJson, name: string) => String(row.value[name] ?? "")

const columns = (): readonly Column<RowJson>[] => [
  {
    name: tell("nodes.node"),
    cell: ({ key }) => <HashChip hex={String(key["node"])} kind={tell("nodes.node")} />,
  },
  {
    name: tell("nodes.organisation"),
    cell: (row) => <PartyChip party={textOf(row, "organisation")} />,
  },
  { name: tell("nodes.kind"), cell: (row) => textOf(row, "kind") },
  { name: tell("nodes.state"), cell: (row) => <StatusPill state={textOf(row, "state")} /> },
]

/** The panel. */
export function Nodes({ height }: { readonly height: string }) {
  const client = useClient()
  const ask = () => listRows(client, "validators", "nodes", { limit: SHOWN })
  const { data } = useAnswer(["nodes"], ask, { at: height })
  if (data === undefined) return null
  return (
    <Panel flush title={tell("nodes.title")}>
      {data.rows.length === 0 ? (
        <EmptyState why={tell("nodes.none")} />
      ) : (
        <DataTable
          caption={tell("nodes.title")}
          columns={columns()}
          rows={data.rows}
          keyOf={({ key }) => String(key["node"])}
        />
      )}
    </Panel>
  )
}
