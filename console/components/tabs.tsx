/** Pages beside each other, as a line of links. */
import { useEffect, useRef } from "react"
import { Link, usePath } from "./link.tsx"
import styles from "./tabs.module.css"

type Props = {
  readonly label: string
  readonly tabs: readonly { readonly title: string; readonly path: string }[]
  /** The path of the tab to which the page belongs, where it is not the page itself. */
  readonly current?: string | undefined
}

/** Scrolls a line, and nothing around it, until the marked tab is whole within it. */
function showMarked(line: HTMLElement): void {
  const marked = line.querySelector("[aria-current]")
  if (marked === null) return
  const [around, own] = [line.getBoundingClientRect(), marked.getBoundingClientRect()]
  if (own.right > around.right) line.scrollLeft += own.right - around.right
  else if (own.left < around.left) line.scrollLeft += own.left - around.left
}

/** The line; the page that is open is marked, and in sight where a phone is too narrow for all. */
export function Tabs({ label, tabs, current }: Props) {
  const own = usePath()
  const path = current ?? own
  const line = useRef<HTMLUListElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another page marks another tab.
  useEffect(() => {
    if (line.current !== null) showMarked(line.current)
  }, [path])
  return (
    <nav aria-label={label}>
      <ul ref={line} className={styles.tabs}>
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
