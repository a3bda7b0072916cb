/** Nothing here: why, and what fills it. */
import type { ReactNode } from "react"
import styles from "./empty-state.module.css"

/** A sentence, and perhaps the act that helps. */
export function EmptyState({
  why,
  children,
}: {
  readonly why: string
  readonly children?: ReactNode
}) {
  return (
    <div className={styles.empty}>
      <p>{why}</p>
      {children === undefined ? null : <div className={styles.act}>{children}</div>}
    </div>
  )
}
