/** The text mark: "concordat", its first o a ring of three arcs, two closed and the third begun. */
import styles from "./brand.module.css"

/** Two thirds of the ring and a little more: what it takes here for anything to be final. */
const ARCS = "106 14 106 14 34 86"

/** The ring alone. Decoration: never a spinner, never the only sign. */
function Ring({ size = 24 }: { readonly size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <circle
        cx="16"
        cy="16"
        r="12"
        fill="none"
        stroke="var(--accent)"
        strokeWidth="5"
        pathLength="360"
        strokeDasharray={ARCS}
        transform="rotate(-83 16 16)"
      />
    </svg>
  )
}

/** The name in text, with the ring as its first o. */
export function TextMark() {
  return (
    <span className={styles.mark} dir="ltr">
      <span className="visually-hidden" translate="no">
        concordat
      </span>
      <span aria-hidden="true">c</span>
      <span className={styles.ring} aria-hidden="true">
        <Ring size={14} />
      </span>
      <span aria-hidden="true" translate="no">
        ncordat
      </span>
    </span>
  )
}
