/** What happened, newest first, as a list; quiet spans are folded into a line. */
import type { ReactNode } from "react"
import { tell } from "../texts/tell.ts"
import { TimeCell } from "./time-cell.tsx"
import styles from "./timeline.module.css"
import { daysBetween } from "./times.ts"

/** One thing that happened. */
export type Moment = {
  readonly id: string
  /** RFC 3339. */
  readonly time: string
  readonly height: string
  readonly sentence: ReactNode
  /** What can be done with it: its evidence. */
  readonly act?: ReactNode
}

/** Days without anything that are folded. */
const QUIET_DAYS = 3

/** The moments, given newest first. */
export function Timeline({ moments }: { readonly moments: readonly Moment[] }) {
  return (
    <ol className={styles.line}>
      {moments.map((moment, index) => {
        const newer = moments[index - 1]
        const days = newer ? daysBetween(Date.parse(moment.time), Date.parse(newer.time)) : 0
        return (
          <li key={moment.id} className={styles.moment}>
            {days >= QUIET_DAYS ? (
              <p className={styles.quiet}>{tell("timeline.quiet", { count: days })}</p>
            ) : null}
            <p className={styles.sentence}>{moment.sentence}</p>
            <p className={styles.when}>
              <TimeCell time={moment.time} height={moment.height} />
              <span>{tell("timeline.block", { height: moment.height })}</span>
              {moment.act}
            </p>
          </li>
        )
      })}
    </ol>
  )
}
