/** Paying a file: dropped, read by the gateway, checked line by line, paid, told line by line. */
import {
  Button,
  type Column,
  DropZone,
  EmptyState,
  Link,
  Note,
  Panel,
  type Problem,
  ProblemNotice,
  Row,
  Stack,
  StatusPill,
  useActing,
  VerdictBanner,
} from "@concordat/console/components"
import type { PlannedMessage } from "@concordat/sdk"
import { shortNumber } from "./account-number.ts"
import { Amount } from "./amount-cell.tsx"
import { type Assets, useAssets } from "./ask.ts"
import { isTold, PaymentName, Told, ToldStanding } from "./file-told.tsx"
import { answeredOf, type Planned, useFileWork } from "./file-work.ts"
import { GrowingTable } from "./growing-table.tsx"
import { Asked, MoneyPage } from "./money-page.tsx"
import { accountPath, paymentPath } from "./paths.ts"
import { tell } from "./tell.ts"

/** The page. */
export function FilePage() {
  const { principal } = useActing()
  const assets = useAssets()
  const work = useFileWork()
  const { stage } = work
  return (
    <MoneyPage title={tell("file.page")} intro={tell("file.intro")}>
      <Asked answer={assets}>
        {(known) => (
          <Stack>
            {stage.at === "planning" ? (
              <p role="status">{tell("file.planning", { name: stage.name })}</p>
            ) : stage.at === "empty" ? (
              <Choice problem={stage.problem} onFile={(file) => void work.plan(file)} />
            ) : isTold(stage.plan) ? (
              <>
                <ToldStanding plan={stage.plan} />
                <Acts stage={stage} onSend={work.send} onAgain={work.again} />
                <Told plan={stage.plan} />
              </>
            ) : (
              <>
                <Standing stage={stage} />
                {principal === null ? <EmptyState why={tell("act.noSignIn")} /> : null}
                <Acts stage={stage} onSend={work.send} onAgain={work.again} />
                <Lines stage={stage} assets={known} />
                <Refused refused={stage.plan.refused} />
              </>
            )}
          </Stack>
        )}
      </Asked>
    </MoneyPage>
  )
}

type ChoiceProps = {
  readonly problem: Problem | null
  readonly onFile: (file: File) => void
}

/** Where a file is chosen, and why the last one could not be read. */
function Choice({ problem, onFile }: ChoiceProps) {
  return (
    <>
      {problem === null ? null : <ProblemNotice problem={problem} takesFocus />}
      <DropZone
        title={tell("file.drop")}
        choose={tell("document.choose")}
        note={tell("file.note")}
        onFiles={([file]) => {
          if (file !== undefined) onFile(file)
        }}
      />
    </>
  )
}

/** Where the file stands, in a sentence. */
function Standing({ stage }: { readonly stage: Planned }) {
  const { plan } = stage
  const { length } = plan.lines
  const more = plan.refused.length
  if (stage.at === "stopped") {
    const sentence = tell("file.stopped", { sent: stage.sent, of: plan.operations.length })
    return (
      <>
        <VerdictBanner tone="caution" calm sentence={sentence}>
          <span>{tell("file.once")}</span>
        </VerdictBanner>
        <ProblemNotice problem={stage.problem} takesFocus />
      </>
    )
  }
  if (stage.at !== "done") {
    const sentence = tell("file.planned", { count: length, refused: more })
    return (
      <VerdictBanner tone={more === 0 ? "positive" : "caution"} calm sentence={sentence}>
        <span>{tell("file.message", { message: plan.message, id: plan.messageId })}</span>
      </VerdictBanner>
    )
  }
  const refused = stage.refused.size + more
  const sentence = tell("file.done", { count: length - stage.refused.size, refused })
  return (
    <VerdictBanner tone={refused === 0 ? "positive" : "caution"} sentence={sentence} takesFocus>
      <span>{tell("file.once")}</span>
    </VerdictBanner>
  )
}

type ActsProps = {
  readonly stage: Planned
  readonly onSend: () => void
  readonly onAgain: () => void
}

function Acts({ stage, onSend, onAgain }: ActsProps) {
  const { length } = stage.plan.lines
  const sends = stage.at === "sending"
  return (
    <Row>
      {stage.at === "done" || length === 0 ? null : (
        <Button look="primary" onClick={onSend} disabled={sends}>
          {sendWords(stage)}
        </Button>
      )}
      <Button look="quiet" onClick={onAgain} disabled={sends}>
        {tell("file.again")}
      </Button>
      {stage.at === "planned" && length > 0 ? <Note>{tell("file.nothing")}</Note> : null}
    </Row>
  )
}

function sendWords({ at, plan, sent }: Planned): string {
  if (at === "sending") return tell("file.sending", { sent, of: plan.operations.length })
  if (at === "stopped") return tell("file.goOn")
  return tell("file.pay", { count: plan.lines.length })
}

type Line = PlannedMessage["lines"][number]

function NumberLink({ account }: { readonly account: string }) {
  return (
    <Link to={accountPath(account)}>
      <bdi translate="no">{shortNumber(account)}</bdi>
    </Link>
  )
}

function columnsOf(assets: Assets, stage: Planned): readonly Column<Line>[] {
  const answered = answeredOf(stage)
  return [
    { name: tell("file.name"), cell: (one) => <PaymentName {...one} /> },
    { name: tell("payment.from"), cell: ({ debit }) => <NumberLink account={debit} />, wide: true },
    { name: tell("payment.to"), cell: ({ credit }) => <NumberLink account={credit} /> },
    {
      name: tell("statement.amount"),
      align: "end",
      cell: ({ amount, asset }) => <Amount units={BigInt(amount)} unit={assets.unit(asset)} />,
    },
    {
      name: tell("bank.state"),
      cell: ({ path, entry }) => {
        const code = stage.refused.get(path)
        if (!answered.has(entry)) return tell("file.ready")
        if (code !== undefined) return <StatusPill state="refused" words={code} />
        return <Link to={paymentPath(entry)}>{tell("pay.receipt")}</Link>
      },
    },
  ]
}

function Lines({ stage, assets }: { readonly stage: Planned; readonly assets: Assets }) {
  const { lines } = stage.plan
  if (lines.length === 0) return null
  return (
    <Panel flush title={tell("file.lines")}>
      <GrowingTable
        caption={tell("file.lines")}
        columns={columnsOf(assets, stage)}
        rows={lines}
        keyOf={({ path }) => path}
      />
    </Panel>
  )
}

type Rejected = PlannedMessage["refused"][number]

const rejectedColumns = (): readonly Column<Rejected>[] => [
  { name: tell("file.name"), cell: (one) => <PaymentName {...one} /> },
  { name: tell("file.why"), cell: ({ message }) => message },
  {
    name: tell("file.code"),
    cell: ({ code, reason }) => <StatusPill state="refused" words={`${reason} ${code}`} />,
  },
]

/** Payments that are not sent, each with its reason and its place. */
function Refused({ refused }: Pick<PlannedMessage, "refused">) {
  if (refused.length === 0) return null
  return (
    <Panel flush title={tell("file.refused")} note={tell("file.refusedNote")}>
      <GrowingTable
        caption={tell("file.refused")}
        columns={rejectedColumns()}
        rows={refused}
        keyOf={({ path }) => path}
      />
    </Panel>
  )
}
