/**
 * The four states of a verdict as shapes: tick in a circle, triangle, octagon, dashed ring. Colour
 * only repeats what the shape says, and a word always stands beside it.
 */
import styles from "./sign.module.css"

/** How something stands. */
export type Tone = "positive" | "caution" | "negative" | "unknown"

const SHAPES = {
  positive: (
    <>
      <circle cx="12" cy="12" r="9.25" />
      <path d="m7.8 12.3 2.9 2.9 5.6-6" />
    </>
  ),
  caution: (
    <>
      <path d="M12 3.5 21.5 20h-19z" />
      <path d="M12 10v4.5M12 17.2v.1" />
    </>
  ),
  negative: (
    <>
      <path d="M8.2 2.9h7.6l5.3 5.3v7.6l-5.3 5.3H8.2l-5.3-5.3V8.2z" />
      <path d="m8.8 8.8 6.4 6.4M15.2 8.8l-6.4 6.4" />
    </>
  ),
  unknown: (
    <>
      <circle cx="12" cy="12" r="9.25" strokeDasharray="3.6 3.2" />
      <path d="M9.7 9.8a2.4 2.4 0 1 1 3.3 2.2c-.7.3-1 .8-1 1.6M12 16.6v.1" />
    </>
  ),
  neutral: (
    <>
      <circle cx="12" cy="12" r="9.25" />
      <path d="M8 12h8" />
    </>
  ),
} as const

type Props = {
  /** `neutral` is a state that is known, and neither good nor bad. */
  readonly tone: Tone | "neutral"
  readonly size?: number
}

/** The shape of a tone. */
export function Sign({ tone, size = 20 }: Props) {
  return (
    <svg
      className={styles[tone]}
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="2"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      {SHAPES[tone]}
    </svg>
  )
}
