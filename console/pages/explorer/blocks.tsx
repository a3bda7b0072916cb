/** All blocks, the newest first. */
import { type Block, listBlocks } from "@concordat/sdk"
import { Answered } from "../../components/answered.tsx"
import { type Column, DataTable } from "../../components/data-table.tsx"
import { useAnswer, useClient, useStatus } from "../../components/ledger.tsx"
import { Link, useParameters } from "../../components/link.tsx"
import { Pager } from "../../components/pager.tsx"
import { Page, Panel } from "../../components/panel.tsx"
import { TimeCell } from "../../components/time-cell.tsx"
import { tell } from "../../texts/tell.ts"
import { plainText } from "../../texts/translate.ts"
import { ExplorerParts } from "./parts.tsx"
import { ValidatorChip } from "./validators.tsx"

const SHOWN = 50

const columns: readonly Column<Block>[] = [
  {
    name: tell("blocks.height"),
    cell: ({ height }) => <Link to={`/blocks/${height}`}>{plainText(BigInt(height))}</Link>,
  },
  {
    name: tell("blocks.time"),
    cell: ({ time, height }) => <TimeCell time={time} height={height} />,
  },
  { name: tell("blocks.transactions"), cell: (block) => figure(block.transactions), align: "end" },
  { name: tell("blocks.operations"), cell: (block) => figure(block.operations), align: "end" },
  { name: tell("blocks.events"), cell: (block) => figure(block.events.count), align: "end" },
  { name: tell("blocks.bytes"), cell: (block) => figure(block.bytes), align: "end", wide: true },
  {
    name: tell("blocks.proposer"),
    cell: ({ proposer }) => <ValidatorChip address={proposer} />,
    wide: true,
  },
]

function figure(count: number) {
  return count === 0 ? <span className="muted">0</span> : plainText(count)
}

/** The page. */
export function BlocksPage() {
  const client = useClient()
  const tip = useStatus().data?.height
  const [parameters] = useParameters()
  const before = parameters.get("before")
  const answer = useAnswer(
    ["blocks", before],
    () => listBlocks(client, { limit: SHOWN, ...(before === null ? {} : { before }) }),
    { at: before ?? tip },
  )
  return (
    <Page title={tell("blocks.title")} intro={tell("blocks.intro")}>
      <ExplorerParts />
      <Panel flush>
        <Answered answer={answer} lines={10}>
          {({ blocks, height, next }) => (
            <>
              <DataTable
                caption={tell("blocks.title")}
                columns={columns}
                rows={blocks}
                keyOf={(block) => block.height}
              />
              <Pager
                height={height}
                first={before === null ? null : "/blocks"}
                next={next === null ? null : `/blocks?before=${next}`}
              />
            </>
          )}
        </Answered>
      </Panel>
    </Page>
  )
}
