/** One of a few, as the platform's own list: a filter, a setting. */
import { useId } from "react"
import styles from "./choice-field.module.css"

type Props = {
  readonly label: string
  readonly value: string
  readonly choices: readonly { readonly value: string; readonly title: string }[]
  readonly onChoose: (value: string) => void
  /** In a form the label stands above, as those of other fields do. */
  readonly above?: boolean
  /** The label is for those alone who do not see what stands around it. */
  readonly unseen?: boolean
}

/** The list with its label. */
export function ChoiceField(props: Props) {
  const { label, value, choices, onChoose, above = false, unseen = false } = props
  const id = useId()
  return (
    <span className={above ? styles.above : styles.field}>
      <label htmlFor={id} className={unseen ? "visually-hidden" : undefined}>
        {label}
      </label>
      <select
        id={id}
        className={styles.select}
        value={value}
        onChange={(event) => onChoose(event.currentTarget.value)}
      >
        {choices.map((choice) => (
          <option key={choice.value} value={choice.value}>
            {choice.title}
          </option>
        ))}
      </select>
    </span>
  )
}
