/**
 * Each service alone, four kinds of run in one (level 7): a whole course, held against the
 * invariants of all services; the same blocks on replicas in other circumstances; the ledger
 * exported half-way, which imports and exports to the same; and gone on with there, to the same
 * state.
 */

import { verifyState } from "@concordat/kernel"
import { openTestLedger, type TestBlock, type TestLedger } from "@concordat/kernel/testing"
import { BEGINNING, SERVICES } from "../determinism/record.ts"
import { type Crypto, useCrypto } from "../simulation/world/crypto.ts"
import { Course, type Decided, type Size } from "./course.ts"
import {
  exported,
  imported,
  type Line,
  lineOf,
  type Replica,
  rehearsing,
  restarting,
} from "./replicas.ts"

/** What one course came to. */
export type Report = {
  /** What must not be, in words; none: all is well. */
  readonly faults: readonly string[]
  readonly operations: number
  /** Commands of which an operation took place. */
  readonly commands: ReadonlySet<string>
  /** Codes that operations were refused with, by how often. */
  readonly refused: ReadonlyMap<string, number>
}

const PARTS: readonly (keyof Line)[] = ["app", "results", "events"]
/** Blocks between two looks at the whole state. */
const WHOLE_EVERY = 25n

/** Runs a course of one service. Never throws for what it finds. */
export async function alone(service: string, seed: number, size: Size): Promise<Report> {
  const crypto = await useCrypto(false)
  try {
    return new Alone(service, seed, size, crypto).run()
  } finally {
    crypto.restore()
  }
}

class Alone {
  private readonly faults: string[] = []
  private readonly commands = new Set<string>()
  private readonly refused = new Map<string, number>()
  private readonly size: Size
  private readonly ledger: TestLedger
  private readonly course: Course
  private readonly replicas: readonly Replica[]
  private mover: Replica | null = null

  constructor(service: string, seed: number, size: Size, crypto: Crypto) {
    this.size = size
    this.ledger = openTestLedger(SERVICES, BEGINNING)
    this.course = new Course(service, seed, size.operations, crypto)
    const { genesis } = this.ledger
    this.replicas = [restarting(genesis), rehearsing(genesis)]
  }

  run(): Report {
    const { blocks } = this.size
    for (let block = 0; block < blocks && this.faults.length === 0; block++) {
      if (block === Math.floor(blocks / 2)) this.moveOut()
      this.close()
    }
    this.judge()
    this.compareLeft("at the end")
    const { faults, commands, refused } = this
    return { faults, operations: this.course.drawn, commands, refused }
  }

  /** One block here and on all replicas. */
  private close(): void {
    const { ledger, course } = this
    const block = course.next(ledger)
    const outcome = ledger.block(block.transactions)
    ledger.time = block.time + course.pause()
    this.count(block, outcome)
    const line = lineOf(ledger.state, outcome)
    for (const replica of this.replicas) this.compare(replica, block, line)
    if (this.mover !== null) this.compare(this.mover, block, line, ["results", "events"])
    if (ledger.state.height % WHOLE_EVERY === 0n) this.judge()
  }

  private compare(replica: Replica, block: Decided, line: Line, parts = PARTS): void {
    const own = replica.take(block)
    const other = parts.find((part) => own[part] !== line[part])
    if (other === undefined) return
    this.faults.push(`${replica.name}: other ${other} at height ${this.ledger.state.height}`)
  }

  /** Another ledger begins with what this one leaves behind, and goes on beside it. */
  private moveOut(): void {
    const { runtime, state } = this.ledger
    this.mover = imported(exported(runtime, state))
    this.compareLeft("when it was imported")
  }

  /** The two ledgers leave the same file behind. */
  private compareLeft(when: string): void {
    const { runtime, state } = this.ledger
    if (this.mover === null || this.faults.length > 0) return
    if (exported(runtime, this.mover.state) === exported(runtime, state)) return
    this.faults.push(`${this.mover.name}: another state ${when}`)
  }

  /** Holds the invariants of all services against the whole state. */
  private judge(): void {
    const { runtime, state } = this.ledger
    for (const { service, text } of verifyState(runtime, state)) {
      this.faults.push(`an invariant of ${service} is broken at height ${state.height}: ${text}`)
    }
  }

  private count({ commands }: Decided, { results }: TestBlock): void {
    for (const [index, { code, refusals, events }] of results.entries()) {
      if (code === 0 && events.count > 0) this.commands.add(commands[index]!)
      for (const refusal of refusals) {
        this.refused.set(refusal.code, (this.refused.get(refusal.code) ?? 0) + 1)
      }
    }
  }
}
