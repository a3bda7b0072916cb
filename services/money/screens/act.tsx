/**
 * What stands around an act: its form, the dry run with what will be signed, the receipt. Nothing
 * is signed before it was seen; what the ledger refuses is told where it was entered.
 */
import {
  Button,
  EvidenceButton,
  type Fact,
  Facts,
  HashChip,
  Link,
  Note,
  PartyChip,
  ProblemNotice,
  plainText,
  Row,
  Stack,
  shortened,
  TimeCell,
  useActing,
  useClient,
  VerdictBanner,
} from "@concordat/console/components"
import { type Call, getEvidence, type Receipt } from "@concordat/sdk"
import { type FormEvent, type ReactNode, useEffect, useRef } from "react"
import type { Unit } from "./amount.ts"
import styles from "./money.module.css"
import { formPath } from "./paths.ts"
import { moneyProblem } from "./refused.ts"
import { tell } from "./tell.ts"
import type { ActWork } from "./use-act.ts"

type Props = {
  readonly work: ActWork
  /** What is done, as the button says it: "Pay 12.50 EUR". */
  readonly act: string
  /** What the button says that asks for the dry run, where "Check" would say too little. */
  readonly ask?: string
  /** What it comes to, in a sentence of the past. */
  readonly done: string
  /** What will be signed, in words. */
  readonly facts: readonly Fact[]
  /** What amounts of a refusal are counted in. */
  readonly unit?: Unit | undefined
  /** Makes the dry run, unless something is wrong with what was entered. */
  readonly onCheck: () => void
  /** Fields. */
  readonly children: ReactNode
  /** What may follow, beside the evidence. */
  readonly next?: ReactNode
  /** Begins another one: what was used up is made anew. */
  readonly onAgain: () => void
  /** What the button says that does; null: nothing can follow. */
  readonly again?: string | null
}

/** The act in all its states. */
export function Act(props: Props) {
  const { work, act, done, facts, unit, onCheck, children, next } = props
  const { offered } = useActing()
  const { stage } = work
  // What is shown before signing is what was asked for then, whatever the page has become since.
  const said = useRef({ act, done, facts })
  if (stage.at === "final") {
    const { again = tell("act.again") } = props
    const onAgain = () => {
      props.onAgain()
      work.back()
    }
    const rest = { receipt: stage.receipt, done: said.current.done, next, again, onAgain }
    return <Final {...rest} />
  }
  if (stage.at === "checked" || stage.at === "sending") {
    const { asked, answer } = stage
    const rest = { ...said.current, asked, work, sending: stage.at === "sending" }
    return <Preview {...rest} height={answer.height} />
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    said.current = { act, done, facts }
    onCheck()
  }
  const problem = stage.at === "entering" ? stage.problem : null
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      {problem === null ? null : <ProblemNotice problem={moneyProblem(problem, unit)} takesFocus />}
      <fieldset className={styles.fields} disabled={stage.at === "checking"}>
        {children}
      </fieldset>
      <Row>
        <Button type="submit" look="primary" disabled={stage.at === "checking" || offered === null}>
          {stage.at === "checking" ? tell("act.checking") : (props.ask ?? tell("act.check"))}
        </Button>
        <Note>{tell(offered === null ? "act.noSignIn" : "act.checkNote")}</Note>
      </Row>
    </form>
  )
}

type PreviewProps = Pick<Props, "act" | "facts" | "work"> & {
  readonly asked: Call
  readonly height: string
  readonly sending: boolean
}

function Preview({ asked, act, facts, work, height, sending }: PreviewProps) {
  const place = useRef<HTMLDivElement>(null)
  const [, command = ""] = asked.command.split(".")
  const input = Object.entries(asked.input as Readonly<Record<string, unknown>>)
  const known = input.map(([name, value]) => [
    name,
    typeof value === "string" ? value : JSON.stringify(value),
  ])
  useEffect(() => place.current?.focus(), [])
  return (
    <div ref={place} className={styles.form} tabIndex={-1} data-preview>
      <VerdictBanner tone="positive" calm sentence={tell("act.wouldPass")}>
        <span>{tell("act.asOf", { height: plainText(BigInt(height)) })}</span>
      </VerdictBanner>
      <Facts
        facts={[
          ...facts,
          {
            name: tell("act.signer"),
            value: <Signers asked={asked} />,
          },
        ]}
      />
      <Row>
        <Button look="primary" onClick={work.send} disabled={sending}>
          {sending ? tell("act.sending") : act}
        </Button>
        <Button look="quiet" onClick={work.back} disabled={sending}>
          {tell("act.back")}
        </Button>
      </Row>
      <Note>
        {tell("act.final")}{" "}
        <Link to={formPath(command, Object.fromEntries(known))}>{tell("act.form")}</Link>
      </Note>
    </div>
  )
}

/** Everybody whose signature goes along. */
function Signers({ asked: { as, cosigners = [] } }: Pick<PreviewProps, "asked">) {
  const all = [...(as === undefined ? [] : [as]), ...cosigners]
  if (all.length === 0) return "–"
  return (
    <Row>
      {all.map((one) => (
        <PartyChip key={one} party={one} />
      ))}
    </Row>
  )
}

type FinalProps = {
  readonly receipt: Receipt
  readonly done: string
  readonly next: ReactNode
  readonly again: string | null
  readonly onAgain: () => void
}

function Final({ receipt, done, next, again, onAgain }: FinalProps) {
  const client = useClient()
  const { transaction, height, time, evidence } = receipt
  return (
    <Stack>
      <VerdictBanner tone="positive" calm sentence={done} takesFocus>
        <span>{tell("act.finalIn", { height: plainText(BigInt(height)) })}</span>
        <TimeCell time={time} height={height} />
      </VerdictBanner>
      <Facts
        facts={[
          {
            name: tell("act.transaction"),
            value: <HashChip hex={transaction} kind={tell("act.transaction")} />,
          },
        ]}
      />
      <Row>
        {next}
        <EvidenceButton
          id={evidence}
          title={tell("act.evidence", { id: shortened(transaction) })}
          name={`transaction-${transaction.slice(0, 8)}`}
          load={() => getEvidence(client, evidence)}
        />
        {again === null ? null : (
          <Button look="quiet" onClick={onAgain}>
            {again}
          </Button>
        )}
      </Row>
    </Stack>
  )
}
