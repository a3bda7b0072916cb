/** What stands around the verify page: the mark, the way to the ledger, the limits of a verdict. */
import type { ReactNode } from "react"
import { TextMark } from "../components/brand.tsx"
import { LanguageSwitch } from "../components/language-switch.tsx"
import { ThemeSwitch } from "../components/theme-switch.tsx"
import { shown } from "../texts/shown.ts"
import styles from "./verify-frame.module.css"

const LIMITS = ["limits.said", "limits.copied", "limits.old"] as const

/** Header, main, footer. */
export function VerifyFrame({ children }: { readonly children: ReactNode }) {
  return (
    <>
      <a className={styles.skip} href="#main">
        {shown("skip")}
      </a>
      <header className={styles.header}>
        <a href="/" className={styles.home}>
          <TextMark />
        </a>
        <nav className={styles.tools}>
          <a href="/" className={`${styles.link} no-print`}>
            {shown("verify.console")}
          </a>
          <span className={`${styles.settings} no-print`}>
            <LanguageSwitch />
            <ThemeSwitch />
          </span>
        </nav>
      </header>
      <main id="main" className={styles.main} tabIndex={-1}>
        {children}
      </main>
      <footer className={styles.footer}>
        <h2 className={styles.limits}>{shown("limits.title")}</h2>
        <ul>
          {LIMITS.map((limit) => (
            <li key={limit}>{shown(limit)}</li>
          ))}
        </ul>
      </footer>
    </>
  )
}
