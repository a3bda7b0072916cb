/** How long something still takes by the ledger's own time; its digits keep their places. */
import { tell } from "../texts/tell.ts"
import styles from "./countdown.module.css"
import { useLedgerClock } from "./ledger-clock.ts"

const SECOND_MS = 1_000
const MINUTE_S = 60
const HOUR_S = 3_600
const DAY_S = 86_400

const two = (value: number) => String(value).padStart(2, "0")

/** Days, and the rest as `03:14:07`. Rounded up, so that nothing is over before it is. */
export function countdownOf(ms: number): { readonly days: number; readonly clock: string } {
  const seconds = Math.max(0, Math.ceil(ms / SECOND_MS))
  const rest = seconds % DAY_S
  const [hours, minutes] = [Math.floor(rest / HOUR_S), Math.floor((rest % HOUR_S) / MINUTE_S)]
  const clock = `${two(hours)}:${two(minutes)}:${two(rest % MINUTE_S)}`
  return { days: Math.floor(seconds / DAY_S), clock }
}

/** The countdown to a time, milliseconds of 1970. Nobody is read each of its seconds. */
export function Countdown({ until }: { readonly until: number }) {
  const now = useLedgerClock()
  if (now === null) return null
  if (now >= until) return <span data-countdown="over">{tell("countdown.over")}</span>
  const { days, clock } = countdownOf(until - now)
  return (
    <span role="timer" aria-live="off" className={styles.countdown} data-countdown="runs">
      {days === 0 ? null : <>{tell("countdown.days", { count: days })} </>}
      <bdi className={styles.clock}>{clock}</bdi>
    </span>
  )
}
