/** How busy the ledger is: operations, refusals; on a network also the time between blocks. */
import type { LedgerStatus } from "@concordat/sdk"
import { type ReactNode, useRef } from "react"
import { BarChart } from "../../components/bar-chart.tsx"
import { useFeed } from "../../components/feed.tsx"
import { Link } from "../../components/link.tsx"
import { Panel } from "../../components/panel.tsx"
import { tell } from "../../texts/tell.ts"
import { plainText } from "../../texts/translate.ts"
import styles from "./activity.module.css"
import { intervalsOf, minutesOf } from "./minutes.ts"

/** Blocks and transactions that the feed is asked for at once, and intervals that are drawn. */
const BLOCKS = 300
const TRANSACTIONS = 2_000
const INTERVALS = 60

const countOf = (values: readonly (number | null)[]) =>
  values.reduce<number>((sum, value) => sum + (value ?? 0), 0)

/** The panel; it fills by itself from the feed. */
export function Activity({ status }: { readonly status: LedgerStatus }) {
  const { height, now, engine } = status
  const first = useRef(BigInt(height) > BigInt(BLOCKS) ? BigInt(height) - BigInt(BLOCKS) : 1n)
  const from = first.current.toString()
  const blocks = useFeed({ stream: "blocks", from }, BLOCKS * 2).map(({ item }) => item)
  const told = useFeed({ stream: "transactions", from }, TRANSACTIONS).map(({ item }) => item)
  const { operations, refused, known } = minutesOf({ blocks, receipts: told }, Date.parse(now))
  const done = countOf(operations)
  const not = countOf(refused)
  const minute = (count: number, at: number) =>
    tell("activity.minute", { count, ago: operations.length - at })
  return (
    <Panel title={tell("activity.title")} note={tell("activity.note", { minutes: known })}>
      <Figure name={tell("activity.operations")} value={plainText(done)}>
        <BarChart
          values={operations}
          words={tell("activity.operationsWords", { count: done, minutes: known })}
          titleOf={minute}
        />
      </Figure>
      <Figure name={tell("activity.refusals")} value={plainText(not)}>
        <BarChart
          values={refused}
          words={tell("activity.refusalsWords", { count: not, minutes: known })}
          titleOf={minute}
          series={2}
        />
      </Figure>
      {engine === "solo" ? null : <Intervals values={intervalsOf(blocks, INTERVALS)} />}
      <p className={styles.all}>
        <Link to="/blocks">{tell("activity.all")}</Link>
      </p>
    </Panel>
  )
}

function Intervals({ values }: { readonly values: readonly number[] }) {
  if (values.length === 0) return null
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const seconds = mean.toFixed(1)
  return (
    <Figure name={tell("activity.interval")} value={tell("activity.seconds", { seconds })}>
      <BarChart
        values={values}
        words={tell("activity.intervalWords", { seconds, blocks: values.length })}
        titleOf={(value) => tell("activity.seconds", { seconds: value.toFixed(1) })}
        series={3}
      />
    </Figure>
  )
}

type FigureProps = {
  readonly name: string
  readonly value: string
  readonly children: ReactNode
}

function Figure({ name, value, children }: FigureProps) {
  return (
    <figure className={styles.figure}>
      <figcaption className={styles.caption}>
        <span className={styles.name}>{name}</span>
        <strong className={styles.value}>{value}</strong>
      </figcaption>
      {children}
    </figure>
  )
}
