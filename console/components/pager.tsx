/** Ways through a long list, and as of when it holds; the place in it stands in the address. */
import { tell } from "../texts/tell.ts"
import { plainText } from "../texts/translate.ts"
import { buttonClass } from "./button.tsx"
import { Link } from "./link.tsx"
import styles from "./pager.module.css"

type Props = {
  /** The block at which the list holds. */
  readonly height: string
  /** The path of the list's beginning; null where this is it. */
  readonly first: string | null
  /** The path of what comes next; null at the end. */
  readonly next: string | null
}

/** The foot of a list. */
export function Pager({ height, first, next }: Props) {
  return (
    <div className={styles.pager}>
      <span className={styles.height}>
        {tell("height.past", { height: plainText(BigInt(height)) })}
      </span>
      {first === null && next === null ? null : (
        <nav className={styles.ways} aria-label={tell("pager.label")}>
          {first === null ? null : (
            <Link to={first} className={buttonClass("quiet")}>
              {tell("pager.first")}
            </Link>
          )}
          {next === null ? null : (
            <Link to={next} className={buttonClass()}>
              {tell("pager.next")}
            </Link>
          )}
        </nav>
      )}
    </div>
  )
}
