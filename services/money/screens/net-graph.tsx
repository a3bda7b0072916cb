/** Participants in a ring, and an arrow for each debt, as wide as it is large. */
import { amountOf, type Unit } from "./amount.ts"
import { CENTRE, type Edge } from "./net-edges.ts"
import styles from "./net-graph.module.css"
import { tell } from "./tell.ts"

/** Units of the drawing. */
const WIDE = 340
const TALL = 300
const RING = 104
const NODE = 15
const WIDTH_MIN = 1.2
const WIDTH_MAX = 6
/** How far an arrow bends aside, so that two ways between a pair are two arrows. */
const BEND = 12
const HEAD = 7
const LABEL = 24
const FINE = 10_000n

type Point = { readonly x: number; readonly y: number }

type Props = {
  readonly members: readonly string[]
  readonly edges: readonly Edge[]
  readonly unit: Unit
  /** What the drawing shows, in a sentence. */
  readonly label: string
}

const MIDDLE: Point = { x: WIDE / 2, y: TALL / 2 }

function placeOf(members: readonly string[], who: string): Point {
  if (who === CENTRE) return MIDDLE
  const turn = (2 * Math.PI * members.indexOf(who)) / members.length - Math.PI / 2
  return { x: MIDDLE.x + RING * Math.cos(turn), y: MIDDLE.y + RING * Math.sin(turn) }
}

/** The drawing; a table beside it says the same. */
export function NetGraph({ members, edges, unit, label }: Props) {
  const most = edges.reduce((most, { amount }) => (amount > most ? amount : most), 1n)
  const centred = edges.some(({ from, to }) => from === CENTRE || to === CENTRE)
  return (
    <svg className={styles.graph} viewBox={`0 0 ${WIDE} ${TALL}`} role="img" aria-label={label}>
      {edges.map((edge) => (
        <Arrow
          key={`${edge.from} ${edge.to}`}
          from={placeOf(members, edge.from)}
          to={placeOf(members, edge.to)}
          width={widthOf(edge.amount, most)}
          straight={centred}
          title={tell("graph.edge", {
            ...{ from: nameOf(edge.from), to: nameOf(edge.to) },
            amount: amountOf(unit).text(edge.amount),
          })}
        />
      ))}
      {centred ? <circle className={styles.centre} cx={MIDDLE.x} cy={MIDDLE.y} r={NODE} /> : null}
      {members.map((who) => (
        <Member key={who} who={who} at={placeOf(members, who)} />
      ))}
    </svg>
  )
}

const nameOf = (who: string) => (who === CENTRE ? tell("graph.centre") : who)

function widthOf(amount: bigint, most: bigint): number {
  const share = Number((amount * FINE) / most) / Number(FINE)
  return WIDTH_MIN + share * (WIDTH_MAX - WIDTH_MIN)
}

type ArrowProps = {
  readonly from: Point
  readonly to: Point
  readonly width: number
  readonly straight: boolean
  readonly title: string
}

function Arrow({ from, to, width, straight, title }: ArrowProps) {
  const [dx, dy] = [to.x - from.x, to.y - from.y]
  const far = Math.hypot(dx, dy)
  const [ux, uy] = [dx / far, dy / far]
  const bend = straight ? 0 : BEND
  const control = { x: (from.x + to.x) / 2 - uy * bend, y: (from.y + to.y) / 2 + ux * bend }
  // The arrow ends where its own last direction meets the rim of the member.
  const [ex, ey] = [to.x - control.x, to.y - control.y]
  const near = Math.hypot(ex, ey)
  const [vx, vy] = [ex / near, ey / near]
  const size = HEAD + width
  const tip = { x: to.x - vx * (NODE + 2), y: to.y - vy * (NODE + 2) }
  const neck = { x: tip.x - vx * size, y: tip.y - vy * size }
  const half = size / 2
  const head = [
    `${tip.x},${tip.y}`,
    `${neck.x - vy * half},${neck.y + vx * half}`,
    `${neck.x + vy * half},${neck.y - vx * half}`,
  ].join(" ")
  return (
    <g className={styles.arrow}>
      <path
        d={`M${from.x} ${from.y}Q${control.x} ${control.y} ${neck.x} ${neck.y}`}
        strokeWidth={width}
      />
      <polygon points={head} />
      <title>{title}</title>
    </g>
  )
}

function Member({ who, at }: { readonly who: string; readonly at: Point }) {
  const above = at.y <= MIDDLE.y
  return (
    <g>
      <circle className={styles.member} cx={at.x} cy={at.y} r={NODE} />
      <text className={styles.initial} x={at.x} y={at.y}>
        {who.slice(0, 1).toUpperCase()}
      </text>
      <text className={styles.name} x={at.x} y={at.y + (above ? -LABEL : LABEL + 4)}>
        {who}
      </text>
    </g>
  )
}
