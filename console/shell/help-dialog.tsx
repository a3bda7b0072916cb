/** Keys and settings: what keys do, whether they act, the zone of times, the theme. */
import { useRouter } from "@tanstack/react-router"
import { type ReactNode, useState } from "react"
import { Dialog } from "../components/dialog.tsx"
import { CheckField, RadioField } from "../components/radio-field.tsx"
import {
  chooseTheme,
  chooseZone,
  chosenTheme,
  chosenZone,
  keysAct,
  letKeysAct,
  type Theme,
  type Zone,
} from "../components/settings.ts"
import { deviceZone } from "../components/times.ts"
import { tell } from "../texts/tell.ts"
import styles from "./help-dialog.module.css"
import { usePlaces } from "./places.ts"

type Props = { readonly opened: boolean; readonly onClose: () => void }

/** The dialog. */
export function HelpDialog({ opened, onClose }: Props) {
  return (
    <Dialog opened={opened} onClose={onClose} title={tell("help.title")} place="center">
      <div className={styles.parts}>
        <KeyList />
        <KeysSwitch />
        <ZoneChoice />
        <ThemeChoice />
      </div>
    </Dialog>
  )
}

function KeyList() {
  const places = usePlaces().filter(({ key }) => key !== undefined)
  return (
    <section>
      <h3>{tell("help.keys")}</h3>
      <dl className={styles.keys}>
        <Key name={tell("help.search")} keys={<kbd>/</kbd>} />
        <Key name={tell("help.list")} keys={<kbd>?</kbd>} />
        {places.map(({ title, key }) => (
          <Key
            key={title}
            name={title}
            keys={
              <>
                <kbd>g</kbd> {tell("help.then")} <kbd>{key}</kbd>
              </>
            }
          />
        ))}
      </dl>
    </section>
  )
}

function Key({ name, keys }: { readonly name: string; readonly keys: ReactNode }) {
  return (
    <div className={styles.key}>
      <dt>{name}</dt>
      <dd>{keys}</dd>
    </div>
  )
}

function KeysSwitch() {
  const [on, setOn] = useState(keysAct)
  const change = (checked: boolean) => {
    letKeysAct(checked)
    setOn(checked)
  }
  return (
    <CheckField
      label={tell("help.keysOn")}
      note={tell("help.keysNote")}
      checked={on}
      onCheck={change}
    />
  )
}

/** Pages read the zone when they are drawn, so they are drawn again. */
function ZoneChoice() {
  const [zone, setZone] = useState(chosenZone)
  const router = useRouter()
  return (
    <RadioField<Zone>
      label={tell("help.zone")}
      value={zone}
      choices={[
        { value: "local", title: tell("help.zone.local", { zone: deviceZone() }) },
        { value: "utc", title: tell("help.zone.utc") },
      ]}
      onChoose={(next) => {
        chooseZone(next)
        setZone(next)
        void router.invalidate()
      }}
    />
  )
}

function ThemeChoice() {
  const [theme, setTheme] = useState(chosenTheme)
  return (
    <RadioField<Theme>
      label={tell("help.theme")}
      value={theme}
      choices={(["auto", "light", "dark"] as const).map((one) => {
        return { value: one, title: tell(`help.theme.${one}`) }
      })}
      onChoose={(next) => {
        chooseTheme(next)
        setTheme(next)
      }}
    />
  )
}
