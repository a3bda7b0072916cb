/** What stands around every page: skip link, rail, header, notices, and on a phone the bar. */
import { Outlet } from "@tanstack/react-router"
import { useEffect, useRef, useState } from "react"
import { useLiveStatus } from "../components/feed.tsx"
import { usePath } from "../components/link.tsx"
import { tell } from "../texts/tell.ts"
import { Banner } from "./banner.tsx"
import { BottomBar } from "./bottom-bar.tsx"
import styles from "./frame.module.css"
import { Header } from "./header.tsx"
import { HelpDialog } from "./help-dialog.tsx"
import { Rail } from "./rail.tsx"
import { useKeys } from "./use-keys.ts"

/** After another page was opened, reading goes on at its beginning. */
function useFocusOnMove(main: { readonly current: HTMLElement | null }) {
  const path = usePath()
  const last = useRef(path)
  useEffect(() => {
    if (last.current === path) return
    last.current = path
    main.current?.focus({ preventScroll: true })
  }, [main, path])
}

/** The frame. */
export function Frame() {
  const main = useRef<HTMLElement>(null)
  const search = useRef<HTMLInputElement>(null)
  const [help, setHelp] = useState(false)
  useFocusOnMove(main)
  useLiveStatus()
  useKeys({ onSearch: () => search.current?.focus(), onHelp: () => setHelp(true) })
  return (
    <div className={styles.frame}>
      <a className={styles.skip} href="#main">
        {tell("shell.skip")}
      </a>
      <aside className={styles.rail} aria-label={tell("shell.rail")}>
        <Rail />
      </aside>
      <div className={styles.column}>
        <Banner />
        <Header search={search} onHelp={() => setHelp(true)} />
        <main id="main" ref={main} className={styles.main} tabIndex={-1}>
          <Outlet />
        </main>
      </div>
      <BottomBar onHelp={() => setHelp(true)} />
      <HelpDialog opened={help} onClose={() => setHelp(false)} />
    </div>
  )
}
