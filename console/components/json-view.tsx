/** A value as JSON, folded: for whoever compares with the API. */
import type { Json } from "@concordat/kernel"
import { tell } from "../texts/tell.ts"
import { CopyButton } from "./copy-button.tsx"
import styles from "./json-view.module.css"

const INDENT = 2

/** The fold; open from the beginning where the value is what was asked for. */
export function JsonView({
  value,
  isOpen = false,
}: {
  readonly value: Json
  readonly isOpen?: boolean
}) {
  const text = JSON.stringify(value, null, INDENT)
  return (
    <details className={styles.fold} open={isOpen}>
      <summary>{tell("json.show")}</summary>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keys. */}
      <pre className={styles.text} translate="no" tabIndex={0}>
        {text}
      </pre>
      <CopyButton text={text} />
    </details>
  )
}
