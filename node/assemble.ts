/**
 * The parts of a running node, put together over an opened store: one attempt of opening a ledger.
 */
import type { Engine } from "@concordat/engines/port"
import {
  Bug,
  beginsWith,
  ConcordatError,
  type Genesis,
  PROVABLE_HEIGHTS,
  type Runtime,
  upgradeAbove,
  type Verdicts,
} from "@concordat/kernel"
import { openEngine } from "./engine.ts"
import { Evidence } from "./evidence/assembly.ts"
import { type CommittedBlock, openedOf } from "./executor/committed.ts"
import { Executor } from "./executor/executor.ts"
import { Blocks } from "./ledger/blocks.ts"
import { Mempool } from "./ledger/mempool.ts"
import { NodeLedger } from "./ledger/node-ledger.ts"
import { Reached } from "./ledger/reached.ts"
import { measuredApplication, measuredStore } from "./metrics/measured.ts"
import type { OpenOptions } from "./open.ts"
import { openReadModel } from "./projector/open-read-model.ts"
import { layGround } from "./recovery/ground.ts"
import { Restore } from "./snapshots/restore.ts"
import { NodeSnapshots } from "./snapshots/snapshots.ts"
import type { StoreHead } from "./store/head.ts"
import { ImageKeeper } from "./store/image-keeper.ts"
import { type Loaded, loadState } from "./store/load.ts"
import type { StateStore } from "./store/state-store.ts"
import { damageMark } from "./store/store-place.ts"
import { tellingDamage } from "./store/told-damage.ts"
import { WriteBehind } from "./store/write-behind.ts"
import { onTheSpot, type Verifier, verifyInThreads } from "./verify/verifier.ts"

const FLUSH_BLOCKS = 64
const TRANSACTIONS_WAITING_MAX = 40_000
const BYTES_WAITING_MAX = 67_108_864
const MS_A_SECOND = 1_000

const NOTHING_YET: Omit<Late, "stored"> = {
  ...{ mempool: null, ledger: null, evidence: null, keeper: null },
  ...{ verdicts: null, failure: null },
}

export type Attempt = {
  readonly options: OpenOptions
  readonly runtime: Runtime
  readonly genesis: Genesis
  readonly store: StateStore
  /** Folder of the trie images. */
  readonly images: string
  /** Lets go of the data folder. */
  readonly unlock: () => void
}

/** Parts that come into being after those which call them. */
type Late = {
  mempool: Mempool | null
  ledger: NodeLedger | null
  evidence: Evidence | null
  keeper: ImageKeeper | null
  verdicts: Verdicts | null
  /** Heights that are in the store. */
  readonly stored: Reached
  failure: unknown
}

function verifierOf({ options, runtime }: Attempt): Verifier {
  const { servicesModule, workers = null, log, verifier } = options
  if (verifier !== undefined) return verifier
  if (servicesModule === null || workers === 0) return onTheSpot
  return verifyInThreads({
    runtime,
    workers,
    services: servicesModule,
    onLost: (failure) => log.warn("workers_lost", "A verification thread ended.", { failure }),
  })
}

/** Logs why the node stops, and remembers a damaged store over the restart. */
function failed({ options, store }: Attempt, failure: unknown): void {
  const { log, disk, data, metrics, onFailure } = options
  metrics?.failed(failure)
  if (failure instanceof ConcordatError) {
    const code = failure.code === "disk_full" ? "disk_full" : "engine_failed"
    log.error(code, failure.message, { failure })
    const { path } = failure.details
    const isState = failure.code === "store_damaged" && path === store.location
    if (isState)
      damageMark(disk, data)
        .set(failure.message)
        .catch(() => {})
  } else {
    log.error(failure instanceof Bug ? "bug" : "engine_failed", String(failure), { failure })
  }
  onFailure?.(failure)
}

/** What fails stops everything that waits, once, and is told to whoever opened the node. */
function failing(attempt: Attempt, late: Late, reached: Reached): (failure: unknown) => void {
  return (failure) => {
    if (late.failure !== null) return
    late.failure = failure
    failed(attempt, failure)
    late.mempool?.failAll(failure)
    reached.fail(failure)
  }
}

/** Counts what a block came to, where somebody measures. */
function measure({ options, runtime, genesis }: Attempt, block: CommittedBlock, late: Late): void {
  const { metrics, cometbft = null } = options
  if (metrics === undefined || late.verdicts === null) return
  const { verdicts } = late
  metrics.committed(block, (index) =>
    openedOf(runtime, genesis.chain, verdicts, block.transactions[index]!),
  )
  if (cometbft !== null) metrics.voted()
}

