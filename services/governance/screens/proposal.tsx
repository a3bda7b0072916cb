/** A proposal's page: where it stands in a sentence, what it does, the ballots, the vote. */
import {
  Answered,
  absolute,
  Columns,
  Countdown,
  Facts,
  HashChip,
  Link,
  Note,
  Page,
  Panel,
  PartyChip,
  plainText,
  Row,
  Stack,
  shortened,
  TimeCell,
  type Tone,
  useAnswer,
  useClient,
  useLedgerClock,
  useStatus,
  VerdictBanner,
} from "@concordat/console/components"
import { actionSentence } from "./action-sentence.ts"
import { askProposal, type ProposalAnswer } from "./answers.ts"
import { Ballots } from "./ballots.tsx"
import { History } from "./history.tsx"
import { spanText } from "./left.ts"
import { Outlook } from "./outlook.tsx"
import { recordPath } from "./paths.ts"
import styles from "./proposal.module.css"
import { stepsOf } from "./steps.ts"
import { tell } from "./tell.ts"
import { VotePanel } from "./vote-panel.tsx"

const TONES: Readonly<Record<ProposalAnswer["state"], Tone>> = {
  open: "unknown",
  accepted: "positive",
  executed: "positive",
  failed: "negative",
  rejected: "negative",
  expired: "unknown",
  withdrawn: "unknown",
  dropped: "unknown",
}

/** The page. */
export function ProposalPage({ parts }: { readonly parts: Readonly<Record<string, string>> }) {
  const id = parts["proposal"] ?? ""
  const client = useClient()
  const height = useStatus().data?.height
  const answer = useAnswer(["proposal", id], () => askProposal(client, id), { at: height })
  const title = answer.data?.row.title ?? shortened(id)
  return (
    <Page title={title}>
      <Answered answer={answer} lines={8}>
        {(proposal) =>
          proposal === null ? (
            <VerdictBanner tone="unknown" sentence={tell("proposal.unknown")} />
          ) : (
            <Known id={id} proposal={proposal} />
          )
        }
      </Answered>
    </Page>
  )
}

type KnownProps = { readonly id: string; readonly proposal: ProposalAnswer }

function Known({ id, proposal }: KnownProps) {
  const { state, height, time, actions, row } = proposal
  const client = useClient()
  const lives = state === "open" || state === "accepted"
  const steps = useAnswer(["steps", id], () => stepsOf(client, id, height), {
    ...{ at: lives ? height : undefined, until: true },
  })
  const executed = steps.data?.events.find(({ event }) => event === "proposal_executed")
  return (
    <Stack>
      <VerdictBanner tone={TONES[state]} sentence={sentenceOf(proposal)} />
      <Row>
        <Note>
          {tell("proposal.asOf", { height: plainText(BigInt(height)), time: absolute(time) })}
        </Note>
        <Clock proposal={proposal} />
      </Row>
      <VotePanel id={id} proposal={proposal} />
      <Columns>
        <Stack>
          <Panel
            title={tell("proposal.does")}
            note={tell("proposal.doesNote", { count: row.dryRun.changes })}
          >
            <ol className={styles.actions}>
              {actions.map((action, at) => (
                <li key={at}>{actionSentence(action)}</li>
              ))}
            </ol>
          </Panel>
          <Outlook id={id} proposal={proposal} executed={executed} />
          <Ballots proposal={proposal} />
        </Stack>
        <Stack>
          <About id={id} proposal={proposal} />
          <History answer={steps} />
        </Stack>
      </Columns>
    </Stack>
  )
}

/** How long its vote still lasts, or how long until it may be carried out; then nothing. */
function Clock({ proposal: { state, row } }: Pick<KnownProps, "proposal">) {
  const now = useLedgerClock()
  const { closes, due, heldUntil } = row
  const [words, until] =
    state === "open"
      ? (["proposal.clockVote", closes] as const)
      : (["proposal.clockDue", Math.max(due ?? 0, heldUntil ?? 0)] as const)
  const runs = state === "open" || state === "accepted"
  if (!runs || now === null || now >= until) return null
  return <Note>{tell.parts(words, { left: <Countdown key="left" until={until} /> })}</Note>
}

/** Where it stands. */
function sentenceOf({ state, row, count, time }: ProposalAnswer): string {
  const { yes, no, abstain, veto, need, quorum } = count
  if (state === "open") {
    if (yes < need) return tell("proposal.open", { missing: need - yes })
    const missing = quorum - (yes + no + abstain + veto)
    return tell("proposal.openQuorum", { missing: missing > 0 ? missing : 0 })
  }
  if (state === "accepted") {
    const { due, heldUntil } = row
    if (due !== null && time < due) return tell("proposal.accepted", { left: spanText(due - time) })
    const held = heldUntil !== null && time < heldUntil
    if (held) return tell("proposal.held", { left: spanText(heldUntil - time) })
    return tell("proposal.dueNow")
  }
  if (state === "failed") return tell("proposal.failed", { result: row.result ?? "" })
  if (state === "rejected" && row.result === "vetoed") return tell("proposal.vetoed")
  return tell(`proposal.${state}`)
}

function About({ id, proposal: { row } }: KnownProps) {
  return (
    <Panel title={tell("proposal.about")}>
      <Facts
        facts={[
          { name: tell("proposal.proposer"), value: <PartyChip party={row.proposer} /> },
          { name: tell("proposal.class"), value: row.class.toUpperCase() },
          { name: tell("proposal.opened"), value: <TimeCell time={row.opened} /> },
          { name: tell("proposal.closes"), value: <TimeCell time={row.closes} /> },
          ...(row.due === null
            ? []
            : [{ name: tell("proposal.due"), value: <TimeCell time={row.due} /> }]),
          ...(row.heldUntil === null
            ? []
            : [{ name: tell("proposal.heldUntil"), value: <TimeCell time={row.heldUntil} /> }]),
          ...(row.documents.length === 0
            ? []
            : [
                {
                  name: tell("proposal.documents"),
                  value: row.documents.map((one) => (
                    <HashChip key={one} hex={one} kind={tell("proposal.document")} />
                  )),
                },
              ]),
          {
            name: tell("proposal.id"),
            value: <HashChip hex={id} kind={tell("decisions.title")} />,
          },
        ]}
      />
      <Link to={recordPath(id)}>{tell("proposal.record")}</Link>
    </Panel>
  )
}
