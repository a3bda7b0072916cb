/** The vote: the acting principal gives its organisation's ballot; and what else can be done. */
import {
  Button,
  type ButtonLook,
  buttonClass,
  Link,
  Note,
  Panel,
  type Problem,
  ProblemNotice,
  plainText,
  problemOf,
  Row,
  useActing,
  useClient,
  useRefresh,
  VerdictBanner,
} from "@concordat/console/components"
import { call } from "@concordat/sdk"
import { useState } from "react"
import type { Choice } from "../count.ts"
import type { ProposalAnswer } from "./answers.ts"
import { actPath } from "./paths.ts"
import { tell } from "./tell.ts"

const LOOKS: Readonly<Record<Choice, ButtonLook>> = {
  yes: "primary",
  no: "plain",
  abstain: "plain",
  veto: "grave",
}
const CHOICES: readonly Choice[] = ["yes", "no", "abstain", "veto"]

type Props = { readonly id: string; readonly proposal: ProposalAnswer }
type Cast = { readonly choice: Choice; readonly height: string; readonly organisation: string }

/** The panel. */
export function VotePanel({ id, proposal }: Props) {
  const { state, row } = proposal
  const { principal } = useActing()
  const organisation = principal?.split("/")[0] ?? ""
  const { busy, problem, cast, vote } = useVote(id)
  if (state !== "open" && state !== "accepted") return null
  const voter = row.electorate.some((one) => one === organisation)
  return (
    <>
      {problem === null ? null : <ProblemNotice problem={problem} takesFocus />}
      {cast === null ? null : (
        <VerdictBanner
          tone="positive"
          sentence={tell("proposal.voted", { ...cast, height: plainText(BigInt(cast.height)) })}
          takesFocus
        />
      )}
      <Panel
        title={voter ? tell("proposal.vote", { organisation }) : tell("proposal.act")}
        note={voter ? tell("proposal.voteNote") : undefined}
      >
        {voter && principal !== null ? (
          <>
            <Row>
              {CHOICES.map((choice) => (
                <Button
                  key={choice}
                  look={LOOKS[choice]}
                  disabled={busy}
                  onClick={() => void vote(choice, principal)}
                >
                  {tell(`proposal.${choice}`)}
                </Button>
              ))}
            </Row>
            <Note>{tell("proposal.vetoNote")}</Note>
          </>
        ) : (
          <Note>
            {principal === null ? tell("proposal.nobody") : tell("proposal.noVote", { principal })}
          </Note>
        )}
        <Acts id={id} proposal={proposal} organisation={organisation} />
      </Panel>
    </>
  )
}

function useVote(proposal: string) {
  const client = useClient()
  const refresh = useRefresh()
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)
  const [cast, setCast] = useState<Cast | null>(null)
  const vote = async (choice: Choice, as: string) => {
    setBusy(true)
    try {
      const input = { proposal, choice, reason: null }
      const receipt = await call(client, { command: "governance.vote", input, as })
      setProblem(null)
      setCast({ choice, height: receipt.height, organisation: as.split("/")[0] ?? as })
    } catch (failure) {
      setCast(null)
      setProblem(problemOf(failure))
    }
    setBusy(false)
    refresh()
  }
  return { busy, problem, cast, vote }
}

type ActsProps = Props & { readonly organisation: string }

/** The forms of what else may be done now. */
function Acts({ id, proposal: { row, state, time }, organisation }: ActsProps) {
  const held = row.heldUntil !== null && time < row.heldUntil
  const due = state === "accepted" && row.due !== null && time >= row.due && !held
  const own = row.proposer.split("/")[0] === organisation
  const acts = [
    ...(due ? (["execute"] as const) : []),
    ...(state === "open" && own ? (["withdraw"] as const) : []),
    ...(row.heldUntil === null && row.class !== "a" ? (["hold"] as const) : []),
  ]
  return (
    <Row>
      {acts.map((act) => (
        <Link
          key={act}
          to={actPath(act, id)}
          className={buttonClass(act === "execute" ? "primary" : "quiet")}
        >
          {tell(`proposal.${act}`)}
        </Link>
      ))}
    </Row>
  )
}
