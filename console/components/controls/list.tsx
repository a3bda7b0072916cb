/** Several of one kind. */
import { isJsonArray } from "@concordat/kernel"
import { tell } from "../../texts/tell.ts"
import type { Control, Draft, ShowProps } from "./control.ts"
import styles from "./controls.module.css"
import { NestedShow } from "./field.tsx"

/** Items that are shown before the rest is folded. */
const SHOWN_MAX = 3

/** A draft as items; what is none counts as empty. */
export function itemsOf(draft: Draft): readonly Draft[] {
  return Array.isArray(draft) ? draft : []
}

function Show({ field, label, value, brief, nest }: ShowProps<"list">) {
  const items = isJsonArray(value) ? value : []
  if (items.length === 0) return <>–</>
  if (brief && items.length > SHOWN_MAX) {
    return <>{tell("control.list.count", { count: items.length })}</>
  }
  return (
    <ul className={styles.items}>
      {items.map((item, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: items have no identity but their place.
        <li key={index}>
          <NestedShow nest={nest} field={field.of} label={label} value={item} brief={brief} />
        </li>
      ))}
    </ul>
  )
}

/** A bounded list. */
export const listControl: Control<"list"> = {
  blank: ({ of, min }, nest) => Array.from({ length: min }, () => nest(of).blank(of, nest)),
  toJson: ({ of }, draft, nest) => itemsOf(draft).map((item) => nest(of).toJson(of, item, nest)),
  fromJson: ({ of }, value, nest) =>
    isJsonArray(value) ? value.map((item) => nest(of).fromJson(of, item, nest)) : [],
  Show,
}
