/** Keys and settings: what keys do, whether they act, the zone of times, the theme. */
import { Modal, Radio, Switch } from "@mantine/core"
import { useRouter } from "@tanstack/react-router"
import { type ReactNode, useState } from "react"
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
    <Modal
      opened={opened}
      onClose={onClose}
      title={tell("help.title")}
      size="32rem"
      centered
      closeButtonProps={{ "aria-label": tell("close") }}
      transitionProps={{ duration: 0 }}
      lockScroll={false}
    >
      <div className={styles.parts}>
        <KeyList />
        <KeysSwitch />
        <ZoneChoice />
        <ThemeChoice />
      </div>
    </Modal>
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
  return (
    <Switch
      label={tell("help.keysOn")}
      description={tell("help.keysNote")}
      checked={on}
      withThumbIndicator={false}
      onChange={({ currentTarget: { checked } }) => {
        letKeysAct(checked)
        setOn(checked)
      }}
    />
  )
}

/** Pages read the zone when they are drawn, so they are drawn again. */
function ZoneChoice() {
  const [zone, setZone] = useState(chosenZone)
  const router = useRouter()
  return (
    <Radio.Group
      label={tell("help.zone")}
      value={zone}
      onChange={(next) => {
        chooseZone(next as Zone)
        setZone(next as Zone)
        void router.invalidate()
      }}
    >
      <div className={styles.choices}>
        <Radio value="local" label={tell("help.zone.local", { zone: deviceZone() })} />
        <Radio value="utc" label={tell("help.zone.utc")} />
      </div>
    </Radio.Group>
  )
}

function ThemeChoice() {
  const [theme, setTheme] = useState(chosenTheme)
  return (
    <Radio.Group
      label={tell("help.theme")}
      value={theme}
      onChange={(next) => {
        chooseTheme(next as Theme)
        setTheme(next as Theme)
      }}
    >
      <div className={styles.choices}>
        {(["auto", "light", "dark"] as const).map((one) => (
          <Radio key={one} value={one} label={tell(`help.theme.${one}`)} />
        ))}
      </div>
    </Radio.Group>
  )
}
