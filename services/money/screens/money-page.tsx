/** What every page of money has: its tabs, its title, and answers that may have to wait. */
import { type Answer, Answered, Note, Page, Tabs, usePath } from "@concordat/console/components"
import type { ReactNode } from "react"
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
  ...{ pay: MINE, request: MINE, payments: MINE, accounts: BANK, assets: TREASURY },
  ...{ cycles: NETTING, orders: ORDERS },
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

/** An answer of the read model, which is made for its first question: that takes seconds. */
export function Asked<T>({ answer, lines = 4, children }: WaitingProps<T>) {
  if (answer.data === undefined && answer.problem?.code === "read_model_behind") {
    return (
      <div className={styles.waiting} aria-busy="true">
        <Note>{tell("asked.behind")}</Note>
      </div>
    )
  }
  return (
    <Answered answer={answer} lines={lines}>
      {children}
    </Answered>
  )
}