/** The executor, and who hears of what it checks and commits. */
function executorOf(
  attempt: Attempt,
  loaded: Loaded | null,
  late: Late,
  reached: Reached,
  snapshots: NodeSnapshots,
  onFailure: (failure: unknown) => void,
): Executor {
  const { options, runtime, genesis, store } = attempt
  const { scheduler, log, clock, metrics, register, disk, data } = options
  const { flushBlocks = FLUSH_BLOCKS, snapshotEvery = null } = options
  const behind = metrics === undefined ? store : measuredStore(store, clock, metrics)
  const executor = new Executor({
    ...{ runtime, genesis, store, loaded, log, snapshots, register },
    ground: (recovery) => layGround({ store, disk, data, log }, recovery),
    writeBehind: (arrays, from) => {
      const undoHeights = from?.undoHeights ?? []
      const parts = { store: behind, scheduler, flushBlocks, undoHeights, onFailure, ...arrays }
      const flushed = from?.head.height ?? null
      if (flushed !== null) late.stored.reach(flushed)
      return new WriteBehind({ ...parts, onFlushed: (at) => late.stored.reach(at) }, flushed)
    },
    async onHeight(height) {
      if (snapshotEvery === null || height % BigInt(snapshotEvery) !== 0n) return
      const begun = await snapshots.begin()
      begun?.made.catch(() => {}) // Logged; the next one comes.
    },
    onChecked: (bytes, outcome, recheck) => {
      if (outcome.bug !== null) {
        log.error("transaction_poisoned", outcome.bug.message, { failure: outcome.bug })
      }
      if (!recheck)
        metrics?.checked(outcome.code === 0 ? null : (outcome.refusals[0]?.code ?? "node_busy"))
      late.mempool?.onChecked(bytes, outcome, recheck)
    },
    onCommitted: (block) => {
      const { height, rows, transactions } = block
      if (transactions.length > 0) {
        const counts = { height, rows, transactions: transactions.length }
        log.debug("block_closed", `Block ${height}`, counts)
      }
      late.keeper?.wrote(rows)
      late.mempool?.onCommitted(block)
      reached.reach(height)
      late.ledger?.notify(block)
      measure(attempt, block, late)
    },
    onPoisoned: (bytes) => late.mempool?.onPoisoned(bytes),
    async prove(key, height) {
      if (late.evidence !== null) return late.evidence.prove(key, height)
      throw new ConcordatError("node_starting", "Nothing is proved before the ledger is open.")
    },
  })
  late.verdicts = executor.verdicts
  return executor
}

/** The snapshots of the node; what they need of the executor comes with it. */
async function snapshotsOf(attempt: Attempt, executor: () => Executor): Promise<NodeSnapshots> {
  const { options, store, runtime, genesis, images } = attempt
  const { disk, scheduler, log, data } = options
  const restore = new Restore({
    ...{ store, disk, images, runtime, genesis, log },
    async adopt(loaded) {
      await executor().writes.drain()
      executor().stand(loaded)
    },
  })
  return NodeSnapshots.open({
    ...{ disk, scheduler, log, restore, folder: `${data}/snapshots` },
    async settle() {
      const { state } = executor()
      while (executor().writes.flushed !== state.height) await executor().writes.drain()
      return { view: store.view(), height: state.height, rows: executor().rows.size }
    },
  })
}

/** An engine that stands where the block log ends, over an executor that stands there too. */
async function startEngine(
  attempt: Attempt,
  executor: Executor,
  late: Late,
  onFailure: (failure: unknown) => void,
): Promise<{ engine: Engine; keeper: ImageKeeper }> {
  const { disk, scheduler } = attempt.options
  const state = () => executor.state
  const writes = () => executor.writes
  const keeper = new ImageKeeper({ disk, scheduler, folder: attempt.images, state, writes })
  await keeper.open()
  const engine = await openEngine(attempt.options, attempt.genesis, onFailure)
  late.keeper = keeper
  const { clock, metrics, watched = (application) => application } = attempt.options
  const application = metrics ? measuredApplication(executor, clock, metrics) : executor
  await engine.start(watched(application)).catch(async (failure) => {
    await engine.stop()
    throw failure
  })
  return { engine, keeper }
}

function mempoolOf(
  attempt: Attempt,
  executor: Executor,
  engine: Engine,
  verifier: Verifier,
  blocks: Blocks,
): Mempool {
  const { clock, scheduler, log, metrics, waiting } = attempt.options
  return new Mempool({
    ...{ executor, engine, verifier, scheduler, clock },
    ...(metrics === undefined ? {} : { onFinal: (ms) => metrics.final(ms / MS_A_SECOND) }),
    transactionsMax: waiting?.transactions ?? TRANSACTIONS_WAITING_MAX,
    bytesMax: waiting?.bytes ?? BYTES_WAITING_MAX,
    placeOf: (id) => blocks.placeOf(id),
    onVerifierFailure: (failure) =>
      log.warn("workers_lost", "Signatures were not verified ahead.", { failure }),
  })
}

