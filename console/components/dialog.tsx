/** A dialog of the browser's own: the rest of the page rests, Escape closes it, focus returns. */
import { type MouseEvent, type ReactNode, useEffect, useId, useRef } from "react"
import { tell } from "../texts/tell.ts"
import { IconButton } from "./button.tsx"
import styles from "./dialog.module.css"

type Props = {
  readonly opened: boolean
  readonly onClose: () => void
  readonly title: ReactNode
  /** In the middle, a drawer from the end of the line, or one from below. */
  readonly place: "center" | "end" | "bottom"
  readonly children: ReactNode
}

/** The dialog; what it holds is there only while it is open. */
export function Dialog({ opened, onClose, title, place, children }: Props) {
  const dialog = useRef<HTMLDialogElement>(null)
  const id = useId()
  useEffect(() => {
    if (opened && dialog.current?.open === false) dialog.current.showModal()
    if (!opened && dialog.current?.open === true) dialog.current.close()
  }, [opened])
  const outside = (event: MouseEvent) => {
    if (event.target === dialog.current) onClose()
  }
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape is the key's way, the browser's own.
    <dialog
      ref={dialog}
      className={`${styles.dialog} ${styles[place]}`}
      aria-labelledby={id}
      onClose={onClose}
      onClick={outside}
    >
      {opened ? (
        <div className={styles.content}>
          <header className={styles.head}>
            <h2 id={id}>{title}</h2>
            <IconButton icon="close" label={tell("close")} onClick={onClose} />
          </header>
          <div className={styles.body}>{children}</div>
        </div>
      ) : null}
    </dialog>
  )
}
