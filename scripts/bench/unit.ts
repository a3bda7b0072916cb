/** The units of benchmarks, by what the speed of a machine does to them. */

/** So many a second; seconds; or what is the same on every machine: sizes, counts, shares. */
export type Measure = "rate" | "time" | "neither"

const RATE = /(\/|(^| )per )(CPU-)?s(econd)?$/
const TIME = /^(CPU-)?(s|ms|µs)( CPU)?( a \w+)?$/
const NEITHER = /^(bytes|kB)(\/\w+)?$|^of /

/** What a unit measures. Throws where it is none of the project's. */
export function measureOf(unit: string): Measure {
  if (RATE.test(unit)) return "rate"
  if (TIME.test(unit)) return "time"
  if (NEITHER.test(unit)) return "neither"
  throw new Error(`"${unit}" is no unit of scripts/bench/unit.ts`)
}
