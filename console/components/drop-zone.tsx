/** Where files are dropped or chosen. What happens to them is said by whoever uses it. */
import { type DragEvent, type ReactNode, useId, useRef, useState } from "react"
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
}

/** A drop target with an ordinary file field inside, so that keyboard and phone have the same. */
export function DropZone(props: Props) {
  const { title, choose, note, onFiles, multiple = false, accept, compact = false } = props
  const [over, setOver] = useState(false)
  const input = useRef<HTMLInputElement>(null)
  const id = useId()

  const hover = (event: DragEvent) => {
    event.preventDefault()
    setOver(true)
  }
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    const files = [...event.dataTransfer.files]
    if (files.length > 0) onFiles(multiple ? files : files.slice(0, 1))
  }
  const chosen = () => {
    const files = [...(input.current?.files ?? [])]
    if (input.current !== null) input.current.value = ""
    if (files.length > 0) onFiles(files)
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping has its twin in the file field.
    <div
      className={`${styles.zone} ${over ? styles.over : ""} ${compact ? styles.compact : ""}`}
      onDragEnter={hover}
      onDragOver={hover}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
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
