/** The search of the header: what is typed is classified on the page that it leads to. */
import { type Ref, useState } from "react"
import { Icon } from "../components/icons.tsx"
import { useGo } from "../components/link.tsx"
import { tell } from "../texts/tell.ts"
import styles from "./search-field.module.css"

type Props = {
  readonly field?: Ref<HTMLInputElement>
  /** What stands in it at first. */
  readonly text?: string
  /** Whether the key that leads here is shown. */
  readonly keyed?: boolean
}

/** The path of a search. */
function searchPath(text: string): string {
  return `/search?${new URLSearchParams({ for: text.trim() })}`
}

/** The field; Enter searches. */
export function SearchField({ field, text = "", keyed = false }: Props) {
  const [typed, setTyped] = useState(text)
  const go = useGo()
  return (
    <search className={styles.search}>
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault()
          if (typed.trim() !== "") go(searchPath(typed))
        }}
      >
        <Icon name="search" size={18} />
        <input
          ref={field}
          className={styles.field}
          type="search"
          aria-label={tell("search.label")}
          placeholder={tell("search.hint")}
          value={typed}
          spellCheck={false}
          autoComplete="off"
          onChange={(event) => setTyped(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === "Escape") event.currentTarget.blur()
          }}
        />
        {keyed ? <kbd className={styles.key}>/</kbd> : null}
      </form>
    </search>
  )
}
