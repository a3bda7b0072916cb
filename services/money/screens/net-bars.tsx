/**
 * What is left for each of many participants: a column each, in the order of what they pay and what
 * they are paid, so that two hundred are one picture. The table below says the same in figures.
 */
import { amountOf, type Unit } from "./amount.ts"
import styles from "./net-graph.module.css"
import type { Standing } from "./net-standings.ts"
import { tell } from "./tell.ts"

/** Units of the drawing: columns are as narrow as many need. */
const TALL = 200
const COLUMN = 10
const GAP = 2
/** A column that is not nothing is seen. */
const SEEN = 1.5
const FINE = 10_000n

type Props = {
  /** The greatest payer first. */
  readonly standings: readonly Standing[]
  readonly unit: Unit
  /** What the drawing shows, in a sentence. */
  readonly label: string
}

/** States in the order of the legend, with their words. */
const STATES = [
  ["pays", "state.pays"],
  ["unfunded", "state.unfunded"],
  ["funded", "state.funded"],
  ["excluded", "state.excluded"],
  ["paid", "state.due"],
] as const

/** The drawing: who is paid above the line, who pays below it, hollow where it has not funded. */
export function NetBars({ standings, unit, label }: Props) {
  const most = standings.reduce((most, { net }) => {
    const size = net < 0n ? -net : net
    return size > most ? size : most
  }, 1n)
  const wide = standings.length * COLUMN
  return (
    <figure className={styles.part}>
      <div className={styles.scale} aria-hidden="true">
        <span>{tell("bars.isPaid", { amount: amountOf(unit).text(most) })}</span>
      </div>
      <svg
        className={styles.columns}
        viewBox={`0 ${-TALL / 2} ${wide} ${TALL}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={label}
      >
        {standings.map(({ who, net, state }, at) => (
          <g key={who} className={styles[state]}>
            <rect
              x={at * COLUMN}
              width={COLUMN}
              y={-TALL / 2}
              height={TALL}
              className={styles.hit}
            />
            <rect x={at * COLUMN + GAP / 2} width={COLUMN - GAP} {...barOf(net, most)} />
            <title>{tell("bars.each", { who, amount: amountOf(unit).text(net) })}</title>
          </g>
        ))}
        <line className={styles.zero} x1="0" x2={wide} y1="0" y2="0" />
      </svg>
      <div className={styles.scale} aria-hidden="true">
        <span>{tell("bars.pays", { amount: amountOf(unit).text(most) })}</span>
      </div>
      <ul className={styles.legend}>
        {STATES.map(([state, words]) => {
          const count = standings.filter((one) => one.state === state && one.net !== 0n).length
          return count === 0 ? null : (
            <li key={state} className={styles[state]}>
              <svg viewBox="0 0 10 10" aria-hidden="true">
                <rect x="1" y="1" width="8" height="8" />
              </svg>
              {tell("bars.count", { state: tell(words), count })}
            </li>
          )
        })}
      </ul>
    </figure>
  )
}

function barOf(net: bigint, most: bigint): { readonly y: number; readonly height: number } {
  if (net === 0n) return { y: 0, height: 0 }
  const size = net < 0n ? -net : net
  const share = Number((size * FINE) / most) / Number(FINE)
  const height = Math.max(SEEN, (share * TALL) / 2)
  return { y: net < 0n ? 0 : -height, height }
}
