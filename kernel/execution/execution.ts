/**
 * One run of service code above a committed state: the overlay, the meter, the events, and whose
 * code runs. Views and transactions that services hold are fronts of it.
 */
import { Bug, type Refusal } from "../failures.ts"
import { ATTEMPT_DEPTH_MAX } from "../limits.ts"
import { encode } from "../schema/codec.ts"
import { type Payer, payFrom } from "../service/charging.ts"
import type { Event } from "../service/event.ts"
import type { Rule } from "../service/rule.ts"
import type { Rehearsal, View } from "../service/view.ts"
import { freezeDeep } from "./freeze.ts"
import type { PendingEvent } from "./leaf.ts"
import { type Meter, unmetered } from "./meter.ts"
import { Overlay } from "./overlay.ts"
import { asRefusal, kernelRefusal } from "./refused.ts"
import { rehearsalOf } from "./rehearsal.ts"
import { ownBytes, soundly } from "./row-bytes.ts"
import type { Runtime } from "./runtime.ts"
import type { DecodedRows } from "./state-reader.ts"
import { TableAccess } from "./table-access.ts"
import { questionName, type Verdicts } from "./verdicts.ts"
import { viewOf, type Writing, writingOf } from "./views.ts"

type Values = Readonly<Record<string, unknown>>

/** Where an execution stands. */
export type Setting = {
  readonly runtime: Runtime
  readonly chain: string
  readonly height: bigint
  readonly time: number
  readonly verdicts: Verdicts
  readonly base: DecodedRows
}

/** A savepoint: what may be undone together. */
export type Savepoint = { readonly rows: number; readonly events: number }

/** Runs service code, one piece at a time. */
export class Execution implements Payer {
  readonly runtime: Runtime
  readonly chain: string
  readonly height: bigint
  readonly time: number
  readonly verdicts: Verdicts
  readonly overlay: Overlay
  /** Events so far, in order; undone with the rows. */
  readonly events: PendingEvent[] = []
  readonly rows: TableAccess
  /** Reads, for authorisation, invariants and `ahead`. */
  readonly view: View
  /** Emits and attempts, for commands and hooks. */
  readonly writing: Writing
  /** Counts for whoever runs. */
  meter: Meter = unmetered()
  /** Whose tables may be written now; null: nobody's. */
  owner: string | null = null
  /** `tx.service`. */
  caller = "kernel"
  /** Whether newer services begin with this block. */
  upgrading = false
  /** Scans may pass their limit: in migrations. */
  unbounded = false
  private depth = 0

  constructor({ runtime, chain, height, time, verdicts, base }: Setting) {
    this.runtime = runtime
    this.chain = chain
    this.height = height
    this.time = time
    this.verdicts = verdicts
    this.overlay = new Overlay(base)
    this.rows = new TableAccess(this)
    this.view = viewOf(this)
    this.writing = writingOf(this)
  }

  charge(units: number): void {
    this.meter.charge(units)
  }

  /** Runs code of `service`, which may write its own tables, on `meter`. */
  run<Result>(service: string, meter: Meter, work: () => Result): Result {
    const payer = payFrom(this)
    this.owner = service
    this.caller = service
    this.meter = meter
    try {
      return work()
    } finally {
      payFrom(payer)
      this.owner = null
      this.meter = unmetered()
    }
  }

  /** Runs code that may not write, at nobody's cost. */
  read<Result>(work: () => Result): Result {
    const { owner, meter } = this
    this.owner = null
    this.meter = unmetered()
    try {
      return work()
    } finally {
      this.owner = owner
      this.meter = meter
    }
  }

  /** Runs a procedure of `owner` for the code that runs now. */
  enter<Result>(owner: string, procedure: () => Result): Result {
    const { owner: from, caller } = this
    if (from === null) return procedure()
    const allowed = from === owner || this.runtime.service(from)?.uses.some((u) => u.name === owner)
    if (!allowed) throw new Bug(`"${from}" calls a procedure of "${owner}" and does not use it`)
    this.owner = owner
    this.caller = from
    try {
      return procedure()
    } catch (failure) {
      const refusal = asRefusal(failure)
      if (refusal === null) throw failure
      refusal.service ??= owner
      throw refusal
    } finally {
      this.owner = from
      this.caller = caller
    }
  }

  verify(rule: Rule, input: Values): boolean {
    if (!this.runtime.rules.includes(rule)) throw new Bug(`rule "${rule.name}" is not declared`)
    return this.judge(rule, input)
  }

  emit(event: Event, fields: Values): void {
    if (event.binding.service !== this.owner) {
      throw new Bug(`event "${event.name}" is not of "${this.owner}", whose code emits it`)
    }
    this.charge(event.units)
    const { transaction, operation } = this.overlay
    const said = picked(event.names, fields)
    if (this.overlay.base.freeze) freezeDeep(said)
    this.events.push({ event, fields: said, transaction, operation })
  }

  /** Keeps what `work` did, or undoes it and answers its refusal. */
  attempt(work: () => void): Refusal | null {
    const owner = this.owner ?? "kernel"
    const savepoint = this.savepoint()
    const refusal = this.deeper(work)
    if (refusal === null) return null
    refusal.service ??= owner
    this.rollback(savepoint)
    return refusal
  }

  /** Does `work`, undoes it, and tells what it would have changed. */
  rehearse(work: () => void): Rehearsal {
    const savepoint = this.savepoint()
    const refusal = this.deeper(work)
    if (refusal !== null) {
      refusal.service ??= this.owner
      this.rollback(savepoint)
    }
    const rehearsal = this.read(() => rehearsalOf(this.overlay, savepoint.rows, refusal))
    this.rollback(savepoint)
    return rehearsal
  }

  savepoint(): Savepoint {
    return { rows: this.overlay.mark(), events: this.events.length }
  }

  rollback({ rows, events }: Savepoint): void {
    this.overlay.rollback(rows)
    this.events.length = events
  }

  private deeper(work: () => void): Refusal | null {
    if (this.depth >= ATTEMPT_DEPTH_MAX) {
      const limit = ATTEMPT_DEPTH_MAX
      throw kernelRefusal("limit_reached", "Attempts are nested too deep.", { limit })
    }
    this.depth++
    try {
      work()
      return null
    } catch (failure) {
      const refusal = asRefusal(failure)
      // What uses up the whole operation's units is no answer to an attempt: else whoever sends it
      // could choose, by what it costs, which part of a command takes place.
      if (refusal === null || this.meter.exceeded) throw failure
      return refusal
    } finally {
      this.depth--
    }
  }

  private judge(rule: Rule, given: Values): boolean {
    const input = picked(rule.names, given)
    const bytes = encode(rule.input, input)
    this.charge(this.read(() => rule.cost(input)))
    return this.read(() => {
      const question = questionName(rule, bytes)
      const known = this.verdicts.answer(question)
      if (known !== undefined) return known
      const holds = soundly(
        () => `rule "${rule.name}"`,
        () => rule.holds(input),
      )
      this.verdicts.learn(question, holds)
      return holds
    })
  }
}

/** Only the declared fields, as they are now: what services hand over may carry more. */
export function picked(names: readonly string[], values: Values): Values {
  const own: Record<string, unknown> = {}
  for (const name of names) own[name] = ownBytes(values[name])
  return own
}
