/** What every page of money has: its tabs, its title, and answers that may have to wait. */
import { type Answer, Answered, Note, Page, Tabs, usePath } from "@concordat/console/components"
import { type ReactNode, useEffect, useState } from "react"
import styles from "./money.module.css"
import { BANK, EXCHANGE, MINE, NETTING, ORDERS, TREASURY } from "./paths.ts"
import { tell } from "./tell.ts"

const TABS = [
  { key: "mine", path: MINE },
  { key: "bank", path: BANK },
  { key: "treasury", path: TREASURY },
  { key: "orders", path: ORDERS },
  { key: "netting", path: NETTING },
  { key: "exchange", path: EXCHANGE },
] as const

/** Pages that belong to a tab besides its own, by the segment after the service's. */
const UNDER: Readonly<Record<string, string>> = {
  ...{ pay: MINE, request: MINE, payments: MINE, accounts: BANK, file: BANK, assets: TREASURY },
  ...{ limits: BANK, bank: BANK, cycles: NETTING, netting: NETTING, orders: ORDERS },
}
/** `/services/money/…`: the segment that tells pages apart. */
const SEGMENT = 3

type Props = {
  readonly title: string
  readonly intro?: ReactNode
  readonly actions?: ReactNode
  readonly children: ReactNode
}

/** The page. */
export function MoneyPage({ title, intro, actions, children }: Props) {
  const current = UNDER[usePath().split("/")[SEGMENT] ?? ""]
  return (
    <>
      <div className={styles.tabs}>
        <Tabs
          label={tell("tabs.label")}
          current={current}
          tabs={TABS.map(({ key, path }) => ({ title: tell(`tabs.${key}`), path }))}
        />
      </div>
      <Page title={title} intro={intro} actions={actions}>
        {children}
      </Page>
    </>
  )
}

type WaitingProps<T> = {
  readonly answer: Answer<T>
  readonly lines?: number
  readonly children: (data: T) => ReactNode
}

/** How long one waits without asking what for, in milliseconds. */
const PATIENCE_MS = 1_200

/** Whether something has lasted longer than that. */
function useLong(lasts: boolean): boolean {
  const [long, setLong] = useState(false)
  useEffect(() => {
    if (!lasts) return setLong(false)
    const timer = setTimeout(() => setLong(true), PATIENCE_MS)
    return () => clearTimeout(timer)
  }, [lasts])
  return long
}

/**
 * An answer of the read model, which is made for its first question: that takes seconds, and
 * whoever waits is told for what.
 */
export function Asked<T>({ answer, lines = 4, children }: WaitingProps<T>) {
  const { data, problem } = answer
  const behind = problem?.code === "read_model_behind"
  const long = useLong(data === undefined && (problem === null || behind))
  const told = behind || long ? <Note>{tell("asked.behind")}</Note> : null
  if (data === undefined && behind) {
    return (
      <div className={styles.waiting} aria-busy="true">
        {told}
      </div>
    )
  }
  return (
    <>
      {data === undefined && told !== null ? <div className={styles.waiting}>{told}</div> : null}
      <Answered answer={answer} lines={lines}>
        {children}
      </Answered>
    </>
  )
}
