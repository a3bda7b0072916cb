/** Lines between the machines of a world: delay, loss, repetition, and cuts in every shape. */
import type { Chance } from "./chance.ts"
import type { Counters } from "./counters.ts"
import type { Plan } from "./plan.ts"
import type { Timeline } from "./timeline.ts"

const DELAY_MS = 30
const LONG_DELAY_MS = 3_000
const LONG_PERMILLE = 10

type Shape = "halves" | "one alone" | "one way" | "ring"

/** Which line is cut: from whom, to whom, by their numbers. */
type Cut = (from: number, to: number) => boolean

/** All lines. */
export class Network {
  private readonly timeline: Timeline
  private readonly chance: Chance
  private readonly counters: Counters
  private readonly plan: Plan
  private readonly numbers = new Map<string, number>()
  private cut: Cut = () => false

  constructor(world: { timeline: Timeline; chance: Chance; counters: Counters; plan: Plan }) {
    this.timeline = world.timeline
    this.chance = world.chance.split("network")
    this.counters = world.counters
    this.plan = world.plan
  }

  /** A machine is plugged in. */
  add(name: string): void {
    this.numbers.set(name, this.numbers.size)
  }

  /** Whether what one says arrives at another, and the other way round. */
  links(from: string, to: string): boolean {
    return this.reaches(from, to) && this.reaches(to, from)
  }

  private reaches(from: string, to: string): boolean {
    return from === to || !this.cut(this.numbers.get(from)!, this.numbers.get(to)!)
  }

  /** Milliseconds that a message takes. */
  delay(from: string, to: string): number {
    if (from === to) return 0
    const { chance, plan } = this
    const long = plan.faults && chance.mille(LONG_PERMILLE)
    return long ? chance.below(LONG_DELAY_MS) : chance.below(DELAY_MS)
  }

  /** A message that may be lost, come late, or twice. */
  send(from: string, to: string, arrive: () => void): void {
    const { chance, plan, counters, timeline } = this
    if (!this.reaches(from, to)) return
    if (plan.faults && chance.mille(plan.loss)) {
      counters.fault("message lost")
      return
    }
    timeline.after(this.delay(from, to), arrive)
    if (!plan.faults || !chance.mille(plan.repetition)) return
    counters.fault("message twice")
    timeline.after(this.delay(from, to), arrive)
  }

  /** Cuts lines in one of the shapes. */
  part(): void {
    const { chance, counters } = this
    const count = this.numbers.size
    const shape = chance.pick<Shape>(["halves", "one alone", "one way", "ring"])
    const one = chance.below(count)
    counters.fault(`partition: ${shape}`)
    const sides = Array.from({ length: count }, () => chance.below(2))
    const shapes: Readonly<Record<Shape, Cut>> = {
      halves: (from, to) => sides[from] !== sides[to],
      "one alone": (from, to) => from === one || to === one,
      "one way": (from) => from === one,
      ring: (from, to) => {
        const apart = Math.abs(from - to)
        return apart !== 1 && apart !== count - 1
      },
    }
    this.cut = shapes[shape]
  }

  heal(): void {
    this.cut = () => false
  }
}
