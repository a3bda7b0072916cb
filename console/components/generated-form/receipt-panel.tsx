/** The receipt: what was sent is final, where it stands, its evidence. */
import { type Call, getEvidence, type Receipt } from "@concordat/sdk"
import { tell } from "../../texts/tell.ts"
import { plainText } from "../../texts/translate.ts"
import { Button, buttonClass } from "../button.tsx"
import { EvidenceButton } from "../evidence-drawer.tsx"
import { HashChip } from "../hash-chip.tsx"
import { useClient } from "../ledger.tsx"
import { Link } from "../link.tsx"
import { Facts, Panel, Row, Stack } from "../panel.tsx"
import { CommandSentence } from "../sentence.tsx"
import { TimeCell } from "../time-cell.tsx"
import { VerdictBanner } from "../verdict-banner.tsx"
import { shortened } from "../words.ts"

type Props = {
  readonly asked: Call
  readonly receipt: Receipt
  readonly onAgain: () => void
}

/** The panel. */
export function ReceiptPanel({ asked, receipt, onAgain }: Props) {
  const client = useClient()
  const { transaction, height, time, evidence, cost } = receipt
  const sentence = tell("form.done", { height: plainText(BigInt(height)) })
  return (
    <Stack>
      <VerdictBanner tone="positive" calm sentence={sentence} takesFocus>
        <span>
          <CommandSentence command={asked.command} input={asked.input} />
        </span>
      </VerdictBanner>
      <Panel title={tell("transaction.facts")}>
        <Facts
          facts={[
            {
              name: tell("transaction.id"),
              value: <HashChip hex={transaction} kind={tell("transaction.name")} whole />,
            },
            { name: tell("transaction.time"), value: <TimeCell time={time} height={height} /> },
            { name: tell("transaction.cost"), value: tell("transaction.units", { count: cost }) },
          ]}
        />
        <Row>
          <Link to={`/transactions/${transaction}`} className={buttonClass("primary")}>
            {tell("form.open")}
          </Link>
          <EvidenceButton
            id={evidence}
            title={tell("transaction.evidence", { id: shortened(transaction) })}
            name={`transaction-${transaction.slice(0, 8)}`}
            load={() => getEvidence(client, evidence)}
          />
          <Button look="quiet" onClick={onAgain}>
            {tell("form.again")}
          </Button>
        </Row>
      </Panel>
    </Stack>
  )
}
