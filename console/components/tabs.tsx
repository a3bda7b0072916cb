/** Pages beside each other, as a line of links. */
import { Link, usePath } from "./link.tsx"
import styles from "./tabs.module.css"

type Props = {
  readonly label: string
  readonly tabs: readonly { readonly title: string; readonly path: string }[]
  /** The path of the tab to which the page belongs, where it is not the page itself. */
  readonly current?: string | undefined
}

/** The line; the page that is open is marked. */
export function Tabs({ label, tabs, current }: Props) {
  const own = usePath()
  const path = current ?? own
  return (
    <nav aria-label={label}>
      <ul className={styles.tabs}>
        {tabs.map((tab) => (
          <li key={tab.path}>
            <Link
              to={tab.path}
              className={styles.tab}
              aria-current={tab.path === path ? "page" : undefined}
            >
              {tab.title}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}