/** The same attempt over a store that tells of damage, and who hears of it once it is open. */
function watchedOver(opened: Attempt) {
  const late: Late = { ...NOTHING_YET, stored: new Reached() }
  const reached = new Reached()
  const onFailure = failing(opened, late, reached)
  // While the ledger is being opened, whoever opens it puts a damaged store aside.
  const store = tellingDamage(opened.store, (damage) => late.ledger && onFailure(damage))
  return { attempt: { ...opened, store }, late, reached, onFailure }
}

/**
 * A store of another ledger is as sound as ours: it is left where it is. A program of after an
 * upgrade may count the rows of an older genesis otherwise: then the chain's name decides.
 */
function ensureOwn({ chain, genesis }: StoreHead, { runtime, genesis: wanted, store }: Attempt) {
  const older = chain === wanted.chain && !beginsWith(runtime, wanted)
  if (genesis === wanted.digest || older) return
  const path = store.location
  const reason = `The state store ${path} is of ledger ${chain}, the genesis of ${wanted.chain}.`
  throw new ConcordatError("genesis_mismatch", reason, {
    hint: "Bring back the one that is not of this ledger: the store, or the genesis file.",
    details: { path, found: genesis, expected: wanted.digest },
  })
}

/**
 * What lies in the store. Throws `genesis_mismatch` where that is another ledger's, and
 * `upgrade_needed` where the next block is a newer program's.
 */
async function loadedBy(attempt: Attempt): Promise<Loaded | null> {
  const { options, runtime, store, images } = attempt
  const loaded = await loadState({ store, disk: options.disk, images, runtime })
  if (loaded !== null) ensureOwn(loaded.head, attempt)
  const end = loaded === null ? null : upgradeAbove(runtime, loaded.state)
  if (end !== null) throw end
  return loaded
}

/**
 * Opens what lies in the store and brings it to the last durable block. Throws what `loadState`,
 * the block log and the handshake throw; then nothing is left open but the store.
 */
export async function assemble(opened: Attempt): Promise<NodeLedger> {
  const { options, runtime, genesis, unlock } = opened
  const { chain, height: initialHeight } = genesis
  const { attempt, late, reached, onFailure } = watchedOver(opened)
  const { store } = attempt
  const { profile } = options
  const loaded = await loadedBy(attempt)
  const snapshots = await snapshotsOf(attempt, () => executor)
  const executor: Executor = executorOf(attempt, loaded, late, reached, snapshots, onFailure)
  const { engine, keeper } = await startEngine(attempt, executor, late, onFailure)

  const { archive } = engine
  const { verdicts, rows, eventLog, writes, origin } = executor
  const state = () => executor.state
  const tip = () => state().height
  const blocks = new Blocks({
    ...{ runtime, chain, verdicts, archive, store, writes, initialHeight, origin, tip },
  })
  const provableFrom = () => {
    const lowest = tip() - BigInt(PROVABLE_HEIGHTS) + 1n
    const first = blocks.first > initialHeight ? blocks.first : initialHeight
    return lowest > first ? lowest : first
  }
  reached.reach(tip())
  const { organisationOf } = executor.network
  const evidence = new Evidence({
    ...{ chain, profile, organisationOf, archive, blocks, rows, state, provableFrom },
    log: eventLog,
    async reached(height) {
      await reached.wait(height)
      await archive.arrived(height)
    },
  })
  late.evidence = evidence
  const verifier = verifierOf(attempt)
  const mempool = mempoolOf(attempt, executor, engine, verifier, blocks)
  late.mempool = mempool
  const { stored } = late
  const about = { options, genesis, store, archive, executor, stored }
  const { readModel, closeReadModel } = openReadModel(about)
  const ledger = new NodeLedger({
    ...{ chain, profile, executor, engine, mempool, blocks, evidence, provableFrom },
    ...{ snapshots, readModel },
    counters: () => ({ ...mempool.counters, flushes: writes.flushes, unflushed: writes.waiting }),
    halted: () => {
      if (late.failure === null) return null
      return late.failure instanceof ConcordatError ? late.failure.code : "node_halted"
    },
    async close() {
      const closed = new ConcordatError("node_halted", "The node was closed.")
      await engine.stop()
      mempool.failAll(closed)
      await snapshots.close()
      await closeReadModel(closed)
      if (late.failure === null) {
        await writes.drain()
        await keeper.close()
      }
      await verifier.close()
      await store.close()
      reached.fail(closed)
      unlock()
      options.log.info("ledger_closed", `Closed ${chain}.`, { height: tip() })
    },
  })
  late.ledger = ledger
  options.metrics?.watch(ledger)
  return ledger
}
