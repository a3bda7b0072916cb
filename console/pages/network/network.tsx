/** The network: is it well, how many may still fail, who must act. */
import { getVoting, type LedgerStatus, type VotingAnswer } from "@concordat/sdk"
import type { ReactElement } from "react"
import { Answered } from "../../components/answered.tsx"
import { useAnswer, useClient, useStatus } from "../../components/ledger.tsx"
import { Columns, Page, Panel, Stack } from "../../components/panel.tsx"
import { isQuiet } from "../../components/quiet.ts"
import { TimeCell } from "../../components/time-cell.tsx"
import { VerdictBanner } from "../../components/verdict-banner.tsx"
import { tell } from "../../texts/tell.ts"
import { plainText } from "../../texts/translate.ts"
import { votersOf, wellBeing } from "../overview/well-being.ts"
import { Doctor } from "./doctor.tsx"
import { Members } from "./members.tsx"
import { Nodes } from "./nodes.tsx"
import { PowerBar } from "./power-bar.tsx"
import { ToDo } from "./to-do.tsx"

/** The page. */
export function NetworkPage() {
  const client = useClient()
  const status = useStatus()
  const height = status.data?.height
  const voting = useAnswer(["voting"], () => getVoting(client), { at: height })
  const answers = status.problem === null
  const told = status.data === undefined ? status : { ...status, problem: null }
  return (
    <Page name={tell("network.page")}>
      <Answered answer={told} lines={8}>
        {(ledger) => (
          <>
            <Verdict status={ledger} voting={voting.data} answers={answers} />
            {ledger.engine === "solo" ? (
              <Alone height={ledger.height} />
            ) : (
              <Together status={ledger} voting={voting} />
            )}
          </>
        )}
      </Answered>
    </Page>
  )
}

type VerdictProps = {
  readonly status: LedgerStatus
  readonly voting: VotingAnswer | undefined
  readonly answers: boolean
}

function sentenceOf(status: LedgerStatus, answers: boolean) {
  const well = wellBeing(status, answers)
  if (status.engine !== "solo" || well.tone !== "positive") return well
  const organisation = status.validators[0]?.organisation ?? status.chain
  return { ...well, sentence: tell("network.solo", { organisation }) }
}

function Verdict({ status, voting, answers }: VerdictProps) {
  const { tone, sentence } = sentenceOf(status, answers)
  const { time, height } = status
  const facts = {
    height: plainText(BigInt(height)),
    time: <TimeCell key="time" time={time} brief height={height} />,
  }
  const round = voting?.round ?? null
  return (
    <VerdictBanner tone={tone} sentence={sentence} level={1} calm>
      <span>{tell.parts<"network.asOf", ReactElement>("network.asOf", facts as never)}</span>
      {round === null || status.engine === "solo" ? null : (
        <span>
          {round === 0 ? tell("network.firstRound") : tell("network.laterRound", { round })}
        </span>
      )}
    </VerdictBanner>
  )
}

function Alone({ height }: { readonly height: string }) {
  return (
    <Columns>
      <Stack>
        <Panel>
          <p>{tell("network.soloNote")}</p>
        </Panel>
        <Nodes height={height} />
      </Stack>
      <Doctor />
    </Columns>
  )
}

type TogetherProps = {
  readonly status: LedgerStatus
  readonly voting: ReturnType<typeof useAnswer<VotingAnswer>>
}

function Together({ status, voting }: TogetherProps) {
  return (
    <>
      <Panel title={tell("power.title")}>
        <PowerBar voters={votersOf(status.validators)} quiet={isQuiet(status)} />
      </Panel>
      {voting.data === undefined ? null : <ToDo validators={voting.data.validators} />}
      <Columns>
        <Stack>
          <Answered answer={voting}>{(answer) => <Members answer={answer} />}</Answered>
          <Nodes height={status.height} />
        </Stack>
        <Doctor />
      </Columns>
    </>
  )
}
