/**
 * Reduces a world that fails: kinds of faults and of work are left out, then clients, nodes, blocks
 * and minutes become fewer, as long as it still fails in the same way. What is left is the smallest
 * world that was found, and one command brings it back.
 */
import { type Result, type Simulation, simulate } from "./simulate.ts"
import { Chance } from "./world/chance.ts"
import { type Given, type Plan, planOf } from "./world/plan.ts"

/** Worlds that are tried at most. */
const ATTEMPTS_MAX = 80

type Name = keyof Plan

/** The least of what cannot be left out; all else is a rate, or there or not. */
const LEAST: Partial<Record<Name, number>> = {
  ...{ nodes: 1, clients: 1, blocks: 4, snapshotEvery: 8, flushBlocks: 1 },
}
/** How a world is built, which is no fault. */
const KEPT: readonly Name[] = ["faults", "snapshotEvery", "flushBlocks"]

/** A reduced world: what is fixed besides the seed, what it came to, and how many were tried. */
export type Shrunk = { readonly given: Given; readonly result: Result; readonly tried: number }

/** The violation without what differs from run to run: numbers and hashes. */
function kindOf({ violation }: Result): string | null {
  const [line = null] = violation?.message.split("\n", 1) ?? []
  return line?.replace(/[0-9a-f]{6,}|\d+/g, "#") ?? null
}

/** Values between the least that there is and the present one, the smallest first. */
function smaller(name: Name, value: number): number[] {
  const least = LEAST[name] ?? 0
  const half = least + ((value - least) >> 1)
  const quarter = least + ((value - least) >> 2)
  return [...new Set([least, quarter, half, value - 1])].filter(
    (one) => one < value && one >= least,
  )
}

class Reduction {
  private readonly simulation: Simulation
  private readonly kind: string
  private readonly plan: Plan
  given: Given
  result: Result
  tried = 0

  constructor(simulation: Simulation, result: Result) {
    this.simulation = simulation
    this.kind = kindOf(result)!
    this.result = result
    this.given = simulation.given ?? {}
    this.plan = planOf(new Chance(simulation.seed).split("plan"))
  }

  private get now(): Plan {
    return { ...this.plan, ...this.given }
  }

  /** Fixes this too, where the world still fails as it did. */
  private async keepIf(more: Given): Promise<boolean> {
    if (this.tried >= ATTEMPTS_MAX) return false
    this.tried++
    const given = { ...this.given, ...more }
    const result = await simulate({ ...this.simulation, given })
    if (kindOf(result) !== this.kind) return false
    this.given = given
    this.result = result
    return true
  }

  /** Names of what is there and may be left out. */
  private get spare(): Name[] {
    const names = Object.keys(this.now) as Name[]
    return names.filter((name) => {
      const value = this.now[name]
      return !KEPT.includes(name) && !(name in LEAST) && value !== 0 && value !== false
    })
  }

  private without(names: readonly Name[]): Given {
    return Object.fromEntries(
      names.map((name) => [name, typeof this.now[name] === "boolean" ? false : 0]),
    )
  }

  /** Leaves out all of these, or as many as can be. */
  private async leaveOut(names: readonly Name[]): Promise<void> {
    if (names.length === 0 || (await this.keepIf(this.without(names)))) return
    if (names.length === 1) return
    const middle = names.length >> 1
    await this.leaveOut(names.slice(0, middle))
    await this.leaveOut(names.slice(middle))
  }

  private async lessen(name: Name): Promise<boolean> {
    for (const value of smaller(name, Number(this.now[name]))) {
      if (await this.keepIf({ [name]: value })) return true
    }
    return false
  }

  async run(): Promise<void> {
    await this.leaveOut(this.spare)
    for (const name of ["nodes", "clients", "blocks", ...this.spare] as Name[]) {
      if (typeof this.now[name] !== "number") continue
      while (await this.lessen(name));
    }
  }
}

/** Reduces the world of `simulation`, which came to `result`, a failure. */
export async function shrink(simulation: Simulation, result: Result): Promise<Shrunk> {
  const reduction = new Reduction(simulation, result)
  await reduction.run()
  return { given: reduction.given, result: reduction.result, tried: reduction.tried }
}
