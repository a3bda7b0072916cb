/** A time: absolute in the chosen zone, relative beside it below a day, exact behind a tap. */
import { useEffect, useState } from "react"
import { tell } from "../texts/tell.ts"
import { Detail } from "./detail.tsx"
import styles from "./time-cell.module.css"
import { absolute, exact, sinceThen } from "./times.ts"

const MINUTE_MS = 60_000
const NEAR_MS = 5_000

/** The time of this machine, told anew with every other time, more often of one that is near. */
function useNow(ms: number): number {
  const [now, setNow] = useState(Date.now)
  const isNear = Math.abs(ms - now) < MINUTE_MS
  // biome-ignore lint/correctness/useExhaustiveDependencies: another time is looked at anew.
  useEffect(() => {
    const tick = () => setNow(Date.now())
    tick()
    const timer = setInterval(tick, isNear ? NEAR_MS : MINUTE_MS)
    document.addEventListener("visibilitychange", tick)
    return () => {
      clearInterval(timer)
      document.removeEventListener("visibilitychange", tick)
    }
  }, [ms, isNear])
  return now
}

type Props = {
  /** Milliseconds of 1970, or RFC 3339. */
  readonly time: number | string
  /** The block that it belongs to. */
  readonly height?: string
  /** Only the relative form, where it is all that counts and the time is near. */
  readonly brief?: boolean
}

/** The time as an element that machines read too. */
export function TimeCell({ time, height, brief = false }: Props) {
  const ms = typeof time === "number" ? time : Date.parse(time)
  const now = useNow(ms)
  const near = sinceThen(ms, now)
  const words = brief && near !== null ? near : absolute(ms)
  const shown = (
    <time dateTime={new Date(ms).toISOString()}>
      <span className="nowrap">{words}</span>
      {!brief && near !== null ? (
        <>
          {" "}
          <span className={`${styles.near} nowrap`}>· {near}</span>
        </>
      ) : null}
    </time>
  )
  return (
    <Detail shown={shown}>
      <p>{exact(ms)}</p>
      {height === undefined ? null : <p>{tell("time.block", { height })}</p>}
      <p className={styles.near}>{absolute(ms)}</p>
    </Detail>
  )
}
