/** The bar of a phone: the places that are needed most, and the menu with all of them. */
import { useState } from "react"
import { ActingField } from "../components/acting-field.tsx"
import { Button } from "../components/button.tsx"
import { Dialog } from "../components/dialog.tsx"
import { Icon } from "../components/icons.tsx"
import { LanguageSwitch } from "../components/language-switch.tsx"
import { Link, usePath } from "../components/link.tsx"
import { ThemeSwitch } from "../components/theme-switch.tsx"
import { tell } from "../texts/tell.ts"
import styles from "./bottom-bar.module.css"
import { placeOf, usePlaces } from "./places.ts"
import { PlaceList } from "./rail.tsx"
import { WaitingCount } from "./waiting-count.tsx"

/** Places beside the menu. */
const SHOWN = 3

/** The bar. */
export function BottomBar({ onHelp }: { readonly onHelp: () => void }) {
  const [opened, setOpened] = useState(false)
  const places = usePlaces()
  const current = placeOf(places, usePath())
  return (
    <nav className={`${styles.bar} no-print`} aria-label={tell("shell.pages")}>
      {places.slice(0, SHOWN).map((place) => {
        const { title, path, icon, counts = false, apart = false } = place
        const here = place === current ? ("page" as const) : undefined
        const words = (
          <>
            <Icon name={icon} />
            <span>{title}</span>
            {counts ? <WaitingCount /> : null}
          </>
        )
        return apart ? (
          <a key={path} href={path} className={styles.item}>
            {words}
          </a>
        ) : (
          <Link key={path} to={path} className={styles.item} aria-current={here}>
            {words}
          </Link>
        )
      })}
      <button
        type="button"
        className={styles.item}
        aria-expanded={opened}
        onClick={() => setOpened(true)}
      >
        <Icon name="menu" />
        <span>{tell("shell.menu")}</span>
      </button>
      <Dialog
        opened={opened}
        onClose={() => setOpened(false)}
        title={tell("shell.menu")}
        place="bottom"
      >
        <PlaceList onFollow={() => setOpened(false)} />
        <div className={styles.settings}>
          <ActingField />
          <div className={styles.tools}>
            <Button
              look="quiet"
              icon="help"
              onClick={() => {
                setOpened(false)
                onHelp()
              }}
            >
              {tell("help.open")}
            </Button>
            <LanguageSwitch />
            <ThemeSwitch />
          </div>
        </div>
      </Dialog>
    </nav>
  )
}
