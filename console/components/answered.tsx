/** Shows an answer of the ledger in every state: on its way, there, old, failed. */
import { type ReactNode, useEffect, useState } from "react"
import { tell } from "../texts/tell.ts"
import styles from "./answered.module.css"
import type { Answer } from "./ledger.tsx"
import { ProblemNotice } from "./problem-notice.tsx"

/** A skeleton is shown only for what takes longer, in milliseconds. */
const PATIENCE_MS = 150

type Props<T> = {
  readonly answer: Answer<T>
  /** How many lines the content will have, so that nothing jumps. */
  readonly lines?: number
  readonly children: (data: T) => ReactNode
}

/** The content of an answer; what is old stays while a newer one fails. */
export function Answered<T>({ answer, lines = 3, children }: Props<T>) {
  const { data, problem, waiting, again } = answer
  if (data !== undefined) {
    return (
      <>
        {problem === null ? null : <p className={styles.old}>{tell("answer.old")}</p>}
        {children(data)}
      </>
    )
  }
  if (problem !== null) return <ProblemNotice problem={problem} onAgain={again} />
  return waiting ? <Skeleton lines={lines} /> : null
}

function Skeleton({ lines }: { readonly lines: number }) {
  const [late, setLate] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), PATIENCE_MS)
    return () => clearTimeout(timer)
  }, [])
  return (
    <div className={styles.skeleton} aria-busy="true">
      <span className="visually-hidden">{tell("answer.waiting")}</span>
      {Array.from({ length: lines }, (_, line) => (
        <span
          // biome-ignore lint/suspicious/noArrayIndexKey: equal lines without identity.
          key={line}
          className={late ? styles.line : styles.blank}
        />
      ))}
    </div>
  )
}
