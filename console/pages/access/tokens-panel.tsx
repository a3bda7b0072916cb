/** The principal's own tokens at this gateway: listed, ended, and made where it signs. */
import { listTokens, revokeToken, type TokenAnswer } from "@concordat/sdk"
import { useState } from "react"
import { Answered } from "../../components/answered.tsx"
import { Button } from "../../components/button.tsx"
import { CopyButton } from "../../components/copy-button.tsx"
import { type Column, DataTable } from "../../components/data-table.tsx"
import { EmptyState } from "../../components/empty-state.tsx"
import { useAnswer, useClient, useRefresh } from "../../components/ledger.tsx"
import { Panel } from "../../components/panel.tsx"
import { type Problem, problemOf } from "../../components/problem.ts"
import { ProblemNotice } from "../../components/problem-notice.tsx"
import { StatusPill } from "../../components/status-pill.tsx"
import { TimeCell } from "../../components/time-cell.tsx"
import { tell } from "../../texts/tell.ts"
import styles from "./access.module.css"
import { audienceWords } from "./audiences.ts"
import { NewToken } from "./new-token.tsx"

type Props = {
  /** The principal of the session. */
  readonly signedIn: string | null
  /** Who is acted as on a development ledger, whose gateway signs. */
  readonly acting: string | null
}

/** The panels; a note where nobody is known. */
export function TokensPanel({ signedIn, acting }: Props) {
  const principal = signedIn ?? acting
  if (principal === null) {
    return (
      <Panel flush title={tell("tokens.title")}>
        <EmptyState why={tell("tokens.nobody")} />
      </Panel>
    )
  }
  return (
    <>
      <Listed as={acting} />
      {acting === null ? <ByCommand principal={principal} /> : <NewToken principal={acting} />}
    </>
  )
}

/** Where the key is not at the gateway, the command line signs. */
function ByCommand({ principal }: { readonly principal: string }) {
  const { origin } = location
  const command = `concordat token new --as ${principal} --keys keys --url ${origin}`
  return (
    <Panel title={tell("tokens.new")} note={tell("tokens.byCommand")}>
      <p className={styles.secret} dir="ltr" translate="no">
        {command}
      </p>
      <CopyButton text={command} />
    </Panel>
  )
}

function Listed({ as }: { readonly as: string | null }) {
  const client = useClient()
  const refresh = useRefresh()
  const [asked, setAsked] = useState<string | null>(null)
  const [problem, setProblem] = useState<Problem | null>(null)
  const acting = as === null ? {} : { as }
  const answer = useAnswer(["tokens", as], () => listTokens(client, acting))
  const end = async (id: string) => {
    setAsked(null)
    try {
      await revokeToken(client, id, acting)
      setProblem(null)
    } catch (failure) {
      setProblem(problemOf(failure))
    }
    refresh()
  }
  const act = ({ id, standing }: TokenAnswer) =>
    standing !== "valid" ? null : asked === id ? (
      <Button look="grave" onClick={() => end(id)}>
        {tell("tokens.endReally")}
      </Button>
    ) : (
      <Button onClick={() => setAsked(id)}>{tell("tokens.end")}</Button>
    )
  return (
    <Panel flush title={tell("tokens.title")} note={tell("tokens.note")}>
      {problem === null ? null : <ProblemNotice problem={problem} takesFocus />}
      <Answered answer={answer}>
        {({ tokens }) =>
          tokens.length === 0 ? (
            <EmptyState why={tell("tokens.none")} />
          ) : (
            <DataTable
              caption={tell("tokens.title")}
              columns={[...columns, { name: tell("tokens.end"), cell: act, align: "end" }]}
              rows={tokens}
              keyOf={({ id }) => id}
            />
          )
        }
      </Answered>
    </Panel>
  )
}

const columns: readonly Column<TokenAnswer>[] = [
  { name: tell("tokens.label"), cell: ({ label }) => <bdi>{label}</bdi> },
  { name: tell("tokens.for"), cell: ({ audiences }) => audienceWords(audiences) },
  { name: tell("tokens.ends"), cell: ({ ends }) => <TimeCell time={ends} /> },
  {
    name: tell("tokens.standing"),
    cell: ({ standing }) => (
      <StatusPill state={standing} words={tell(`tokens.standing.${standing}`)} />
    ),
  },
]
