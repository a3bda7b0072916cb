/** A line of text with its label above: where a form of the console itself asks for little. */
import { type ComponentProps, useId } from "react"
import styles from "./text-field.module.css"

type Props = Omit<ComponentProps<"input">, "onChange"> & {
  readonly label: string
  readonly value: string
  readonly onText: (text: string) => void
}

/** The field. */
export function TextField({ label, onText, ...rest }: Props) {
  const id = useId()
  return (
    <div className={styles.field}>
      <label htmlFor={id}>{label}</label>
      <input
        spellCheck={false}
        autoComplete="off"
        {...rest}
        id={id}
        onChange={(event) => onText(event.currentTarget.value)}
      />
    </div>
  )
}
