/** The supply as a line of steps: up by what was issued, down by what was redeemed. */
import { absolute } from "@concordat/console/components"
import { amountOf, type Unit } from "./amount.ts"
import styles from "./supply-chart.module.css"
import { type SupplyStep, scaleEnd } from "./supply-steps.ts"
import { tell } from "./tell.ts"
import { useWidth } from "./use-width.ts"

/** Pixels: the drawing's height, and what its lines and marks keep free at the edges. */
const TALL = 220
const TOP = 12
const SIDE = 10
const MARK = 5
/** A ratio of two amounts is drawn, not reckoned with: so fine is a pixel. */
const FINE = 10_000n

type Props = {
  readonly steps: readonly SupplyStep[]
  readonly before: bigint
  readonly unit: Unit
}

/** The chart; the table beside it says the same in figures. */
export function SupplyChart({ steps, before, unit }: Props) {
  const [place, width] = useWidth()
  const most = steps.reduce((most, { supply }) => (supply > most ? supply : most), before)
  const end = scaleEnd(most)
  const [first, last] = [steps[0], steps.at(-1)]
  if (first === undefined || last === undefined) return null
  const { text } = amountOf(unit)
  const label = tell("supply.chart", { count: steps.length, amount: text(last.supply) })
  return (
    <figure className={styles.figure}>
      <div className={styles.scale} aria-hidden="true">
        <span>{text(end)}</span>
        <span>{text(end / 2n)}</span>
        <span>{text(0n)}</span>
      </div>
      <div ref={place} className={styles.place}>
        {width === 0 ? null : (
          <svg
            width={width}
            height={TALL}
            viewBox={`0 0 ${width} ${TALL}`}
            role="img"
            aria-label={label}
          >
            <Drawing {...{ steps, before, unit, end, width }} />
          </svg>
        )}
      </div>
      <figcaption className={styles.times}>
        <span>{absolute(first.at)}</span>
        <Legend />
        <span>{absolute(last.at)}</span>
      </figcaption>
    </figure>
  )
}

type DrawingProps = Props & { readonly end: bigint; readonly width: number }

function Drawing({ steps, before, unit, end, width }: DrawingProps) {
  const deep = TALL - TOP
  const y = (units: bigint) => TALL - (Number((units * FINE) / end) / Number(FINE)) * deep
  const step = (width - 2 * SIDE) / steps.length
  const x = (at: number) => SIDE + step * (at + 0.5)
  const line = steps.map(({ supply }, at) => `H${x(at)}V${y(supply)}`).join("")
  const whole = `M0 ${y(before)}${line}H${width}`
  return (
    <>
      {[end, end / 2n].map((units) => (
        <line
          key={String(units)}
          className={styles.grid}
          x1="0"
          x2={width}
          y1={y(units)}
          y2={y(units)}
        />
      ))}
      <path className={styles.area} d={`${whole}V${TALL}H0Z`} />
      <path className={styles.line} d={whole} />
      {steps.map(({ at, issued, amount, supply }, index) => (
        <path
          key={`${at} ${String(supply)} ${index}`}
          className={issued ? styles.issued : styles.redeemed}
          d={markPath(x(index), y(supply), issued)}
        >
          <title>
            {tell(issued ? "supply.issuedAt" : "supply.redeemedAt", {
              ...{ amount: amountOf(unit).text(amount), time: absolute(at) },
              supply: amountOf(unit).text(supply),
            })}
          </title>
        </path>
      ))}
    </>
  )
}

/** A triangle that points to where the supply went. */
function markPath(x: number, y: number, up: boolean): string {
  const way = up ? -1 : 1
  return `M${x - MARK} ${y - way * MARK}h${2 * MARK}l${-MARK} ${way * 2 * MARK}z`
}

function Legend() {
  return (
    <span className={styles.legend}>
      {([true, false] as const).map((issued) => (
        <span key={String(issued)}>
          <svg width="12" height="12" viewBox="-6 -6 12 12" aria-hidden="true">
            <path className={issued ? styles.issued : styles.redeemed} d={markPath(0, 0, issued)} />
          </svg>{" "}
          {tell(issued ? "supply.issued" : "supply.redeemed")}
        </span>
      ))}
    </span>
  )
}
