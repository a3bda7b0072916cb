/**
 * What a proposal changes, row by row: of a live one what would be if it were carried out now, of
 * one that was carried out what was and what became of it.
 */
import {
  Answered,
  Note,
  Panel,
  plainText,
  useAnswer,
  useClient,
} from "@concordat/console/components"
import { getChanges, getOutlook, type LedgerEvent, type OutlookAnswer } from "@concordat/sdk"
import type { ProposalAnswer } from "./answers.ts"
import { Differences } from "./differences.tsx"
import { tell } from "./tell.ts"

type Props = {
  readonly id: string
  readonly proposal: ProposalAnswer
  /** The event of its execution, where it is known. */
  readonly executed: LedgerEvent | undefined
}

/** The panel; nothing of one that ended otherwise, as nothing took place. */
export function Outlook({ id, proposal: { state, height }, executed }: Props) {
  if (state === "open" || state === "accepted") return <Ahead id={id} height={height} />
  if (state !== "executed" || executed?.transaction == null) return null
  return <Done id={id} transaction={executed.transaction} />
}

function Ahead({ id, height }: { readonly id: string; readonly height: string }) {
  const client = useClient()
  const answer = useAnswer(["outlook", id], () => getOutlook(client, id), { at: height })
  const as = answer.data?.height ?? height
  return (
    <Panel
      flush
      title={tell("changes.now.title")}
      note={tell("changes.now.note", { height: plainText(BigInt(as)) })}
    >
      <Answered answer={answer}>
        {({ refusal, rows }) =>
          refusal === null ? <Differences rows={rows} when="now" /> : <Refused refusal={refusal} />
        }
      </Answered>
    </Panel>
  )
}

function Refused({ refusal }: { readonly refusal: NonNullable<OutlookAnswer["refusal"]> }) {
  return <Note>{tell("changes.refused", { code: refusal.code, message: refusal.message })}</Note>
}

function Done({ id, transaction }: { readonly id: string; readonly transaction: string }) {
  const client = useClient()
  const answer = useAnswer(["changes", transaction], () => getChanges(client, transaction))
  const own = (rows: Awaited<ReturnType<typeof getChanges>>["rows"]) =>
    rows.filter(({ table, key }) => !(table === "proposals" && key["proposal"] === id))
  return (
    <Panel flush title={tell("changes.past.title")} note={tell("changes.past.note")}>
      <Answered answer={answer}>
        {({ rows, left }) => (
          <>
            <Differences rows={own(rows)} when="past" />
            {left === 0 ? null : <Note>{tell("changes.past.left", { count: left })}</Note>}
          </>
        )}
      </Answered>
    </Panel>
  )
}
