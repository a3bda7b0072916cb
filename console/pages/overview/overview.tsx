/** The overview: is all well, how much is there, what happened last, where to begin. */
import type { LedgerStatus } from "@concordat/sdk"
import type { ReactElement } from "react"
import { Answered } from "../../components/answered.tsx"
import { useStatus } from "../../components/ledger.tsx"
import { Columns, Page, Stack } from "../../components/panel.tsx"
import { TimeCell } from "../../components/time-cell.tsx"
import { VerdictBanner } from "../../components/verdict-banner.tsx"
import { tell } from "../../texts/tell.ts"
import { Activity } from "./activity.tsx"
import { Begin } from "./begin.tsx"
import { Latest } from "./latest.tsx"
import { Tiles } from "./tiles.tsx"
import { Voters } from "./voters.tsx"
import { wellBeing } from "./well-being.ts"

/** The page. */
export function OverviewPage() {
  const answer = useStatus()
  // An older answer is told by the verdict itself.
  const told = answer.data === undefined ? answer : { ...answer, problem: null }
  return (
    <Page name={tell("overview.page")}>
      <Answered answer={told} lines={8}>
        {(status) => (
          <>
            <Verdict status={status} answers={answer.problem === null} />
            <Tiles status={status} />
            <Columns>
              <Latest size={status.log.size} />
              <Stack>
                <Voters validators={status.validators} />
                <Begin />
                <Activity status={status} />
              </Stack>
            </Columns>
          </>
        )}
      </Answered>
    </Page>
  )
}

type Props = { readonly status: LedgerStatus; readonly answers: boolean }

function Verdict({ status, answers }: Props) {
  const { tone, sentence } = wellBeing(status, answers)
  const { time, height, waiting } = status
  const when = <TimeCell key="time" time={time} brief height={height} />
  const last = tell.parts<"overview.last", ReactElement>("overview.last", { time: when })
  return (
    <VerdictBanner tone={tone} sentence={sentence} level={1} calm>
      <span>{last}</span>
      <span>
        {waiting === 0
          ? tell("overview.noneWaiting")
          : tell("overview.waiting", { count: waiting })}
      </span>
    </VerdictBanner>
  )
}
