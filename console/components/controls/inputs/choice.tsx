/** One of a few names: radios up to five, else a list that can be searched. */
import { Radio, Select } from "@mantine/core"
import { titled } from "../../words.ts"
import { idOf, textOf } from "../control.ts"
import styles from "../controls.module.css"
import type { InputProps } from "./input.ts"

/** More names than this are a list. */
const RADIOS_MAX = 5

/** The input. */
export function ChoiceInput({
  field,
  label,
  pointer,
  draft,
  onChange,
  faults,
}: InputProps<"choice">) {
  const data = field.names.map((name) => ({ value: name, label: titled(name) }))
  if (field.names.length > RADIOS_MAX) {
    return (
      <Select
        id={idOf(pointer)}
        label={label}
        data={data}
        error={faults[pointer]}
        value={textOf(draft) || null}
        onChange={(name) => onChange(name ?? "")}
        searchable
        comboboxProps={{ withinPortal: true, shadow: "none", transitionProps: { duration: 0 } }}
      />
    )
  }
  return (
    <Radio.Group
      id={idOf(pointer)}
      label={label}
      error={faults[pointer]}
      value={textOf(draft)}
      onChange={onChange}
    >
      <div className={styles.radios}>
        {data.map(({ value, label: words }) => (
          <Radio key={value} value={value} label={words} />
        ))}
      </div>
    </Radio.Group>
  )
}
