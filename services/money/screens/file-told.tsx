/**
 * A message that nothing is paid by: what became of payments that were asked back (an answer,
 * camt.029), or of those that it asks after (pacs.028).
 */
import {
  type Column,
  EmptyState,
  Link,
  Panel,
  StatusPill,
  shortened,
  type Tone,
  VerdictBanner,
} from "@concordat/console/components"
import type { PlannedMessage } from "@concordat/sdk"
import { GrowingTable } from "./growing-table.tsx"
import styles from "./money.module.css"
import { paymentPath } from "./paths.ts"
import { tell } from "./tell.ts"

type Outcome = PlannedMessage["outcomes"][number]
type Meaning = "returned" | "waiting" | "refused" | "booked" | "missing"
type Meanings = Readonly<Record<Outcome["status"], Meaning>>

/** What statuses mean, by the message's name. */
const MEANINGS: Readonly<Record<string, Meanings>> = {
  "camt.029": { ACSC: "returned", ACTC: "waiting", RJCT: "refused" },
  "pacs.028": { ACSC: "booked", ACTC: "waiting", RJCT: "missing" },
}
const NAME_CHARACTERS = 8

const TONES: Readonly<Record<Meaning, Tone>> = {
  ...{ returned: "positive", booked: "positive", waiting: "unknown" },
  ...{ refused: "negative", missing: "caution" },
}

function meaningsOf({ message }: PlannedMessage): Meanings | undefined {
  return MEANINGS[message.slice(0, NAME_CHARACTERS)]
}

/** Whether a message tells, and pays nothing. */
export function isTold(plan: PlannedMessage): boolean {
  return meaningsOf(plan) !== undefined
}

type NameProps = Pick<Outcome, "endToEndId" | "path">

/** What a payment is called in its message, else where it stands there. */
export function PaymentName({ endToEndId, path }: NameProps) {
  return endToEndId ?? <span className={styles.address}>{path}</span>
}

/** What became of its payments, in a sentence. */
export function ToldStanding({ plan }: { readonly plan: PlannedMessage }) {
  const { outcomes, message, messageId: id } = plan
  const count = (status: Outcome["status"]) =>
    outcomes.filter((one) => one.status === status).length
  const [final, waiting, refused] = [count("ACSC"), count("ACTC"), count("RJCT")]
  const isAnswer = meaningsOf(plan)?.ACSC === "returned"
  const sentence = tell(isAnswer ? "told.answer" : "told.question", { final, waiting, refused })
  return (
    <VerdictBanner tone={final === outcomes.length ? "positive" : "caution"} calm {...{ sentence }}>
      <span>{tell("file.message", { message, id })}</span>
    </VerdictBanner>
  )
}

const columnsOf = (plan: PlannedMessage, meanings: Meanings): readonly Column<Outcome>[] => {
  const why = new Map(plan.refused.map((one) => [one.payment, one]))
  return [
    {
      name: tell("file.name"),
      cell: ({ entry, endToEndId, path }) =>
        entry === null ? (
          <PaymentName {...{ endToEndId, path }} />
        ) : (
          <Link to={paymentPath(entry)}>{endToEndId ?? shortened(entry)}</Link>
        ),
    },
    {
      name: tell("bank.state"),
      cell: ({ status }) => {
        const meaning = meanings[status]
        return <StatusPill state={meaning} words={tell(`told.${meaning}`)} tone={TONES[meaning]} />
      },
    },
    {
      name: tell("file.why"),
      long: true,
      cell: ({ path }) => {
        const found = why.get(path)
        return found === undefined ? null : `${found.message} (${found.reason})`
      },
    },
  ]
}

/** Each of them, with what is known of it. */
export function Told({ plan }: { readonly plan: PlannedMessage }) {
  const meanings = meaningsOf(plan)
  if (meanings === undefined) return null
  const isAnswer = meanings.ACSC === "returned"
  return (
    <Panel
      flush
      title={tell("told.title")}
      note={tell(isAnswer ? "told.answerNote" : "told.questionNote")}
    >
      {plan.outcomes.length === 0 ? (
        <EmptyState why={tell("told.none")} />
      ) : (
        <GrowingTable
          caption={tell("told.title")}
          columns={columnsOf(plan, meanings)}
          rows={plan.outcomes}
          keyOf={({ path }) => path}
        />
      )}
    </Panel>
  )
}
