/** Steps of a check or of a piece of work, in order; the first that failed stands open. */
import type { ReactNode } from "react"
import { shown } from "../texts/shown.ts"
import { Sign, type Tone } from "./sign.tsx"
import styles from "./step-list.module.css"

/** Where a step stands. */
export type StepState = "passed" | "failed" | "running" | "waiting"

/** One step in words. */
export type Step = {
  readonly name: string
  readonly state: StepState
  readonly sentence?: string
  /** More for whoever asks: figures, bytes. */
  readonly details?: ReactNode
}

const TONES: Readonly<Record<StepState, Tone>> = {
  passed: "positive",
  failed: "negative",
  running: "unknown",
  waiting: "unknown",
}

/** The steps as an ordered list. */
export function StepList({ steps }: { readonly steps: readonly Step[] }) {
  return (
    <ol className={styles.steps}>
      {steps.map((step, index) => (
        <li key={step.name} className={`${styles.step} ${styles[step.state]}`}>
          <span className={styles.sign}>
            {step.state === "waiting" || step.state === "running" ? (
              <span className={styles.dot} />
            ) : (
              <Sign tone={TONES[step.state]} />
            )}
          </span>
          <div className={styles.words}>
            <p>
              <strong className={styles.name}>{step.name}</strong>{" "}
              <span className={styles.state}>
                {shown("steps.position", {
                  position: index + 1,
                  total: steps.length,
                  state: shown(`steps.${step.state}`),
                })}
              </span>
            </p>
            {step.sentence === undefined ? null : (
              <p className={styles.text}>
                <bdi>{step.sentence}</bdi>
              </p>
            )}
            {step.details === undefined ? null : (
              <details open={step.state === "failed"}>
                <summary className={styles.more}>{shown("steps.figures")}</summary>
                {step.details}
              </details>
            )}
          </div>
        </li>
      ))}
    </ol>
  )
}
