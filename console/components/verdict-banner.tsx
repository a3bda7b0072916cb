/** A verdict first: its shape, its sentence, as of when, with what grade. */
import { type ReactNode, type Ref, useEffect, useRef } from "react"
import { Sign, type Tone } from "./sign.tsx"
import styles from "./verdict-banner.module.css"

type Props = {
  readonly tone: Tone
  /** The verdict in one sentence. */
  readonly sentence: string
  /** As of when, with what grade: what a person needs to weigh it. */
  readonly children?: ReactNode
  /** After an act of the reader, focus goes to the verdict. */
  readonly takesFocus?: boolean
  /** 1 where the verdict is what the page is about. */
  readonly level?: 1 | 2
  /** Smaller, where it stands among other things. */
  readonly calm?: boolean
}

/** The banner; announced when it changes. */
export function VerdictBanner({
  tone,
  sentence,
  children,
  takesFocus,
  level = 2,
  calm = false,
}: Props) {
  const banner = useRef<HTMLDivElement>(null)
  const Heading = level === 1 ? "h1" : "h2"
  useEffect(() => {
    if (takesFocus) banner.current?.focus()
  }, [takesFocus])
  return (
    <div
      ref={banner as Ref<HTMLDivElement>}
      className={`${styles.banner} ${styles[tone]} ${calm ? styles.calm : ""}`}
      role="status"
      tabIndex={-1}
      data-tone={tone}
    >
      <Sign tone={tone} size={calm ? 32 : 40} />
      <div className={styles.words}>
        <Heading className={styles.sentence}>{sentence}</Heading>
        {children === undefined ? null : <div className={styles.facts}>{children}</div>}
      </div>
    </div>
  )
}
