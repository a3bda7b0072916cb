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

/** What the two sides are called: `Before`, `Now`. */
type Sides = { readonly before: string; readonly after: string }

type Props = { readonly changes: readonly Change[]; readonly sides?: Sides }

/** The changes. */
export function Diff({ changes, sides }: Props) {
  const told = sides ?? { before: tell("diff.before"), after: tell("diff.after") }
  const changed = changes.filter(({ before, after }) => !same(before, after))
  const equal = changes.length - changed.length
  return (
    <div className={styles.diff}>
      {changed.map((change) => (
        <ChangedField key={change.name} change={change} sides={told} />
      ))}
      {equal === 0 ? null : <p className={styles.equal}>{tell("diff.equal", { count: equal })}</p>}
    </div>
  )
}

type ChangedProps = { readonly change: Change; readonly sides: Sides }

function ChangedField({ change, sides }: ChangedProps) {
  const { name, field, before, after } = change
  const label = labelOf(field, name)
  return (
    <div className={styles.change} data-diff={name}>
      <p className={styles.name}>{label}</p>
      {before === undefined ? null : (
        <p className={styles.before}>
          <span className={styles.sign}>− {sides.before}</span>
          <FieldShow field={field} label={label} value={before} />
        </p>
      )}
      {after === undefined ? null : (
        <p className={styles.after}>
          <span className={styles.sign}>+ {sides.after}</span>
          <FieldShow field={field} label={label} value={after} />
        </p>
      )}
    </div>
  )
}
