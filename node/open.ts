/**
 * Opens the ledger of a data folder: lock, store, block log, executor, solo engine. A store that is
 * damaged is named and rebuilt from the block log, never used.
 */
import type { Clock, Disk, Scheduler } from "@concordat/engines/seams"
import { type Signer, SoloEngine } from "@concordat/engines/solo"
import {
  type Anchor,
  ConcordatError,
  defineRuntime,
  type Runtime,
  readGenesis,
  type Service,
} from "@concordat/kernel"
import { useAccelerators } from "./accelerators/index.ts"
import { Executor } from "./executor/executor.ts"
import { Blocks } from "./ledger/blocks.ts"
import { Mempool } from "./ledger/mempool.ts"
import { NodeLedger } from "./ledger/node-ledger.ts"
import type { Ledger, Profile } from "./ledger.ts"
import { lockFolder } from "./lock.ts"
import type { Log } from "./log/log.ts"
import { openLevelStore } from "./store/level-store.ts"
import { type Loaded, loadState } from "./store/load.ts"
import type { StateStore } from "./store/state-store.ts"
import { WriteBehind } from "./store/write-behind.ts"
import { onTheSpot, type Verifier, verifyInThreads } from "./verify/verifier.ts"

/** Blocks that go to the store in one batch. */
const FLUSH_BLOCKS = 64
const TRANSACTIONS_WAITING_MAX = 40_000
const BYTES_WAITING_MAX = 64 * 1024 * 1024

export type OpenOptions = {
  /** Absolute path of the data folder. */
  readonly data: string
  readonly services: readonly Service[]
  /** Text of the genesis file. */
  readonly genesis: string
  readonly profile: Profile
  /** Consensus keys that this process holds. */
  readonly signers: readonly Signer[]
  /** Whose validators they are, for anchors. */
  readonly organisations: Anchor["organisations"]
  readonly disk: Disk
  readonly clock: Clock
  readonly scheduler: Scheduler
  readonly log: Log
  /** Module that exports `services`, for verification threads; null: no threads. */
  readonly servicesModule: string | null
}

type Opened = { readonly store: StateStore; readonly loaded: Loaded | null }

/** The state as stored; a damaged one is removed, so that the block log gives it anew. */
async function openState(options: OpenOptions, runtime: Runtime): Promise<Opened> {
  const { data, disk, log } = options
  const images = `${data}/images`
  await disk.makeFolder(data)
  let store: StateStore | null = null
  try {
    store = await openLevelStore(`${data}/state`)
    return { store, loaded: await loadState(store, disk, images, runtime) }
  } catch (failure) {
    if (!(failure instanceof ConcordatError) || failure.code !== "store_damaged") throw failure
    log.error("store_damaged", `${failure.message} It is rebuilt from the block log.`)
    await store?.close()
    await disk.remove(`${data}/state`)
    await disk.remove(images)
    const fresh = await openLevelStore(`${data}/state`)
    return { store: fresh, loaded: await loadState(fresh, disk, images, runtime) }
  }
}

function genesisMismatch(expected: string, actual: string): ConcordatError {
  return new ConcordatError("genesis_mismatch", "The data folder holds another ledger.", {
    hint: "Name the data folder of this genesis file, or an empty one.",
    details: { expected, actual },
  })
}

/** Opens a ledger and brings it to its last durable block. */
export async function openLedger(options: OpenOptions): Promise<Ledger> {
  const { data, disk, scheduler, clock, log, profile, organisations, signers } = options
  await disk.makeFolder(data)
  const unlock = lockFolder(data)
  try {
    await useAccelerators({})
    const runtime = defineRuntime(options.services, { freeze: profile === "development" })
    const genesis = readGenesis(runtime, options.genesis)
    const { store, loaded } = await openState(options, runtime)
    if (loaded !== null && loaded.head.genesis !== genesis.digest) {
      throw genesisMismatch(genesis.digest, loaded.head.genesis)
    }
    const running: { mempool: Mempool | null; ledger: NodeLedger | null } = {
      mempool: null,
      ledger: null,
    }
    const onFailure = (failure: unknown) => {
      log.error("engine_failed", "The node stopped taking transactions.", {
        failure: String(failure),
      })
      running.mempool?.failAll(failure)
    }
    const executor = new Executor({
      ...{ runtime, genesis, store, loaded, log },
      writeBehind: ({ rows, leaves, runs }) =>
        new WriteBehind(
          {
            ...{ store, rows, leaves, runs, scheduler, flushBlocks: FLUSH_BLOCKS, onFailure },
            undoHeights: loaded?.undoHeights ?? [],
          },
          loaded?.head.height ?? null,
        ),
      onChecked: (bytes, outcome, recheck) => running.mempool?.onChecked(bytes, outcome, recheck),
      onCommitted: (block) => {
        running.mempool?.onCommitted(block)
        running.ledger?.onCommitted(block)
      },
      onPoisoned: (bytes) => running.mempool?.onPoisoned(bytes),
    })
    const { chain, time: genesisTime, height: initialHeight } = genesis
    const engine = await SoloEngine.open({
      ...{ disk, data, chain, genesisTime, initialHeight, signers, clock, scheduler, onFailure },
      onCut: (path, offset, bytes) => {
        log.warn("block_log_cut", "A torn record at the end was cut", { path, offset, bytes })
      },
    })
    await engine.start(executor)
    const verifier: Verifier =
      options.servicesModule === null
        ? onTheSpot
        : verifyInThreads({
            ...{ runtime, workers: null, services: options.servicesModule },
            onLost: (failure) => log.warn("workers_lost", "A thread ended", { failure }),
          })
    const blocks = new Blocks({
      ...{ runtime, chain, verdicts: executor.verdicts, archive: engine.archive, store },
      ...{ writes: executor.writes, initialHeight, tip: () => executor.state.height },
    })
    const mempool = new Mempool({
      ...{ executor, engine, verifier, scheduler },
      ...{ transactionsMax: TRANSACTIONS_WAITING_MAX, bytesMax: BYTES_WAITING_MAX },
      placeOf: (id) => blocks.placeOf(id),
    })
    running.mempool = mempool
    running.ledger = new NodeLedger({
      ...{ runtime, profile, executor, engine, blocks, mempool, scheduler, organisations },
      async close() {
        await engine.stop()
        await executor.writes.drain()
        await verifier.close()
        await store.close()
        unlock()
      },
    })
    return running.ledger
  } catch (failure) {
    unlock()
    throw failure
  }
}
