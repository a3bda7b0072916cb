/**
 * For tests: the set of validators as plain maps, written from its specification and not from its
 * code. Every rule is counted anew over the whole set. It predicts each answer and each set.
 */

export type NaiveSeat = {
  organisation: string
  power: bigint
  /** As it was last written down, at `since`. */
  state: "joining" | "active" | "leaving" | "faulted"
  since: number
  successor: string | null
}

/** A change in the words of a test; a key is its name, `alpha 1`. */
export type NaiveChange =
  | { do: "add"; organisation: string; key: string; power: bigint }
  | { do: "remove"; organisation: string; key: string }
  | { do: "setPower"; organisation: string; key: string; power: bigint }
  | { do: "rotateKey"; organisation: string; key: string; next: string }
  | { do: "leave"; organisation: string; key: string }

class Refused {
  readonly code: string
  constructor(code: string) {
    this.code = code
  }
}
function must(condition: unknown, code: string): asserts condition {
  if (!condition) throw new Refused(code)
}
const sum = (numbers: Iterable<bigint>) => [...numbers].reduce((all, one) => all + one, 0n)

/** One set, from block to block. */
export class NaiveSet {
  readonly seats = new Map<string, NaiveSeat>()
  /** Keys in the register, and those that retired. */
  readonly registered: Set<string>
  private readonly retired = new Set<string>()
  private readonly faults = new Set<string>()
  private readonly minimum: number
  private height = 0
  /** Powers at the beginning of the block, and what the block changed. */
  private before = new Map<string, bigint>()
  private changed = new Set<string>()

  constructor(powers: Readonly<Record<string, bigint>>, registered: Iterable<string>, min: number) {
    this.registered = new Set(registered)
    this.minimum = min
    for (const [key, power] of Object.entries(powers)) {
      const organisation = key.split(" ")[0]!
      this.seats.set(key, { organisation, power, state: "active", since: 0, successor: null })
    }
  }

  /** Powers above zero, by key. */
  powers(): Map<string, bigint> {
    const signing = [...this.seats].filter(([, { power }]) => power > 0n)
    return new Map(signing.map(([key, { power }]) => [key, power]))
  }

  private of(powers: Map<string, bigint>): Map<string, bigint> {
    const of = new Map<string, bigint>()
    for (const [key, power] of powers) {
      const { organisation } = this.seats.get(key)!
      of.set(organisation, (of.get(organisation) ?? 0n) + power)
    }
    return of
  }

  /** A block begins with what was proved about these keys, each at the last height. */
  begin(faulty: readonly string[]): void {
    this.height += 1
    this.before = this.powers()
    this.changed = new Set()
    for (const key of faulty) {
      const name = `${this.height - 1} ${key}`
      if (!this.seats.has(key) || this.faults.has(name)) continue
      this.faults.add(name)
      let last = key
      while (this.seats.get(last)!.successor !== null) last = this.seats.get(last)!.successor!
      this.bar(key)
      this.bar(last)
    }
  }

  private bar(key: string): void {
    const seat = this.seats.get(key)!
    if (seat.state === "faulted") return
    Object.assign(seat, { state: "faulted", since: this.height })
    const alone = seat.power === sum(this.powers().values())
    if (seat.power === 0n || alone) return
    seat.power = 0n
    this.changed.add(key)
  }

  /** One change: the code of its refusal, or null. */
  apply(change: NaiveChange): string | null {
    const seats = structuredClone([...this.seats])
    const [changed, retired] = [new Set(this.changed), new Set(this.retired)]
    const registered = new Set(this.registered)
    try {
      this.run(change)
      return null
    } catch (failure) {
      if (!(failure instanceof Refused)) throw failure
      this.seats.clear()
      for (const [key, seat] of seats) this.seats.set(key, seat)
      this.changed = changed
      restore(this.retired, retired)
      restore(this.registered, registered)
      return failure.code
    }
  }

