/** A payment: its lines, each with evidence that anybody can check, and the way to give it back. */
import {
  EvidenceButton,
  Facts,
  HashChip,
  Note,
  Panel,
  plainText,
  Row,
  Stack,
  TimeCell,
  useClient,
  VerdictBanner,
} from "@concordat/console/components"
import { getEvidence } from "@concordat/sdk"
import { AccountChip, ownerText } from "./account-chip.tsx"
import { amountOf, type Unit } from "./amount.ts"
import { Amount } from "./amount-cell.tsx"
import { type Assets, type Found, type FoundPage, useAssets, useFound } from "./ask.ts"
import { codeText } from "./code-text.ts"
import { uuidText } from "./fresh-id.ts"
import { moneyMeaning } from "./meaning.ts"
import { Asked, MoneyPage } from "./money-page.tsx"
import { ReturnPanel } from "./return-panel.tsx"
import { StatePill } from "./state-pill.tsx"
import { tell } from "./tell.ts"

type Line = Found<"entryLines">

/** Lines of an entry that are shown; a payment has few. */
const LINES_MAX = 50

/** The page. */
export function PaymentPage({ parts }: { readonly parts: Readonly<Record<string, string>> }) {
  const entry = parts["entry"] ?? ""
  const assets = useAssets()
  const lines = useFound("entryLines", { entry, limit: LINES_MAX })
  return (
    <MoneyPage title={tell("payment.page")} intro={tell("payment.intro")}>
      <Asked answer={assets}>
        {(known) => (
          <Asked answer={lines} lines={8}>
            {(found) => <Lines entry={entry} found={found} assets={known} />}
          </Asked>
        )}
      </Asked>
    </MoneyPage>
  )
}

type LinesProps = {
  readonly entry: string
  readonly found: FoundPage<"entryLines">
  readonly assets: Assets
}

function Lines({ entry, found: { rows, next, height }, assets }: LinesProps) {
  const [first] = rows
  if (first === undefined) {
    return (
      <VerdictBanner tone="unknown" sentence={tell("payment.unknown")}>
        <span>{tell("payment.unknownNote", { height: plainText(BigInt(height)) })}</span>
      </VerdictBanner>
    )
  }
  const unit = assets.unit(first.asset)
  const amount = amountOf(unit).text(first.amount)
  const sentence = tell("payment.final", { amount, payee: ownerText(first.creditOwner) })
  return (
    <Stack>
      <VerdictBanner tone="positive" sentence={sentence}>
        <TimeCell time={first.at} />
        <span>{tell("payment.entry", { entry: uuidText(entry) })}</span>
      </VerdictBanner>
      {rows.map((line) => (
        <LinePanel
          key={String(line.position)}
          line={line}
          unit={assets.unit(line.asset)}
          of={rows.length}
        />
      ))}
      {next === null ? null : <Note>{tell("payment.more", { count: LINES_MAX })}</Note>}
      <ReturnPanel entry={entry} line={first} unit={unit} />
    </Stack>
  )
}

type LineProps = { readonly line: Line; readonly unit: Unit; readonly of: number }

function LinePanel({ line, unit, of }: LineProps) {
  const client = useClient()
  const { position, amount, returned, uetr } = line
  const isOne = of === 1
  const title = isOne ? tell("payment.line") : tell("payment.lineOf", { number: line.line + 1 })
  return (
    <Panel
      title={title}
      actions={
        <EvidenceButton
          look="primary"
          label={tell("payment.evidence")}
          id={`money-line-${position}`}
          title={tell("payment.evidenceOf", { amount: amountOf(unit).text(amount) })}
          name={`payment-${line.entry.slice(0, 8)}-${line.line}`}
          load={() => getEvidence(client, `/v1/evidence/events/${position}`)}
          meaning={(verdict) => moneyMeaning(verdict, () => unit)}
        />
      }
    >
      <Row>
        <Amount units={amount} unit={unit} large />
        {returned === null ? null : <StatePill state="returned" />}
      </Row>
      <Facts
        facts={[
          {
            name: tell("payment.from"),
            value: <AccountChip account={line.debit} owner={line.debitOwner} />,
          },
          {
            name: tell("payment.to"),
            value: <AccountChip account={line.credit} owner={line.creditOwner} />,
          },
          { name: tell("payment.at"), value: <TimeCell time={line.at} /> },
          { name: tell("payment.code"), value: codeText(line.code) },
          ...(uetr === null ? [] : [{ name: tell("pay.uetr"), value: uuidText(uetr) }]),
          ...(line.memo === null
            ? []
            : [
                {
                  name: tell("payment.memo"),
                  value: <HashChip hex={line.memo} kind={tell("payment.memo")} />,
                },
              ]),
          ...(returned === null
            ? []
            : [{ name: tell("payment.returned"), value: <Amount units={returned} unit={unit} /> }]),
        ]}
      />
    </Panel>
  )
}
