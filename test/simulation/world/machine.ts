/**
 * One computer: a disk and a state store that stay, a clock that is wrong, and lives of processes.
 * A life that ended reaches nothing any more: what it still awaits never comes.
 */
import { AsyncLocalStorage } from "node:async_hooks"
import { onPerturb, type Point } from "@concordat/engines/perturb"
import type { Clock, Disk, DiskFile, Random, Scheduler } from "@concordat/engines/seams"
import { TestDisk } from "@concordat/engines/testing"
import type { Chance } from "./chance.ts"
import type { Counters } from "./counters.ts"
import { SimulatedStore } from "./store.ts"
import type { Timeline } from "./timeline.ts"

/** Wall time at the beginning of a world. */
export type Epoch = { readonly began: number }

/** The process of a life ends at a named point. */
class PowerCut extends Error {
  override readonly name = "PowerCut"
}

/** A point at which a life is to end, when it comes there for the n-th time. */
export type Doom = { readonly point: Point; times: number }

const living = new AsyncLocalStorage<Life>()
const never = <T>() => new Promise<T>(() => {})

/** One life of the node's process on a machine: all its seams. */
export class Life implements Clock, Scheduler {
  readonly machine: Machine
  readonly disk: Disk
  alive = true
  doom: Doom | null = null
  onEnd: () => void = () => {}

  constructor(machine: Machine) {
    this.machine = machine
    this.disk = disk(this)
  }

  /** Runs something in this life: the named points that it comes to are this life's. */
  run<T>(work: () => T): T {
    return living.run(this, work)
  }

  end(): void {
    if (!this.alive) return
    this.alive = false
    this.onEnd()
  }

  now(): number {
    return this.machine.now()
  }

  elapsed(): number {
    return this.machine.timeline.now
  }

  soon(task: () => void): void {
    const { chance, sluggish } = this.machine
    this.after(sluggish > 0 ? chance.below(sluggish) : 0, task)
  }

  after(ms: number, task: () => void): () => void {
    return this.machine.timeline.after(ms, () => {
      if (this.alive) this.run(task)
    })
  }

  /** Work of a device: it takes a while, and nothing comes of it once the life has ended. */
  async through<T>(work: () => Promise<T>): Promise<T> {
    if (!this.alive) return never()
    const { slow, chance, timeline } = this.machine
    if (slow > 0 && chance.mille(slow)) {
      await timeline.sleep(chance.between(1, SLOW_MS))
      if (!this.alive) return never()
    }
    const done = await work()
    return this.alive ? done : never()
  }

  /** This life came to a named point. */
  reach(point: Point): void {
    const { doom, machine } = this
    if (!this.alive) throw new PowerCut(point)
    machine.counters.point(point)
    if (doom?.point !== point || --doom.times > 0) return
    machine.counters.sometimes(`ended at ${point}`)
    this.end()
    throw new PowerCut(point)
  }
}

const SLOW_MS = 400

function file(life: Life, of: DiskFile): DiskFile {
  return {
    size: () => life.through(() => of.size()),
    read: (at, length) => life.through(() => of.read(at, length)),
    write: (at, bytes) => life.through(() => of.write(at, bytes)),
    sync: () => life.through(() => of.sync()),
    truncate: (size) => life.through(() => of.truncate(size)),
    close: () => life.through(() => of.close()),
  }
}

function disk(life: Life): Disk {
  const { disk: of } = life.machine
  return {
    open: (path) => life.through(async () => file(life, await of.open(path))),
    read: (path) => life.through(() => of.read(path)),
    replace: (path, bytes, mode) => life.through(() => of.replace(path, bytes, mode)),
    list: (folder) => life.through(() => of.list(folder)),
    makeFolder: (path) => life.through(() => of.makeFolder(path)),
    remove: (path) => life.through(() => of.remove(path)),
    rename: (from, to) => life.through(() => of.rename(from, to)),
    mode: (path) => life.through(() => of.mode(path)),
  }
}

/** The machine under a node. */
export class Machine {
  readonly name: string
  readonly timeline: Timeline
  readonly chance: Chance
  readonly counters: Counters
  readonly disk = new TestDisk()
  store = new SimulatedStore()
  life: Life | null = null
  /** Milliseconds by which the clock is ahead of the world's as long as nobody sets it. */
  skew = 0
  /** Those by which it is ahead now, and how many millionths it is faster. */
  offset = 0
  drift = 0
  /** Of a thousand operations of the disk, how many take long. */
  slow = 0
  /** Milliseconds by which tasks that are due may come late. */
  sluggish = 0
  private readonly epoch: Epoch

  constructor(
    name: string,
    world: { timeline: Timeline; chance: Chance; counters: Counters; epoch: Epoch },
  ) {
    this.name = name
    this.timeline = world.timeline
    this.chance = world.chance.split(`machine ${name}`)
    this.counters = world.counters
    this.epoch = world.epoch
  }

  now(): number {
    const { timeline, drift, offset, epoch } = this
    return epoch.began + Math.floor(timeline.now * (1 + drift / MILLION)) + offset
  }

  /** A new process begins. */
  begin(): Life {
    this.life?.end()
    const life = new Life(this)
    this.life = life
    return life
  }

  /** Where the node's state lies, whatever process uses it. */
  place(life: Life, onDamage: () => void) {
    return {
      location: this.store.location,
      open: async () => guarded(life, this),
      setAside: async () => {
        onDamage()
        const { planted } = this.store
        this.store = new SimulatedStore()
        this.store.planted = planted
      },
    }
  }

  get random(): Random {
    const { random } = this.chance
    return { bytes: (length) => random.bytes(length) }
  }

  /** The power goes: what was not synced may be gone. */
  cutPower(): void {
    this.life?.end()
    this.disk.cutPower(this.chance.random)
    this.store.cutPower(this.chance.below(this.store.loose + 1))
  }
}

const MILLION = 1_000_000

/** The store as a life reaches it. */
function guarded(life: Life, { store }: Machine) {
  return {
    location: store.location,
    get: (key: Uint8Array) => store.get(key),
    entries: (from: Uint8Array, to: Uint8Array) => store.entries(from, to),
    keys: (from: Uint8Array, to: Uint8Array) => store.keys(from, to),
    view: () => store.view(),
    write: (...[changes, durable]: Parameters<SimulatedStore["write"]>) =>
      life.through(() => store.write(changes, durable)),
    clear: () => life.through(() => store.clear()),
    close: () => life.through(() => store.close()),
  }
}

/** Named points are told to the life that comes to them; answers how to end that. */
export function watchPoints(): () => void {
  onPerturb((point) => living.getStore()?.reach(point))
  return () => onPerturb(null)
}

/** The name of the machine on which this runs; null: on none. */
export function whereThisRuns(): string | null {
  return living.getStore()?.machine.name ?? null
}
