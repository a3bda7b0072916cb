/** A small button that opens what lies behind it: by tap, click or key, never by hovering alone. */
import { Popover } from "@mantine/core"
import { type ReactNode, useState } from "react"
import styles from "./detail.module.css"

type Props = {
  /** What is always seen. */
  readonly shown: ReactNode
  /** What the button is called, where what is seen does not say it. */
  readonly label?: string
  readonly children: ReactNode
}

/** The button and its popover; Escape closes it and focus returns. */
export function Detail({ shown, label, children }: Props) {
  const [opened, setOpened] = useState(false)
  return (
    <Popover
      opened={opened}
      onChange={setOpened}
      position="bottom-start"
      withinPortal
      trapFocus
      returnFocus
      width={320}
      shadow="none"
      radius={8}
      transitionProps={{ duration: 0 }}
    >
      <Popover.Target>
        <button
          type="button"
          className={styles.target}
          aria-label={label}
          onClick={(event) => {
            event.preventDefault()
            event.stopPropagation()
            setOpened(!opened)
          }}
        >
          {shown}
        </button>
      </Popover.Target>
      <Popover.Dropdown className={styles.dropdown}>{children}</Popover.Dropdown>
    </Popover>
  )
}
