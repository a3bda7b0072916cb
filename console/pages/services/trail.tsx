/** Where a page of a service stands: the way back to it, and to the table of a row. */
import type { KnownService } from "../../components/ledger.tsx"
import { Link } from "../../components/link.tsx"
import { tablePath } from "../../components/row-path.ts"
import { titled } from "../../components/words.ts"
import { tell } from "../../texts/tell.ts"
import styles from "./trail.module.css"

type Props = {
  readonly service: KnownService
  /** The table that a row belongs to. */
  readonly table?: string
}

/** The trail, above the title. */
export function Trail({ service: { definition }, table }: Props) {
  const { name } = definition
  return (
    <nav aria-label={tell("service.trail")} className={styles.trail}>
      <Link to={`/services/${name}`}>{titled(name)}</Link>
      {table === undefined ? null : (
        <>
          <span aria-hidden="true">/</span>
          <Link to={tablePath({ service: name, table })}>{titled(table)}</Link>
        </>
      )}
    </nav>
  )
}
