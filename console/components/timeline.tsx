/** What happened, newest first, as a list; quiet spans are folded into a line. */
import type { ReactNode } from "react"
import { tell } from "../texts/tell.ts"
import { TimeCell } from "./time-cell.tsx"
import styles from "./timeline.module.css"
import { daysBetween } from "./times.ts"

/** One thing that happened. */
export type Moment = {
  readonly id: string
  /** RFC 3339; null where nobody knows it any more. */
  readonly time: string | null
  readonly height: string
  readonly sentence: ReactNode
  /** What belongs to it, below the sentence. */
  readonly details?: ReactNode
  /** What can be done with it: its evidence. */
  readonly act?: ReactNode
}

/** Days without anything that are folded. */
const QUIET_DAYS = 3

/** Whole days between two moments that follow each other. */
function daysTo(newer: Moment | undefined, { time }: Moment): number {
  if (time === null || newer === undefined || newer.time === null) return 0
  return daysBetween(Date.parse(time), Date.parse(newer.time))
}

/** The moments, given newest first. */
export function Timeline({ moments }: { readonly moments: readonly Moment[] }) {
  return (
    <ol className={styles.line}>
      {moments.map((moment, index) => {
        const days = daysTo(moments[index - 1], moment)
        return (
          <li key={moment.id} className={styles.moment}>
            {days >= QUIET_DAYS ? (
              <p className={styles.quiet}>{tell("timeline.quiet", { count: days })}</p>
            ) : null}
            <p className={styles.sentence}>{moment.sentence}</p>
            {moment.details}
            <p className={styles.when}>
              {moment.time === null ? null : <TimeCell time={moment.time} height={moment.height} />}
              <span>{tell("timeline.block", { height: moment.height })}</span>
              {moment.act}
            </p>
          </li>
        )
      })}
    </ol>
  )
}
