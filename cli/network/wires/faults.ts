/**
 * What may be done to the bytes from one node to another, and what is done to them now. A fault is
 * of one direction: `n1>n2` is what n1 says to n2, whoever dialled whom.
 */

/** A direction between two nodes: `n1>n2`. */
export type Direction = `${string}>${string}`

/** What happens to bytes of a direction. */
export type Fault = {
  /** Nothing arrives; what was sent arrives once it is healed, as with TCP. */
  readonly cut: boolean
  /** Everything arrives so much later. */
  readonly delayMs: number
  /** Of a hundred pieces so many are lost: they come again, as TCP sends them, 200 ms later. */
  readonly dropPercent: number
}

/** Faults in force; a direction that is not named has none. */
export type Faults = Readonly<Record<Direction, Fault>>

/** No fault. */
const SOUND: Fault = { cut: false, delayMs: 0, dropPercent: 0 }

/** The direction from one node to another. */
export const direction = (from: string, to: string): Direction => `${from}>${to}`

/** The fault of a direction. */
export const faultOf = (faults: Faults, from: string, to: string): Fault =>
  faults[direction(from, to)] ?? SOUND

/** The same faults with those of some directions changed; sound ones are left out. */
export function withFault(
  faults: Faults,
  directions: readonly Direction[],
  changed: Partial<Fault>,
): Faults {
  const next: Record<Direction, Fault> = { ...faults }
  for (const each of directions) {
    const fault = { ...(next[each] ?? SOUND), ...changed }
    const sound = !fault.cut && fault.delayMs === 0 && fault.dropPercent === 0
    if (sound) delete next[each]
    else next[each] = fault
  }
  return next
}

const partsOf = ({ cut, delayMs, dropPercent }: Fault) => [
  ...(cut ? ["is cut"] : []),
  ...(delayMs > 0 ? [`takes ${delayMs} ms longer`] : []),
  ...(dropPercent > 0 ? [`loses ${dropPercent} %`] : []),
]

/** Faults in words, one line each; a pair with the same fault both ways is one line. */
export function faultLines(faults: Faults): readonly string[] {
  return Object.entries(faults).flatMap(([name, fault]) => {
    const [from = "", to = ""] = name.split(">")
    const words = partsOf(fault).join(", ")
    const back = faults[direction(to, from)]
    const same = back !== undefined && partsOf(back).join(", ") === words
    if (!same) return [`${from} to ${to} ${words}`]
    return from < to ? [`between ${from} and ${to} ${words}`] : []
  })
}
