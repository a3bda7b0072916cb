/**
 * A joiner for tests: an application over an empty store that is offered snapshots as the engine
 * does, and given the blocks that follow.
 */
import type { SnapshotOffer } from "@concordat/engines/port"
import type { Disk } from "@concordat/engines/seams"
import { TestClock, TestDisk, watched } from "@concordat/engines/testing"
import { DEFAULT_PARAMETERS, fromHex, readGenesis, type SnapshotSummary } from "@concordat/kernel"
import { Executor } from "../executor/executor.ts"
import type { Ledger } from "../ledger.ts"
import { silentLog } from "../log/log.ts"
import { type Loaded, loadState } from "../store/load.ts"
import { MemoryStore } from "../store/memory-store.ts"
import type { StateStore } from "../store/state-store.ts"
import { WriteBehind } from "../store/write-behind.ts"
import { type TestWorld, testWorld } from "../testing/node.testing.ts"
import { notesRuntime } from "../testing/notes.testing.ts"
import { Restore } from "./restore.ts"
import { Shelf } from "./shelf.ts"
import { NodeSnapshots } from "./snapshots.ts"

/** Nobody asks for proofs here. */
const prove = () => Promise.reject(new Error("no proofs"))

const runtime = notesRuntime()
const DATA = "/data"

/** Bytes of the words of a note in a wide world. */
const WIDE_WORDS = 150

/** A fresh world whose genesis brings so many notes: five thousand of them fill a chunk. */
export function wideWorld(count: number): TestWorld {
  const world = testWorld()
  const genesis = JSON.parse(world.genesis)
  genesis.state.notes.notes = Array.from({ length: count }, (_, i) => ({
    key: { name: `wide-${String(i).padStart(8, "0")}` },
    value: { words: String(i).padEnd(WIDE_WORDS, "w"), count: "1" },
  }))
  return { ...world, genesis: JSON.stringify(genesis) }
}

/** A snapshot as a peer serves it. */
export type Served = {
  readonly summary: SnapshotSummary
  readonly chunks: readonly Uint8Array[]
  readonly offer: SnapshotOffer
}

/** The newest snapshot of a node over `data`, with what a header above it would prove. */
export async function served(
  world: TestWorld,
  ledger: Ledger,
  data: string = DATA,
): Promise<Served> {
  const { height } = (await ledger.snapshots())[0]!
  const shelf = await Shelf.open(world.disk, `${data}/snapshots`, silentLog)
  const summary = shelf.list().find((each) => each.height === height)!
  const chunks: Uint8Array[] = []
  for (let chunk = 0; chunk < summary.chunks; chunk++) {
    chunks.push((await shelf.load(height, summary.format, chunk))!)
  }
  const { appHash, time } = await standingAt(ledger, height)
  const { validators } = readGenesis(runtime, world.genesis)
  const proven = { appHash: fromHex(appHash), time, validators, parameters: DEFAULT_PARAMETERS }
  return { summary, chunks, offer: { snapshot: summary, ...proven } }
}

/** The app hash after a height, and the time of its block. */
async function standingAt(ledger: Ledger, height: bigint) {
  const [block, above] = [await ledger.block(height), await ledger.block(height + 1n)]
  return { appHash: above?.appHash ?? ledger.status().appHash, time: block!.time }
}

/** What a joiner lives in. */
type JoinerPlace = { readonly store: StateStore; readonly disk: Disk; readonly data: string }

/** An application that joins; in memory, unless it has another place. */
export class Joiner {
  private readonly place: JoinerPlace
  readonly scheduler = new TestClock()
  executor!: Executor
  /** The application as an engine calls it in one life, watched by the oracle. */
  life!: ReturnType<typeof watched>
  snapshots!: NodeSnapshots
  private readonly world: TestWorld
  /** The program that runs here. */
  program = runtime

  constructor(world: TestWorld, place: Partial<JoinerPlace> = {}) {
    this.world = world
    this.place = { store: new MemoryStore(), disk: new TestDisk(), data: DATA, ...place }
  }

  private get stored() {
    const { store, disk, data } = this.place
    return { store, disk, images: `${data}/images`, runtime: this.program }
  }

  /** What the store holds now, as a node finds it when it starts. */
  load(): Promise<Loaded | null> {
    return loadState(this.stored)
  }

  /** Starts over the store as it is. */
  async start(): Promise<this> {
    const { scheduler } = this
    const { store, disk, data } = this.place
    const genesis = readGenesis(runtime, this.world.genesis)
    const restore = new Restore({
      ...{ ...this.stored, genesis, log: silentLog },
      adopt: async (loaded) => this.executor.stand(loaded),
    })
    this.snapshots = await NodeSnapshots.open({
      ...{ disk, restore, log: silentLog, folder: `${data}/snapshots` },
      scheduler: { ...scheduler, soon: (task) => task(), after: () => () => {} },
      settle: async () => {
        await this.executor.writes.drain()
        const { height } = this.executor.state
        return { view: store.view(), height, rows: this.executor.rows.size }
      },
    })
    this.executor = new Executor({
      ...{
        runtime,
        genesis,
        store,
        loaded: await this.load(),
        log: silentLog,
        register: null,
        prove,
      },
      snapshots: this.snapshots,
      writeBehind: (arrays, from) =>
        new WriteBehind(
          {
            ...{ store, ...arrays, scheduler, flushBlocks: 1 },
            undoHeights: from?.undoHeights ?? [],
            onFailure: (failure) => {
              throw failure
            },
          },
          from?.head.height ?? null,
        ),
      onHeight: async () => {},
      onChecked: () => {},
      onCommitted: () => {},
      onPoisoned: () => {},
    })
    this.life = watched(this.executor)
    return this
  }

  /** Takes a whole snapshot, watched by the oracle; answers what each call said. */
  async take({ offer, chunks }: Served): Promise<string[]> {
    const { snapshots } = this.life
    const said: string[] = [await snapshots.offer(offer)]
    for (const [index, chunk] of chunks.entries()) said.push(await snapshots.apply(index, chunk))
    return said
  }

  /** Executes the blocks above its height as a node has them. */
  async follow(ledger: Ledger): Promise<void> {
    const { life } = this
    const tip = ledger.status().height
    await life.info()
    for (let height = this.executor.state.height + 1n; height <= tip; height++) {
      const block = (await ledger.block(height))!
      const transactions: Uint8Array[] = []
      for (const id of block.ids) transactions.push((await ledger.transaction(id!))!.bytes)
      const { time, hash, proposer } = block
      const named = { hash: fromHex(hash), proposer: fromHex(proposer), misbehaviour: [] }
      await life.finalizeBlock({ height, time, transactions, ...named })
      await life.commit()
    }
  }
}
