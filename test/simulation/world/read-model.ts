/**
 * A node's read model: the product's projector in the node's process, and its database on a machine
 * that nobody else uses, a row store that knows the read model's statements. The database goes
 * down, loses connections and answers, and comes back as an older copy.
 */
import { defineRuntime, type Service, toHex } from "@concordat/kernel"
import { layoutOf } from "../../../node/projector/layout.ts"
import type { FromProjector, ToProjector, Want } from "../../../node/projector/messages.ts"
import { ProjectorCore } from "../../../node/projector/projector-core.ts"
import { type Contents, type Line, RowStore } from "../../../node/projector/row-store.testing.ts"
import { serve } from "../../../node/projector/serving.ts"
import type { StartProjector } from "../../../node/projector/thread.ts"
import type { Chance } from "./chance.ts"
import type { Life } from "./machine.ts"
import { checkRows } from "./read-model-rows.ts"
import type { World } from "./world.ts"

/** How long the database is not there at most. */
const DOWN_MS_MAX = 15_000
/** A statement takes so long at most; one in so many of a thousand, as long as a slow one. */
const WORD_MS = 3
const SLOW_PERMILLE = 20
const SLOW_MS = 300
/** Statements until a connection ends. */
const STATEMENTS_MAX = 40
/** Of a thousand looks, in how many a copy is kept. */
const COPIES_PERMILLE = 150
/** Of a thousand times that it tells of a new height, at how many it is compared whole. */
const COMPARED_PERMILLE = 40
const LOOK_MS = 200
/** At night. */
const SELDOM_MS = 20_000

/** The read model of one node over all its lives. */
export class SimulatedReadModel {
  readonly store = new RowStore()
  private readonly world: World
  private readonly name: string
  private readonly chance: Chance
  private older: Contents = new Map()
  private endsIn = 0
  /** The highest block that it told of. */
  private highest = -1n

  constructor(world: World, name: string) {
    this.world = world
    this.name = name
    this.chance = world.chance.split(`read model ${name}`)
    this.store.onBroken = () => world.counters.sometimes("a connection ends inside a transaction")
  }

  /** What its marker says; null: there is none. */
  get height(): bigint | null {
    const marker = this.store.contents.get(`"ledger"."marker"`)?.get("")
    return marker === undefined ? null : BigInt(String(marker["height"]))
  }

  /** What stands for the projector's thread in one life of the node. */
  projector(life: Life, services: readonly Service[]): StartProjector {
    return ({ chain, genesis, fresh }, { heard }) => {
      let isAlive = true
      let hear: (message: ToProjector) => void = () => {}
      const inLife = (ms: number, task: () => void) => life.after(ms, () => isAlive && task())
      const line = this.line(inLife)
      const runtime = defineRuntime(services)
      const open = async () => {
        const database = this.store.open(layoutOf(runtime), line)
        const core = await ProjectorCore.open(database, { runtime, chain, genesis, fresh })
        return { core, close: () => database.destroy() }
      }
      const tell = (message: FromProjector) => {
        if (message.kind === "want") this.wants(message.want)
        inLife(1, () => heard(message))
      }
      inLife(1, () => {
        const listen = (next: typeof hear) => {
          hear = next
        }
        void serve({ open, tell, listen })
      })
      return {
        send: (message) => {
          this.sent(message)
          inLife(1, () => hear(message))
        },
        async terminate() {
          isAlive = false
        },
      }
    }
  }

  private line(inLife: (ms: number, task: () => void) => void): Line {
    const { chance, store } = this
    return (work) => {
      const ms = chance.below(chance.mille(SLOW_PERMILLE) ? SLOW_MS : WORD_MS)
      const { promise, resolve, reject } = Promise.withResolvers<ReturnType<typeof work>>()
      inLife(ms, () => {
        if (this.endsIn > 0 && --this.endsIn === 0) store.disconnect()
        try {
          resolve(work())
        } catch (failure) {
          reject(failure)
        }
      })
      return promise
    }
  }

  /** A step that it was given. */
  private sent(message: ToProjector): void {
    const { counters } = this.world
    if (message.kind !== "step") return
    const { step } = message
    counters.sometimesIf(step.kind === "state", "a read model is read from the state")
    counters.sometimesIf(step.kind === "archived", "a read model executes blocks again")
    const many = step.kind === "blocks" && step.blocks.length > 1
    counters.sometimesIf(many, "a read model takes blocks together")
  }

  /** What it stands at must be what was decided. */
  private wants({ marker }: Want): void {
    if (marker === null) return
    const { world, name, highest } = this
    const { chain, counters } = world
    const { height, appHash } = marker
    counters.sometimesIf(height < highest, "a read model goes on from an older copy")
    this.highest = height
    const known = chain.appHash(height)
    if (known !== null && toHex(known) !== appHash) {
      world.fail(`${name}'s read model says another app hash at ${height}`)
    }
    const isTip = world.auditor.state.height === height && this.height === height
    if (isTip && this.chance.mille(COMPARED_PERMILLE)) void this.check()
  }

  /** Every row, with those that the auditor has now. */
  check(): Promise<void> {
    return checkRows(this.world, this.name, this.store.contents)
  }

  /** Something happens to its database. */
  private suffer(): void {
    const { chance, store, world } = this
    const kind = chance.pick(["down", "end", "answer", "older", "older"] as const)
    world.counters.fault(`database: ${kind}`)
    world.trace(`the database of ${this.name}: ${kind}`)
    if (kind === "end") this.endsIn = chance.between(1, STATEMENTS_MAX)
    if (kind === "answer") store.losesAnswer = true
    if (kind === "older") store.restore(this.older)
    if (kind !== "down") return
    store.isUp = false
    store.disconnect()
    world.timeline.after(chance.below(DOWN_MS_MAX), () => {
      store.isUp = true
    })
  }

  /** A copy is kept to which somebody may go back, or something happens. */
  private look(): boolean {
    const { chance, store, world } = this
    if (chance.mille(COPIES_PERMILLE)) this.older = store.contents
    if (!chance.mille(world.plan.database)) return false
    this.suffer()
    return true
  }

  /** Faults, until the world is calm; each is told to the node's host, which may show it. */
  async disturb(onFault: () => void): Promise<void> {
    const { world, store } = this
    while (world.plan.faults) {
      await world.timeline.sleep(world.isNight ? SELDOM_MS : LOOK_MS)
      if (world.plan.faults && this.look()) onFault()
    }
    store.isUp = true
    store.losesAnswer = false
    this.endsIn = 0
  }
}