  private run(change: NaiveChange): void {
    if (change.do === "add") this.add(change)
    else if (change.do === "rotateKey") this.rotate(change)
    else if (change.do === "setPower") this.weigh(change)
    else this.dismiss(change)
  }

  private signs({ state }: NaiveSeat): boolean {
    return state === "active" || state === "joining"
  }

  private own({ organisation, key }: { organisation: string; key: string }): NaiveSeat {
    const seat = this.seats.get(key)
    must(seat, "unknown_validator")
    must(seat.organisation === organisation, "not_the_owner")
    return seat
  }

  private add({ organisation, key, power }: NaiveChange & { do: "add" }): void {
    must(this.registered.has(key), "unknown_key")
    must(key.split(" ")[0] === organisation, "not_the_owner")
    must(!this.retired.has(key), "wrong_state")
    const seat = this.seats.get(key)
    must(seat === undefined || !this.signs(seat), "already_exists")
    must(seat?.state !== "faulted", "wrong_state")
    must(power >= 1n && power <= 1_000_000n, "parameter_out_of_range")
    const before = this.powers()
    const fresh = { organisation, power, since: this.height, successor: null }
    this.seats.set(key, { ...fresh, state: "joining" })
    this.judge(before, [key])
  }

  private dismiss(change: { organisation: string; key: string }): void {
    const seat = this.own(change)
    const spared = seat.state === "faulted" && seat.power > 0n
    must(spared || this.signs(seat), "wrong_state")
    const before = this.powers()
    const state = spared ? ("faulted" as const) : ("leaving" as const)
    Object.assign(seat, { power: 0n, state, since: this.height })
    this.judge(before, [change.key])
  }

  private weigh({ power, ...change }: NaiveChange & { do: "setPower" }): void {
    const seat = this.own(change)
    must(this.signs(seat), "wrong_state")
    must(power >= 1n && power <= 1_000_000n, "parameter_out_of_range")
    must(power !== seat.power, "wrong_state")
    const before = this.powers()
    seat.power = power
    this.judge(before, [change.key])
  }

  private rotate({ organisation, key, next }: NaiveChange & { do: "rotateKey" }): void {
    const seat = this.own({ organisation, key })
    must(this.signs(seat), "wrong_state")
    must(!this.registered.has(next), "key_in_use")
    this.registered.add(next)
    this.retired.add(key)
    const before = this.powers()
    const { power } = seat
    Object.assign(seat, { power: 0n, state: "leaving", since: this.height, successor: next })
    const fresh = { organisation, power, since: this.height, successor: null }
    this.seats.set(next, { ...fresh, state: "joining" })
    this.judge(before, [key, next])
  }

  /** V4, V3, V2, V1, in this order, over the powers before and after one change. */
  private judge(before: Map<string, bigint>, keys: readonly string[]): void {
    for (const key of keys) must(!this.changed.has(key), "update_pending")
    for (const key of keys) this.changed.add(key)
    must(this.changed.size <= 32, "limit_reached")
    const now = this.powers()
    const all = new Set([...this.before.keys(), ...now.keys()])
    const moved = [...all].map((key) => (now.get(key) ?? 0n) - (this.before.get(key) ?? 0n))
    const [up, down] = [moved.filter((by) => by > 0n), moved.filter((by) => by < 0n)]
    const most = [sum(up), -sum(down)].sort((a, b) => (a < b ? 1 : -1))[0]!
    must(3n * most <= sum(this.before.values()), "change_too_large")
    const enough = now.size >= this.minimum && this.of(now).size >= this.minimum
    must(now.size >= before.size || enough, "validator_minimum_reached")
    const [total, totalBefore] = [sum(now.values()), sum(before.values())]
    const was = this.of(before)
    for (const [organisation, power] of this.of(now)) {
      const grew = power * totalBefore > (was.get(organisation) ?? 0n) * total
      must(3n * power < total || !grew, "validator_share_exceeded")
    }
  }
}

function restore<T>(set: Set<T>, to: ReadonlySet<T>): void {
  set.clear()
  for (const one of to) set.add(one)
}
