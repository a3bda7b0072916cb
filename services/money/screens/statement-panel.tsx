/** The statement of an account: a period, its lines with the balance after each, and its files. */
import {
  Button,
  EmptyState,
  Pager,
  Panel,
  type Problem,
  ProblemNotice,
  problemOf,
  Row,
  saveFile,
  TextField,
  useClient,
  useParameters,
  usePath,
} from "@concordat/console/components"
import { getStatementMessage } from "@concordat/sdk"
import { useState } from "react"
import type { Unit } from "./amount.ts"
import { Amount } from "./amount-cell.tsx"
import styles from "./money.module.css"
import { Asked } from "./money-page.tsx"
import { Movements } from "./movements.tsx"
import { withParameters } from "./paths.ts"
import { lastDates, startOf } from "./period.ts"
import { type StatementPeriod, useStatement, wholeStatement } from "./statement.ts"
import { statementCsv } from "./statement-file.ts"
import { tell } from "./tell.ts"

const LINES = 25
const XML_TYPE = "application/xml"
const CSV_TYPE = "text/csv;charset=utf-8"

type Props = { readonly account: string; readonly unit: Unit }

/** The period that the address names, the last month unless it does. */
function usePeriod() {
  const [parameters, replace] = useParameters()
  const { first, last } = lastDates()
  const dates = { first: parameters.get("from") ?? first, last: parameters.get("to") ?? last }
  const change = (name: "from" | "to", date: string) => {
    const next = new URLSearchParams(parameters)
    next.set(name, date)
    next.delete("after")
    replace(next)
  }
  return { dates, change, after: parameters.get("after") ?? undefined }
}

/** The panel. */
export function StatementPanel({ account, unit }: Props) {
  const { dates, change, after } = usePeriod()
  const [from, to] = [startOf(dates.first), startOf(dates.last, 1)]
  return (
    <Panel flush title={tell("statement.title")} note={tell("statement.note")}>
      <div className={styles.filters}>
        <TextField
          label={tell("statement.from")}
          type="date"
          value={dates.first}
          onText={(date) => change("from", date)}
        />
        <TextField
          label={tell("statement.to")}
          type="date"
          value={dates.last}
          onText={(date) => change("to", date)}
        />
        {from === null || to === null ? null : (
          <Files period={{ account, from, to }} unit={unit} dates={dates} />
        )}
      </div>
      {from === null || to === null ? (
        <EmptyState why={tell("statement.noDate")} />
      ) : (
        <Lines period={{ account, from, to }} unit={unit} after={after} dates={dates} />
      )}
    </Panel>
  )
}

type Dates = { readonly first: string; readonly last: string }
type LinesProps = {
  readonly period: StatementPeriod
  readonly unit: Unit
  readonly after: string | undefined
  readonly dates: Dates
}

function Lines({ period, unit, after, dates }: LinesProps) {
  const path = usePath()
  const statement = useStatement(period, { limit: LINES, after })
  const here = { from: dates.first, to: dates.last }
  return (
    <Asked answer={statement} lines={8}>
      {({ rows, next, height, before }) => {
        if (rows.length === 0) return <EmptyState why={tell("statement.none")} />
        const first = after === undefined ? null : withParameters(path, here)
        return (
          <>
            <Sums rows={rows} unit={unit} before={before} shown={after === undefined} />
            <Movements caption={tell("statement.title")} rows={rows} unit={unit} before={before} />
            <Pager
              height={height}
              first={first}
              next={next === null ? null : withParameters(path, { ...here, after: next })}
            />
          </>
        )
      }}
    </Asked>
  )
}

type SumsProps = {
  readonly rows: Parameters<typeof Movements>[0]["rows"]
  readonly unit: Unit
  readonly before: bigint
  readonly shown: boolean
}

/** What the period began and ended with: the newest line has the sums of all of it. */
function Sums({ rows: [newest], unit, before, shown }: SumsProps) {
  if (newest === undefined || !shown) return null
  const { credited, debited } = newest
  const sums = [
    ["statement.opening", before],
    ["statement.credited", credited],
    ["statement.debited", -debited],
    ["statement.closing", before + credited - debited],
  ] as const
  return (
    <dl className={`${styles.tiles} ${styles.inside}`}>
      {sums.map(([name, units]) => (
        <div key={name} className={styles.tile}>
          <dt>{tell(name)}</dt>
          <dd>
            <Amount units={units} unit={unit} />
          </dd>
        </div>
      ))}
    </dl>
  )
}

type FilesProps = { readonly period: StatementPeriod; readonly unit: Unit; readonly dates: Dates }

/** The whole period as a table; its last day as a message of ISO 20022, which is of a day. */
function Files({ period, unit, dates }: FilesProps) {
  const client = useClient()
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)
  const name = `statement-${period.account.slice(0, 8)}`
  const save = async (make: () => Promise<void>) => {
    setBusy(true)
    try {
      await make()
      setProblem(null)
    } catch (failure) {
      setProblem(problemOf(failure))
    }
    setBusy(false)
  }
  const csv = async () => {
    const { lines, before } = await wholeStatement(client, period)
    const text = statementCsv(lines, unit, before)
    const bytes = new TextEncoder().encode(text)
    saveFile(bytes, `${name}-${dates.first}-${dates.last}.csv`, CSV_TYPE)
  }
  const camt = async () => {
    const asked = { account: period.account, day: dates.last }
    const bytes = await getStatementMessage(client, "camt.053", asked)
    saveFile(bytes, `${name}-${dates.last}.camt.053.xml`, XML_TYPE)
  }
  return (
    <Row>
      <Button icon="download" onClick={() => void save(csv)} disabled={busy}>
        {tell("statement.csv")}
      </Button>
      <Button icon="download" onClick={() => void save(camt)} disabled={busy}>
        {tell("statement.camt", { day: dates.last })}
      </Button>
      {problem === null ? null : <ProblemNotice problem={problem} takesFocus />}
    </Row>
  )
}
