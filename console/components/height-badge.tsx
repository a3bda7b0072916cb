/** Which block a page speaks of: the last one, a past one, or that nothing answers. */
import { useRef } from "react"
import { tell } from "../texts/tell.ts"
import styles from "./height-badge.module.css"
import { Link } from "./link.tsx"

type Props = {
  /** The block that is shown; null: nothing has answered yet. */
  readonly height: string | null
  /** Why it may be old. */
  readonly cause: "current" | "past" | "offline" | "halted" | "quiet"
}

/** The badge; only a change of kind is announced, never each block. */
export function HeightBadge({ height, cause }: Props) {
  const last = useRef(cause)
  const changed = last.current !== cause
  last.current = cause
  const words = height === null ? tell("height.none") : tell(`height.${cause}`, { height })
  return (
    <span className={`${styles.badge} ${styles[cause]}`} data-cause={cause}>
      <span className={styles.dot} aria-hidden="true" />
      {height === null ? words : <Link to={`/blocks/${height}`}>{words}</Link>}
      <span className="visually-hidden" role="status">
        {changed ? words : ""}
      </span>
    </span>
  )
}
