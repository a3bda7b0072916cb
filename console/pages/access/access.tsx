/** Who asks: what is open to this browser, the way in and out, and the principal's own tokens. */
import { codeRow } from "@concordat/kernel"
import { endSession, type SessionAnswer } from "@concordat/sdk"
import { useState } from "react"
import { useActing } from "../../components/acting.ts"
import { Answered } from "../../components/answered.tsx"
import { Button, buttonClass } from "../../components/button.tsx"
import { useClient, useRefresh } from "../../components/ledger.tsx"
import { useParameters } from "../../components/link.tsx"
import { type Fact, Facts, Page, Panel } from "../../components/panel.tsx"
import { PartyChip } from "../../components/party-chip.tsx"
import { type Problem, problemOf } from "../../components/problem.ts"
import { ProblemNotice } from "../../components/problem-notice.tsx"
import { signInPath, useSession } from "../../components/session.ts"
import { TimeCell } from "../../components/time-cell.tsx"
import { codeHint } from "../../texts/codes.ts"
import { tell } from "../../texts/tell.ts"
import { audienceWords } from "./audiences.ts"
import { TokensPanel } from "./tokens-panel.tsx"

/** The problem that the address names: a code of the platform, and nothing of it but the code. */
function problemNamed(code: string | null): Problem | null {
  const row = code === null ? undefined : codeRow(code)
  if (row === undefined) return null
  const hint = codeHint(row.code) ?? row.hint
  return { code: row.code, status: row.status, detail: row.title, hint, values: {} }
}

/** The page. */
export function AccessPage() {
  const session = useSession()
  const { principal: acting } = useActing()
  const [parameters] = useParameters()
  const problem = problemNamed(parameters.get("problem"))
  return (
    <Page title={tell("access.title")} intro={tell("access.intro")}>
      {problem === null ? null : <ProblemNotice problem={problem} />}
      <Answered answer={session}>
        {(data) => {
          // Pages of a closed development ledger ask as whoever acts: that is no sign-in.
          const own = data.caller?.by === "development" ? null : (data.caller?.principal ?? null)
          return (
            <>
              <WhoPanel session={data} acting={acting} />
              <TokensPanel signedIn={own} acting={own === null ? acting : null} />
            </>
          )
        }}
      </Answered>
    </Page>
  )
}

type WhoProps = { readonly session: SessionAnswer; readonly acting: string | null }

function factsOf({ caller, opens }: SessionAnswer, acting: string | null): readonly Fact[] {
  const principal = caller?.principal ?? acting
  const who = principal === null ? tell("access.nobody") : <PartyChip party={principal} />
  return [
    ...(caller?.name ? [{ name: tell("access.person"), value: <bdi>{caller.name}</bdi> }] : []),
    { name: tell("access.principal"), value: who },
    ...(caller?.ends
      ? [{ name: tell("access.ends"), value: <TimeCell time={caller.ends} /> }]
      : []),
    { name: tell("access.opens"), value: audienceWords(opens) },
  ]
}

function WhoPanel({ session, acting }: WhoProps) {
  const client = useClient()
  const refresh = useRefresh()
  const [problem, setProblem] = useState<Problem | null>(null)
  const signOut = async () => {
    try {
      const { next } = await endSession(client)
      if (next === null) refresh()
      else location.assign(next)
    } catch (failure) {
      setProblem(problemOf(failure))
    }
  }
  const isPerson = session.caller?.by === "session"
  const way = isPerson ? (
    <Button onClick={signOut}>{tell("access.signOut")}</Button>
  ) : session.signIn ? (
    <a href={signInPath("/")} className={buttonClass("primary")}>
      {tell("access.signIn")}
    </a>
  ) : null
  return (
    <Panel title={tell("access.who")} note={tell("access.whoNote")} actions={way}>
      {problem === null ? null : <ProblemNotice problem={problem} takesFocus />}
      <Facts facts={factsOf(session, acting)} />
    </Panel>
  )
}
