/** Figures over time as small bars, drawn by hand: no library reads better at this size. */
import styles from "./bar-chart.module.css"

/** The drawing's measures in its own units. */
const STEP = 8
const BAR = 6
const TALL = 48
/** What is there at all is seen. */
const LEAST = 3

type Props = {
  /** Oldest first; null: not known. */
  readonly values: readonly (number | null)[]
  /** What the chart says, in a sentence. */
  readonly words: string
  /** What one bar is of. */
  readonly titleOf: (value: number, at: number) => string
  readonly series?: 1 | 2 | 3
}

/** The bars, as tall as the greatest is whole. */
export function BarChart({ values, words, titleOf, series = 1 }: Props) {
  const most = Math.max(1, ...values.map((value) => value ?? 0))
  return (
    <svg
      className={styles.chart}
      viewBox={`0 0 ${values.length * STEP} ${TALL}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={words}
    >
      {values.map((value, at) => {
        if (value === null) return null
        const tall = value === 0 ? 1 : Math.max(LEAST, (value / most) * TALL)
        return (
          <rect
            // biome-ignore lint/suspicious/noArrayIndexKey: its place is its identity.
            key={at}
            className={value === 0 ? styles.none : styles[`series${series}`]}
            x={at * STEP + (STEP - BAR) / 2}
            y={TALL - tall}
            width={BAR}
            height={tall}
          >
            <title>{titleOf(value, at)}</title>
          </rect>
        )
      })}
    </svg>
  )
}
