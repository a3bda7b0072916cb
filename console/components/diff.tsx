/** What changed, field by field: in signs and words, not by colour alone; equal ones are folded. */
import type { FormField, Json } from "@concordat/kernel"
import { tell } from "../texts/tell.ts"
import { FieldShow } from "./controls/show.tsx"
import styles from "./diff.module.css"
import { labelOf } from "./words.ts"

/** One field, before and after. */
export type Change = {
  readonly name: string
  readonly field: FormField
  /** Undefined: there was no such row. */
  readonly before: Json | undefined
  readonly after: Json | undefined
}

const same = (a: Json | undefined, b: Json | undefined) => JSON.stringify(a) === JSON.stringify(b)

/** The changes; `since` and `until` say what is compared. */
export function Diff({ changes }: { readonly changes: readonly Change[] }) {
  const changed = changes.filter(({ before, after }) => !same(before, after))
  const equal = changes.length - changed.length
  return (
    <div className={styles.diff}>
      {changed.map((change) => (
        <ChangedField key={change.name} change={change} />
      ))}
      {equal === 0 ? null : <p className={styles.equal}>{tell("diff.equal", { count: equal })}</p>}
    </div>
  )
}

function ChangedField({ change: { name, field, before, after } }: { readonly change: Change }) {
  const label = labelOf(field, name)
  return (
    <div className={styles.change} data-diff={name}>
      <h3>{label}</h3>
      {before === undefined ? null : (
        <p className={styles.before}>
          <span className={styles.sign}>− {tell("diff.before")}</span>
          <FieldShow field={field} label={label} value={before} />
        </p>
      )}
      {after === undefined ? null : (
        <p className={styles.after}>
          <span className={styles.sign}>+ {tell("diff.after")}</span>
          <FieldShow field={field} label={label} value={after} />
        </p>
      )}
    </div>
  )
}
