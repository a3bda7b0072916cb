/** Where files are dropped or chosen. What happens to them is said by whoever uses it. */
import { type ReactNode, useEffect, useEffectEvent, useId, useRef, useState } from "react"
import { buttonClass } from "./button.tsx"
import styles from "./drop-zone.module.css"
import { Icon } from "./icons.tsx"

type Props = {
  /** What to drop, as a sentence. */
  readonly title: string
  /** What the button says. */
  readonly choose: string
  /** What happens to the file, and what does not. */
  readonly note: ReactNode
  readonly onFiles: (files: readonly File[]) => void
  readonly multiple?: boolean
  /** File name endings or media types, as for `<input accept>`. */
  readonly accept?: string
  /** Small, for a page on which it is not the first thing. */
  readonly compact?: boolean
  /** The whole page takes the drop: for the one zone that a page is about. */
  readonly anywhere?: boolean
}

/** Calls `dropped` with the files of a drop on `area`; answers whether files hover over it. */
function useDrop(area: () => EventTarget | null, dropped: (files: readonly File[]) => void) {
  const [over, setOver] = useState(false)
  const taken = useEffectEvent(dropped)
  const where = useEffectEvent(area)
  useEffect(() => {
    const target = where()
    const hover = (event: Event) => {
      event.preventDefault()
      setOver(true)
    }
    const leave = (event: Event) => {
      const into = (event as DragEvent).relatedTarget
      const inside = target instanceof Node && into instanceof Node && target.contains(into)
      if (!inside && !(target === window && into !== null)) setOver(false)
    }
    const drop = (event: Event) => {
      event.preventDefault()
      setOver(false)
      const files = [...((event as DragEvent).dataTransfer?.files ?? [])]
      if (files.length > 0) taken(files)
    }
    const listeners = { dragenter: hover, dragover: hover, dragleave: leave, drop }
    for (const [name, listener] of Object.entries(listeners)) {
      target?.addEventListener(name, listener)
    }
    return () => {
      for (const [name, listener] of Object.entries(listeners)) {
        target?.removeEventListener(name, listener)
      }
    }
  }, [])
  return over
}

/** A drop target with an ordinary file field inside, so that keyboard and phone have the same. */
export function DropZone(props: Props) {
  const { title, choose, note, onFiles, multiple = false, accept, compact = false } = props
  const zone = useRef<HTMLDivElement>(null)
  const input = useRef<HTMLInputElement>(null)
  const id = useId()

  const over = useDrop(
    () => (props.anywhere ? window : zone.current),
    (files) => onFiles(multiple ? files : files.slice(0, 1)),
  )
  const chosen = () => {
    const files = [...(input.current?.files ?? [])]
    if (input.current !== null) input.current.value = ""
    if (files.length > 0) onFiles(files)
  }
  return (
    <div
      ref={zone}
      className={`${styles.zone} ${over ? styles.over : ""} ${compact ? styles.compact : ""}`}
      data-drop
    >
      <span className={styles.icon}>
        <Icon name="upload" size={compact ? 20 : 28} />
      </span>
      <div className={styles.words}>
        <p className={styles.title}>{title}</p>
        <div className={styles.note}>{note}</div>
      </div>
      <input
        ref={input}
        id={id}
        className={`visually-hidden ${styles.input}`}
        type="file"
        multiple={multiple}
        accept={accept}
        onChange={chosen}
      />
      <label htmlFor={id} className={`${buttonClass(compact ? "plain" : "primary")}`}>
        {choose}
      </label>
    </div>
  )
}
