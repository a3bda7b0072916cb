/** One transaction: how it ended, its operations in words, who signed, its bytes. */
import { fromBase64url } from "@concordat/kernel"
import { getEvidence, getTransaction, type TransactionAnswer } from "@concordat/sdk"
import { Answered } from "../../components/answered.tsx"
import { Button } from "../../components/button.tsx"
import { CopyButton } from "../../components/copy-button.tsx"
import { EvidenceButton } from "../../components/evidence-drawer.tsx"
import { HashChip } from "../../components/hash-chip.tsx"
import { JsonView } from "../../components/json-view.tsx"
import { useAnswer, useClient } from "../../components/ledger.tsx"
import { Link, useSegments } from "../../components/link.tsx"
import { type Fact, Facts, Note, Page, Panel, Row } from "../../components/panel.tsx"
import { saveFile } from "../../components/save-file.ts"
import { CommandSentence } from "../../components/sentence.tsx"
import { StatusPill } from "../../components/status-pill.tsx"
import { TimeCell } from "../../components/time-cell.tsx"
import { shortened } from "../../components/words.ts"
import { tell } from "../../texts/tell.ts"
import { plainText } from "../../texts/translate.ts"
import { contentOf } from "./content.ts"
import { OnItsWay } from "./on-its-way.tsx"
import { OperationPanel } from "./operation-panel.tsx"
import { Signers } from "./signers.tsx"

const COSE_TYPE = "application/cose"

/** The page. */
export function TransactionPage() {
  const client = useClient()
  const [, id = ""] = useSegments()
  const answer = useAnswer(["transaction", id], () => getTransaction(client, id), { until: true })
  const { data, problem } = answer
  if (data === undefined && problem?.code === "unknown_record") return <OnItsWay id={id} />
  return (
    <Page
      name={tell("transaction.name")}
      title={data === undefined ? tell("transaction.name") : <Title answer={data} />}
      actions={data === undefined ? null : <Evidence answer={data} />}
    >
      <Answered answer={answer} lines={10}>
        {(found) => (
          <>
            <Receipt answer={found} />
            {found.operations.map((operation, at) => (
              <OperationPanel
                // biome-ignore lint/suspicious/noArrayIndexKey: its place is its identity.
                key={at}
                at={at}
                operation={operation}
                input={contentOf(found).operations[at]?.input ?? null}
                emitted={found.emitted.filter((event) => event.operation === at)}
              />
            ))}
            <Signers answer={found} />
            <Bytes answer={found} />
          </>
        )}
      </Answered>
    </Page>
  )
}

type Props = { readonly answer: TransactionAnswer }

/** What one operation asks for says what the whole is about; many are counted. */
function Title({ answer }: Props) {
  const [first, ...others] = contentOf(answer).operations
  if (first === undefined || others.length > 0) {
    return <>{tell("transaction.title", { count: others.length + 1 })}</>
  }
  return <CommandSentence command={first.command} input={first.input} />
}

function Evidence({ answer: { transaction, evidence } }: Props) {
  const client = useClient()
  return (
    <EvidenceButton
      look="primary"
      id={evidence}
      title={tell("transaction.evidence", { id: shortened(transaction) })}
      name={`transaction-${shortened(transaction).replace("…", "-")}`}
      load={() => getEvidence(client, evidence)}
    />
  )
}

function Receipt({ answer }: Props) {
  const { transaction, status, height, time, index, cost } = answer
  const { mode, memo, expires } = contentOf(answer)
  const link = (
    <Link to={`/blocks/${height}`}>
      {tell("transaction.finalIn", { height: plainText(BigInt(height)) })}
    </Link>
  )
  const facts: Fact[] = [
    {
      name: tell("transaction.status"),
      value: (
        <Row>
          <StatusPill state={status} />
          <span>
            {tell("transaction.final")} {link}
          </span>
        </Row>
      ),
    },
    { name: tell("transaction.time"), value: <TimeCell time={time} height={height} /> },
    {
      name: tell("transaction.id"),
      value: <HashChip hex={transaction} kind={tell("transaction.name")} whole />,
    },
    { name: tell("transaction.place"), value: plainText(index + 1) },
    { name: tell("transaction.mode"), value: tell(`transaction.mode.${mode}`) },
    { name: tell("transaction.cost"), value: tell("transaction.units", { count: cost }) },
    { name: tell("transaction.expires"), value: <TimeCell time={expires} /> },
  ]
  if (memo !== null) facts.push({ name: tell("transaction.memo"), value: <bdi>{memo}</bdi> })
  return (
    <Panel title={tell("transaction.facts")}>
      <Facts facts={facts} />
    </Panel>
  )
}

function Bytes({ answer: { transaction, bytes, content } }: Props) {
  const raw = fromBase64url(bytes)
  const save = () => saveFile(raw, `${transaction}.cose`, COSE_TYPE)
  return (
    <Panel title={tell("transaction.bytes")}>
      <Note>{tell("transaction.bytesNote", { count: raw.length })}</Note>
      <Row>
        <Button icon="download" onClick={save}>
          {tell("transaction.save")}
        </Button>
        <CopyButton text={bytes} label={tell("control.bytes.copy")} />
      </Row>
      <JsonView value={content} />
    </Panel>
  )
}
