/** Links with a sentence each, one below the other. */
import { Icon } from "../../components/icons.tsx"
import { Link } from "../../components/link.tsx"
import styles from "./link-list.module.css"

/** One link. */
export type Linked = { readonly title: string; readonly about: string; readonly path: string }

/** The list. */
export function LinkList({ links }: { readonly links: readonly Linked[] }) {
  return (
    <ul className={styles.links}>
      {links.map(({ title, about, path }) => (
        <li key={path}>
          <Link to={path} className={styles.link}>
            <span className={styles.words}>
              <strong>{title}</strong>
              <span>{about}</span>
            </span>
            <Icon name="next" size={16} />
          </Link>
        </li>
      ))}
    </ul>
  )
}
