/** One of a few, all of them seen: a setting of the console itself. */
import { useId } from "react"
import styles from "./radio-field.module.css"

type Props<Value extends string> = {
  readonly label: string
  readonly value: Value
  readonly choices: readonly { readonly value: Value; readonly title: string }[]
  readonly onChoose: (value: Value) => void
}

/** The group. */
export function RadioField<Value extends string>(props: Props<Value>) {
  const { label, value, choices, onChoose } = props
  const name = useId()
  return (
    <fieldset className={styles.group}>
      <legend>{label}</legend>
      {choices.map((choice) => (
        <label key={choice.value} className={styles.choice}>
          <input
            type="radio"
            name={name}
            checked={choice.value === value}
            onChange={() => onChoose(choice.value)}
          />
          {choice.title}
        </label>
      ))}
    </fieldset>
  )
}

type CheckProps = {
  readonly label: string
  readonly note?: string
  readonly checked: boolean
  readonly onCheck: (checked: boolean) => void
}

/** Yes or no. */
export function CheckField({ label, note, checked, onCheck }: CheckProps) {
  const id = useId()
  return (
    <div className={styles.check}>
      <label className={styles.choice}>
        <input
          type="checkbox"
          checked={checked}
          aria-describedby={note === undefined ? undefined : id}
          onChange={(event) => onCheck(event.currentTarget.checked)}
        />
        <bdi>{label}</bdi>
      </label>
      {note === undefined ? null : (
        <p id={id} className={styles.note}>
          {note}
        </p>
      )}
    </div>
  )
}
