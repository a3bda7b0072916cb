/** The header: which ledger at which block, search, as whom, keys and settings, theme. */
import type { Ref } from "react"
import { ActingField } from "../components/acting-field.tsx"
import { TextMark } from "../components/brand.tsx"
import { IconButton } from "../components/button.tsx"
import { HeightBadge } from "../components/height-badge.tsx"
import { LanguageSwitch } from "../components/language-switch.tsx"
import { useStatus } from "../components/ledger.tsx"
import { Link } from "../components/link.tsx"
import { isQuiet } from "../components/quiet.ts"
import { SessionField } from "../components/session-field.tsx"
import { ThemeSwitch } from "../components/theme-switch.tsx"
import { tell } from "../texts/tell.ts"
import styles from "./header.module.css"
import { SearchField } from "./search-field.tsx"

type Props = {
  readonly search: Ref<HTMLInputElement>
  readonly onHelp: () => void
}

/** The header. */
export function Header({ search, onHelp }: Props) {
  return (
    <header className={styles.header}>
      <Link to="/" className={styles.home}>
        <TextMark />
      </Link>
      <Network />
      <SearchField field={search} keyed />
      <div className={styles.tools}>
        <ActingField />
        <SessionField />
        <LanguageSwitch />
        <IconButton icon="help" label={tell("help.open")} onClick={onHelp} />
        <ThemeSwitch />
      </div>
    </header>
  )
}

function Network() {
  const { data, problem } = useStatus()
  const halted = data?.halted != null
  const quiet = data !== undefined && isQuiet(data)
  const cause = problem !== null ? "offline" : halted ? "halted" : quiet ? "quiet" : "current"
  return (
    <div className={styles.network}>
      {data === undefined ? null : (
        <span className={styles.chain} title={data.chain} translate="no">
          {data.chain}
        </span>
      )}
      <HeightBadge height={data?.height ?? null} cause={cause} />
    </div>
  )
}
