/** One field of a filter, by its control: a choice, a day, or a text. */
import type { FormField } from "@concordat/kernel"
import { useId } from "react"
import { tell } from "../../texts/tell.ts"
import { titled } from "../words.ts"
import styles from "./filter-bar.module.css"

type Props = {
  readonly name: string
  readonly label: string
  readonly control: FormField
  readonly value: string
  /** What the names of a choice are called; themselves in words if absent. */
  readonly titles?: Readonly<Record<string, string>>
  /** What the absence of a choice is called. */
  readonly none?: string
}

/** The field with its label. */
export function FilterField(props: Props) {
  const id = useId()
  return (
    <div className={styles.field}>
      <label htmlFor={id}>
        {props.control.control === "time" ? tell("list.day", { label: props.label }) : props.label}
      </label>
      <Entry {...props} id={id} />
    </div>
  )
}

function Entry({ id, name, control, value, titles = {}, none }: Props & { readonly id: string }) {
  const names = namesOf(control)
  if (names === null) {
    const isTime = control.control === "time"
    return (
      <input
        id={id}
        name={name}
        type={isTime ? "date" : "text"}
        defaultValue={isTime ? value.slice(0, "yyyy-mm-dd".length) : value}
        spellCheck={false}
        autoComplete="off"
        dir={control.control === "text" ? "auto" : "ltr"}
      />
    )
  }
  return (
    <select id={id} name={name} defaultValue={value}>
      <option value="">{none ?? tell("list.any")}</option>
      {names.map((one) => (
        <option key={one} value={one}>
          {titles[one] ?? BOOLEANS[one]?.() ?? titled(one)}
        </option>
      ))}
    </select>
  )
}

const BOOLEANS: Readonly<Record<string, () => string>> = {
  true: () => tell("control.yes"),
  false: () => tell("control.no"),
}

/** What is chosen from; null: it is typed. */
function namesOf(control: FormField): readonly string[] | null {
  if (control.control === "choice") return control.names
  return control.control === "switch" ? ["true", "false"] : null
}
