/** All transactions, the newest first or in another order: who sent what, and how it ended. */
import { queryTransactions, type TransactionItem } from "@concordat/sdk"
import { EmptyState } from "../../components/empty-state.tsx"
import { useClient, useServices } from "../../components/ledger.tsx"
import { Link } from "../../components/link.tsx"
import type { ListFilter } from "../../components/list/fields.ts"
import { List, type ListColumn, useListModel } from "../../components/list/list.tsx"
import { ModelOffer } from "../../components/list/model-offer.tsx"
import { Page, Panel } from "../../components/panel.tsx"
import { PartyChip } from "../../components/party-chip.tsx"
import { cellText } from "../../components/row-cells.ts"
import { StatusPill } from "../../components/status-pill.tsx"
import { TimeCell } from "../../components/time-cell.tsx"
import { shortened } from "../../components/words.ts"
import { tell } from "../../texts/tell.ts"
import { plainText } from "../../texts/translate.ts"
import { ExplorerParts } from "./parts.tsx"
import { IN_TIMES, ordersOf } from "./times.ts"

const columns: readonly ListColumn<TransactionItem>[] = [
  { name: tell("transaction.name"), cell: (item) => <Name item={item} /> },
  {
    name: tell("transaction.time"),
    cell: ({ time, height }) => <TimeCell time={time} height={height} />,
  },
  {
    name: tell("transactions.caller"),
    cell: ({ caller }) => (caller === null ? "–" : <PartyChip party={caller} />),
  },
  { name: tell("transaction.status"), cell: ({ status }) => <StatusPill state={status} /> },
  {
    ...{ name: tell("blocks.operations"), sort: "operations", align: "end" },
    cell: ({ operations }) => plainText(operations),
  },
  {
    ...{ name: tell("transaction.cost"), sort: "cost", align: "end", wide: true },
    cell: ({ cost }) => plainText(BigInt(cost)),
  },
  {
    ...{ name: tell("blocks.height"), sort: "height", align: "end", wide: true },
    cell: ({ height }) => <Link to={`/blocks/${height}`}>{plainText(BigInt(height))}</Link>,
  },
]

/** Bytes that were no transaction have no id and no page. */
function Name({ item: { transaction } }: { readonly item: TransactionItem }) {
  if (transaction === null) return <>{tell("block.unreadable")}</>
  return (
    <Link to={`/transactions/${transaction}`} className="nowrap">
      {shortened(transaction)}
    </Link>
  )
}

const ORDERS = ordersOf(columns)
const HEAD = [
  ...["transaction", "height", "index", "time", "caller", "status", "cost", "mode", "memo"],
  ...["operations", "events"],
] as const

function useFilters(): readonly ListFilter[] {
  const commands = useServices().flatMap(({ definition }) =>
    Object.keys(definition.commands).map((name) => `${definition.name}.${name}`),
  )
  return [
    { parameter: "caller", label: tell("transactions.caller"), control: { control: "party" } },
    {
      ...{ parameter: "command", label: tell("form.command") },
      control: { control: "choice", names: commands },
    },
    {
      ...{ parameter: "outcome", label: tell("transaction.status") },
      control: { control: "choice", names: ["accepted", "refused", "invalid"] },
    },
    ...IN_TIMES,
  ]
}

/** The page. Only a read model lists them; blocks hold them everywhere. */
export function TransactionsPage() {
  const client = useClient()
  const filters = useFilters()
  const { modelled, patient } = useListModel(filters)
  return (
    <Page title={tell("explorer.transactions")} intro={tell("transactions.intro")}>
      <ExplorerParts />
      <Panel flush>
        <ModelOffer />
        {modelled ? (
          <List<TransactionItem>
            caption={tell("explorer.transactions")}
            name="transactions"
            columns={columns}
            filters={filters}
            orders={ORDERS}
            keyOf={({ height, index }) => `${height}/${index}`}
            ask={(asked) => queryTransactions(client, asked)}
            head={HEAD}
            cells={(item) => HEAD.map((name) => cellText(item[name]))}
            empty={tell("blocks.empty")}
            patient={patient}
          />
        ) : (
          <EmptyState why={tell("transactions.none")}>
            <Link to="/blocks">{tell("explorer.blocks")}</Link>
          </EmptyState>
        )}
      </Panel>
    </Page>
  )
}
