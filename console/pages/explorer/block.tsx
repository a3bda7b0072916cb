/** One block: its header, who signed it, its transactions, what they announced. */
import { type BlockDetail, getBlock, listEvents } from "@concordat/sdk"
import { Answered } from "../../components/answered.tsx"
import { buttonClass } from "../../components/button.tsx"
import { EmptyState } from "../../components/empty-state.tsx"
import { HashChip } from "../../components/hash-chip.tsx"
import { Icon } from "../../components/icons.tsx"
import { useAnswer, useClient, useStatus } from "../../components/ledger.tsx"
import { Link, useSegments } from "../../components/link.tsx"
import { Facts, Note, Page, Panel, Row } from "../../components/panel.tsx"
import { StatusPill } from "../../components/status-pill.tsx"
import { TimeCell } from "../../components/time-cell.tsx"
import { tell } from "../../texts/tell.ts"
import { plainText } from "../../texts/translate.ts"
import styles from "./block.module.css"
import { EventItems } from "./event-items.tsx"
import { useValidators, ValidatorChip, votesOf } from "./validators.tsx"

/** Events of one block that are listed here; the rest stands in the log. */
const EVENTS_MAX = 100

/** The page. */
export function BlockPage() {
  const client = useClient()
  const [, height = ""] = useSegments()
  const answer = useAnswer(["block", height], () => getBlock(client, height))
  return (
    <Page
      title={tell("block.title", { height: digits(height) })}
      actions={<Neighbours height={height} />}
    >
      <Answered answer={answer} lines={8}>
        {(block) => (
          <>
            <Header block={block} />
            <Transactions block={block} />
            {block.events.count === 0 ? null : <Events block={block} />}
          </>
        )}
      </Answered>
    </Page>
  )
}

function digits(height: string): string {
  return /^\d{1,20}$/.test(height) ? plainText(BigInt(height)) : height
}

function Neighbours({ height }: { readonly height: string }) {
  const tip = useStatus().data?.height
  if (!/^\d{1,20}$/.test(height) || tip === undefined) return null
  const at = BigInt(height)
  return (
    <>
      {at <= 1n ? null : (
        <Link to={`/blocks/${at - 1n}`} className={buttonClass()}>
          <Icon name="back" size={16} />
          {tell("block.earlier", { height: plainText(at - 1n) })}
        </Link>
      )}
      {at >= BigInt(tip) ? null : (
        <Link to={`/blocks/${at + 1n}`} className={buttonClass()}>
          {tell("block.later", { height: plainText(at + 1n) })}
          <Icon name="next" size={16} />
        </Link>
      )}
    </>
  )
}

type Props = { readonly block: BlockDetail }

function Header({ block }: Props) {
  const { time, height, hash, appHash, proposer, bytes, round } = block
  return (
    <Panel title={tell("block.facts")}>
      <Facts
        facts={[
          { name: tell("block.time"), value: <TimeCell time={time} height={height} /> },
          { name: tell("block.hash"), value: <HashChip hex={hash} kind={tell("block.hash")} /> },
          {
            name: tell("block.appHash"),
            value: <HashChip hex={appHash} kind={tell("block.appHash")} />,
          },
          { name: tell("block.proposer"), value: <ValidatorChip address={proposer} /> },
          { name: tell("block.signers"), value: <Signers signers={block.signers} /> },
          { name: tell("block.round"), value: plainText(round) },
          { name: tell("block.bytes"), value: tell("block.size", { count: bytes }) },
        ]}
      />
    </Panel>
  )
}

function Signers({ signers }: { readonly signers: readonly string[] }) {
  const validators = useValidators()
  const votes = votesOf(signers, validators)
  if (validators.length === 1) return <Note>{tell("block.alone")}</Note>
  return (
    <>
      <Row>
        {signers.map((address) => (
          <ValidatorChip key={address} address={address} />
        ))}
      </Row>
      {votes === null ? null : <Note>{tell("block.power", votes)}</Note>}
    </>
  )
}

function Transactions({ block: { items } }: Props) {
  return (
    <Panel flush title={tell("block.transactions")}>
      {items.length === 0 ? (
        <EmptyState why={tell("block.none")} />
      ) : (
        <ol className={styles.items}>
          {items.map(({ transaction, status }, at) => (
            <li key={transaction ?? at} className={styles.item}>
              <span className={styles.position}>{plainText(at + 1)}</span>
              {transaction === null ? (
                <span className="muted">{tell("block.unreadable")}</span>
              ) : (
                <Link to={`/transactions/${transaction}`} className={styles.id}>
                  {transaction}
                </Link>
              )}
              <StatusPill state={status} />
            </li>
          ))}
        </ol>
      )}
    </Panel>
  )
}

/** A place in the feed after every event of the block before. */
function cursorBefore(height: string): string {
  return `${BigInt(height) - 1n}.999999999`
}

function Events({ block: { height, events } }: Props) {
  const client = useClient()
  const limit = Math.min(events.count, EVENTS_MAX)
  const answer = useAnswer(["events", "block", height], () =>
    listEvents(client, { after: cursorBefore(height), limit }),
  )
  return (
    <Panel flush title={tell("block.events")}>
      <Answered answer={answer}>{(page) => <EventItems events={page.events} />}</Answered>
    </Panel>
  )
}
