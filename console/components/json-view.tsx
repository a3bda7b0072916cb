/** A value as JSON, folded: for whoever compares with the API. */
import type { Json } from "@concordat/kernel"
import { tell } from "../texts/tell.ts"
import { CopyButton } from "./copy-button.tsx"
import styles from "./json-view.module.css"

const INDENT = 2

/** The fold. */
export function JsonView({ value }: { readonly value: Json }) {
  const text = JSON.stringify(value, null, INDENT)
  return (
    <details className={styles.fold}>
      <summary>{tell("json.show")}</summary>
      <pre className={styles.text} translate="no">
        {text}
      </pre>
      <CopyButton text={text} />
    </details>
  )
}
