/** All blocks, the newest first or in another order. */
import { type BlockItem, listBlocks, queryBlocks } from "@concordat/sdk"
import { useClient } from "../../components/ledger.tsx"
import { Link } from "../../components/link.tsx"
import { type Asked, List, type ListColumn, useListModel } from "../../components/list/list.tsx"
import { ModelOffer } from "../../components/list/model-offer.tsx"
import { Page, Panel } from "../../components/panel.tsx"
import { TimeCell } from "../../components/time-cell.tsx"
import { tell } from "../../texts/tell.ts"
import { plainText } from "../../texts/translate.ts"
import { ExplorerParts } from "./parts.tsx"
import { IN_TIMES, ordersOf } from "./times.ts"
import { ValidatorChip } from "./validators.tsx"

const columns: readonly ListColumn<BlockItem>[] = [
  {
    name: tell("blocks.height"),
    cell: ({ height }) => <Link to={`/blocks/${height}`}>{plainText(BigInt(height))}</Link>,
    sort: "height",
  },
  {
    name: tell("blocks.time"),
    cell: ({ time, height }) => <TimeCell time={time} height={height} />,
  },
  {
    ...{ name: tell("blocks.transactions"), sort: "transactions", align: "end" },
    cell: (block) => figure(block.transactions),
  },
  {
    ...{ name: tell("blocks.operations"), sort: "operations", align: "end" },
    cell: (block) => figure(block.operations),
  },
  {
    ...{ name: tell("blocks.events"), sort: "events", align: "end" },
    cell: (block) => figure(block.events),
  },
  {
    ...{ name: tell("blocks.bytes"), sort: "bytes", align: "end", wide: true },
    cell: (block) => figure(Number(block.bytes)),
  },
  {
    name: tell("blocks.proposer"),
    cell: ({ proposer }) => <ValidatorChip address={proposer} />,
    wide: true,
  },
]

const ORDERS = ordersOf(columns)
const HEAD = [
  ...["height", "time", "hash", "appHash", "proposer", "transactions", "operations"],
  ...["events", "bytes"],
] as const

function figure(count: number) {
  return count === 0 ? <span className="muted">0</span> : plainText(count)
}

/** The page. */
export function BlocksPage() {
  const client = useClient()
  const { modelled, patient } = useListModel(IN_TIMES)
  const ask = async ({ at, ...asked }: Asked) => {
    if (modelled) return queryBlocks(client, at === undefined ? asked : { ...asked, at })
    const { after, limit } = asked
    const page = await listBlocks(client, {
      limit: Number(limit),
      ...(after === undefined ? {} : { before: String(after) }),
    })
    const items = page.blocks.map((block): BlockItem => {
      return { ...block, events: block.events.count, bytes: String(block.bytes) }
    })
    return { items, height: page.height, next: page.next }
  }
  return (
    <Page title={tell("blocks.title")} intro={tell("blocks.intro")}>
      <ExplorerParts />
      <Panel flush>
        <ModelOffer />
        <List<BlockItem>
          caption={tell("blocks.title")}
          name="blocks"
          columns={columns}
          filters={modelled ? IN_TIMES : []}
          orders={modelled ? ORDERS : []}
          keyOf={({ height }) => height}
          ask={ask}
          head={HEAD}
          cells={(block) => HEAD.map((name) => String(block[name]))}
          empty={tell("blocks.empty")}
          patient={patient}
        />
      </Panel>
    </Page>
  )
}
