/** A small button that opens what lies behind it: by tap, click or key, never by hovering alone. */
import { type ReactNode, type ToggleEvent, useId, useState } from "react"
import styles from "./detail.module.css"

type Props = {
  /** What is always seen. */
  readonly shown: ReactNode
  /** What the button is called, where what is seen does not say it. */
  readonly label?: string
  readonly children: ReactNode
}

/** Room between the button and what it opens, and to the edges of the window, in pixels. */
const GAP = 4
const EDGE = 16

/** Sets an opened popover below its button, or above it where there is no room. */
function place(popover: HTMLElement, button: Element | null): void {
  if (button === null) return
  const at = button.getBoundingClientRect()
  const { offsetWidth: wide, offsetHeight: tall } = popover
  const below = at.bottom + GAP
  const top = below + tall + EDGE > innerHeight ? at.top - tall - GAP : below
  const left = Math.min(at.left, innerWidth - wide - EDGE)
  popover.style.top = `${Math.max(EDGE, top)}px`
  popover.style.left = `${Math.max(EDGE, left)}px`
}

/** The button and its popover, the browser's own: Escape closes it and focus returns. */
export function Detail({ shown, label, children }: Props) {
  const id = useId()
  const [opened, setOpened] = useState(false)
  const toggled = ({ currentTarget, newState }: ToggleEvent<HTMLElement>) => {
    if (newState === "open") place(currentTarget, document.querySelector(`[popovertarget="${id}"]`))
  }
  return (
    <>
      <button
        type="button"
        data-detail=""
        className={styles.target}
        aria-label={label}
        popoverTarget={id}
      >
        {shown}
      </button>
      <div
        id={id}
        popover="auto"
        className={styles.dropdown}
        onBeforeToggle={({ newState }) => setOpened(newState === "open")}
        onToggle={toggled}
      >
        {opened ? <div className={styles.content}>{children}</div> : null}
      </div>
    </>
  )
}
