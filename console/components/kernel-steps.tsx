/** The steps of the kernel's verdict on a bundle, as a list of steps. */
import type { Verdict } from "@concordat/kernel"
import { shown } from "../texts/shown.ts"
import { stepWords } from "../texts/verdicts.ts"
import styles from "./kernel-steps.module.css"
import type { Step } from "./step-list.tsx"

/** Every step that the verifier takes, in its order. */
const ORDER = ["form", "ledger", "path", "commit", "roots", "claims", "receipts"] as const

/** The steps taken; those after a failure wait. */
export function kernelSteps({ steps }: Verdict): readonly Step[] {
  return ORDER.map((step) => {
    const taken = steps.find((one) => one.step === step)
    const name = shown(`step.${step}`)
    if (taken === undefined) return { name, state: "waiting" }
    const { ok, code } = taken
    const figures = Object.entries(taken.details)
    const codes = code === null ? [] : [["code", code] as const]
    const rows = codes.concat(figures as never)
    // biome-ignore lint/correctness/useJsxKeyInIterable: one element of a step, not one of a list.
    const details = rows.length === 0 ? undefined : <Figures rows={rows} />
    const state = ok ? ("passed" as const) : ("failed" as const)
    return {
      name,
      state,
      sentence: stepWords(taken),
      ...(details === undefined ? {} : { details }),
    }
  })
}

type Rows = readonly (readonly [name: string, value: unknown])[]

function Figures({ rows }: { readonly rows: Rows }) {
  return (
    <dl className={styles.figures}>
      {rows.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{String(value)}</dd>
        </div>
      ))}
    </dl>
  )
}
