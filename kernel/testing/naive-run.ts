/** Service code run the plain way: the naive kernel's side of views and transactions. */
import { fromHex, joined, toHex } from "../bytes.ts"
import { sha256 } from "../crypto/hash.ts"
import type { Runtime } from "../execution/runtime.ts"
import type { Origin } from "../execution/views.ts"
import { Bug, Invalid, Refusal } from "../failures.ts"
import type { Hash } from "../schema/fixed.ts"
import type { Event } from "../service/event.ts"
import type { Rule } from "../service/rule.ts"
import {
  type HookTx,
  type Rehearsal,
  type RowAccess,
  rows as rowsOf,
  type Tx,
  type View,
} from "../service/view.ts"
import type { NaiveRows } from "./naive-rows.ts"

const NO_FACTS = { set: [], misbehaviour: [], proposer: null }
const READ = 2
const DEPTH_MAX = 8
const DELETED = new Uint8Array(32)

type Values = Readonly<Record<string, unknown>>

/** An event of a block under way. */
export type NaiveEvent = {
  readonly event: Event
  readonly fields: Values
  readonly transaction: number | null
  readonly operation: number | null
}

/** Where a run stands. */
export type NaiveSetting = {
  readonly runtime: Runtime
  readonly chain: string
  readonly height: bigint
  readonly time: number
}

/** One block's worth of service code, metered and undone by copies. */
export class NaiveRun {
  readonly setting: NaiveSetting
  readonly rows: NaiveRows
  events: NaiveEvent[] = []
  used = 0
  exceeded = false
  limit = Number.MAX_SAFE_INTEGER
  transaction: number | null = null
  operation: number | null = null
  private owner: string | null = null
  private caller = ""
  private depth = 0

  constructor(setting: NaiveSetting, rows: NaiveRows) {
    this.setting = setting
    this.rows = rows
  }

  /** Runs code of a service with that many units; answers the refusal, if any, and units used. */
  as(service: string, limit: number, work: () => void): { refusal: Refusal | null; used: number } {
    this.owner = service
    this.caller = service
    this.used = 0
    this.exceeded = false
    this.limit = limit
    const refusal = this.refusalOf(work)
    if (refusal !== null) refusal.service ??= service
    const { used } = this
    this.owner = null
    this.limit = Number.MAX_SAFE_INTEGER
    return { refusal, used }
  }

  refusalOf(work: () => void): Refusal | null {
    try {
      work()
      return null
    } catch (failure) {
      if (failure instanceof Refusal) return failure
      if (failure instanceof Invalid) return new Refusal(failure.code, failure.message)
      throw failure
    }
  }

  view(): View {
    const { chain, height, time, runtime } = this.setting
    return {
      ...{ chain, height, time, roles: runtime.roles },
      verify: (rule, input) => this.verify(rule, input),
      charge: (units) => this.charge(units),
      remaining: () => this.limit - this.used,
      [rowsOf]: this.access(),
    }
  }

  tx(origin: Origin, operation: number): Tx {
    return Object.assign(this.hook(), origin, { operation }) as unknown as Tx
  }

  /** The name of the service is read while service code runs, so it is one per run. */
  hook(): HookTx {
    const ignored = () => {}
    return Object.defineProperty(
      {
        ...this.view(),
        service: "",
        emit: (event: Event, fields: Values) => this.emit(event, fields),
        attempt: (work: () => void) => this.attempt(work),
        rehearse: (work: () => void) => this.rehearse(work),
        engine: { ...NO_FACTS, validators: ignored, parameters: ignored },
      },
      "service",
      { get: () => this.caller, enumerable: true },
    ) as unknown as HookTx
  }

  private charge(units: number): void {
    this.used += units
    if (this.used <= this.limit) return
    this.used = this.limit
    this.exceeded = true
    const refusal = new Refusal("limit_reached", "")
    refusal.service = "kernel"
    throw refusal
  }

  private access(): RowAccess {
    const { rows } = this
    const write = (table: Parameters<RowAccess["put"]>[0]) => {
      if (table.binding.service !== this.owner) throw new Bug("not the owner's table")
      this.charge(table.writeUnits)
    }
    return {
      get: (table, key) => {
        this.charge(READ)
        return rows.get(table, key)
      },
      put: (table, key, row) => {
        write(table)
        rows.put(table, key, row)
      },
      patch: (table, key, some) => {
        write(table)
        rows.put(table, key, { ...rows.get(table, key), ...some })
      },
      delete: (table, key) => {
        write(table)
        return rows.delete(table, key)
      },
      scan: (table, some, range) => {
        const found = rows.scan(table, some, range)
        this.charge(READ * found.length)
        return found
      },
      prune: (table, some, { below, limit }) => {
        const keys = rows.below(table, some, below).slice(0, limit)
        for (const key of keys) {
          write(table)
          rows.delete(table, key)
        }
        return keys.length
      },
      enter: (owner, procedure) => this.enter(owner, procedure),
    }
  }

  private enter<Result>(owner: string, procedure: () => Result): Result {
    const { owner: from, caller } = this
    this.owner = owner
    this.caller = from ?? caller
    try {
      return procedure()
    } catch (failure) {
      if (failure instanceof Refusal) failure.service ??= owner
      throw failure
    } finally {
      this.owner = from
      this.caller = caller
    }
  }

  private verify(rule: Rule, input: Values): boolean {
    this.charge(rule.cost(input))
    return rule.holds(input)
  }

  private emit(event: Event, fields: Values): void {
    this.charge(event.units)
    const { transaction, operation } = this
    const own = Object.fromEntries(event.names.map((name) => [name, fields[name]]))
    this.events.push({ event, fields: own, transaction, operation })
  }

  private attempt(work: () => void): Refusal | null {
    const undo = this.savepoint()
    const refusal = this.deeper(work)
    if (refusal !== null) undo()
    return refusal
  }

  private rehearse(work: () => void): Rehearsal {
    const before = this.rows.stored()
    const undo = this.savepoint()
    const refusal = this.deeper(work)
    if (refusal !== null) undo()
    const after = this.rows.stored()
    undo()
    const keys = [...new Set([...before.keys(), ...after.keys()])].sort()
    const hex = (bytes: Uint8Array | undefined) => (bytes === undefined ? null : toHex(bytes))
    const changed = keys.filter((key) => hex(before.get(key)) !== hex(after.get(key)))
    const changes = changed.map((key) => fromHex(key))
    const parts = changes.flatMap((key, index) => {
      const value = after.get(changed[index]!)
      return [Uint8Array.of(0, key.length), key, value === undefined ? DELETED : sha256(value)]
    })
    return { refusal, changes, digest: toHex(sha256(joined(parts))) as Hash }
  }

  /** Answers what puts rows and events back as they are now. */
  savepoint(): () => void {
    const rows = this.rows.copy()
    const events = [...this.events]
    return () => {
      this.rows.restore(rows)
      this.events = [...events]
    }
  }

  private deeper(work: () => void): Refusal | null {
    if (this.depth === DEPTH_MAX) {
      const refusal = new Refusal("limit_reached", "")
      refusal.service = "kernel"
      throw refusal
    }
    this.depth++
    const { owner } = this
    const refusal = this.refusalOf(work)
    if (refusal !== null) refusal.service ??= owner
    this.depth--
    if (refusal !== null && this.exceeded) throw refusal
    return refusal
  }
}
