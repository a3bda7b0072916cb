/**
 * Opens the ledger of a data folder: lock, genesis, store, block log, executor, engine. A state
 * store that is damaged is named, put aside and rebuilt from the block log; it is never used.
 *
 * The folder: `blocks/` the block log, `state/` the state store, `images/` of the state trie,
 * `snapshots/` for joiners, `engine/` which validators sign which height, `readmodel/` the SQL read
 * model, `genesis.json`, `lock`.
 */
import type { Application } from "@concordat/engines/port"
import type { Clock, Disk, Scheduler } from "@concordat/engines/seams"
import type { Signer } from "@concordat/engines/solo"
import {
  ConcordatError,
  defineRuntime,
  type Genesis,
  type Runtime,
  type Service,
} from "@concordat/kernel"
import { useAccelerators } from "./accelerators/index.ts"
import { assemble } from "./assemble.ts"
import type { CometChoice } from "./engine.ts"
import { genesisOf } from "./genesis/genesis-file.ts"
import type { NodeLedger } from "./ledger/node-ledger.ts"
import type { Ledger, Profile } from "./ledger.ts"
import { lockFolder } from "./lock.ts"
import type { Log } from "./log/log.ts"

import type { Metrics } from "./metrics/metrics.ts"

import type { StartProjector } from "./projector/thread.ts"

import type { NetworkRegister } from "./register.ts"

import type { StateStore } from "./store/state-store.ts"
import { damageMark, levelPlace, type StorePlace } from "./store/store-place.ts"
import type { Verifier } from "./verify/verifier.ts"

/** What a node is opened with. */
export type OpenOptions = {
  /** Absolute path of the data folder; it is made where it is absent. */
  readonly data: string
  readonly services: readonly Service[]
  /** Module that exports `services`, for verification threads; null: no threads. */
  readonly servicesModule: string | null
  /** Text of the genesis file; null: the folder has it. Another than the folder's is refused. */
  readonly genesis: string | null
  readonly profile: Profile
  /** Null or absent: the embedded engine, with the keys of `signers`. */
  readonly cometbft?: CometChoice | null
  /** Consensus keys that this process holds, for the embedded engine. */
  readonly signers: readonly Signer[]
  /** What the ledger's rows say of its network; null: they say nothing. */
  readonly register: NetworkRegister | null
  readonly disk: Disk
  readonly clock: Clock
  readonly scheduler: Scheduler
  readonly log: Log
  /** Who counts and times what happens. */
  readonly metrics?: Metrics
  /** The node stopped taking transactions; `exitCodeOf` tells the process's exit status. */
  readonly onFailure?: (failure: unknown) => void
  /** Verification threads; default one less than the machine has cores. */
  readonly workers?: number | null
  /** Blocks that go to the store in one batch, 1..1,000; default 64. */
  readonly flushBlocks?: number
  /** Blocks between snapshots for joiners; absent or null: only those that are asked for. */
  readonly snapshotEvery?: number | null
  /** How much may wait; default 40,000 transactions and 64 MiB. */
  readonly waiting?: { readonly transactions: number; readonly bytes: number }
  /** The SQL read model; null or absent: none. */
  readonly readModel?: ReadModelChoice | null
  /** Instead of a thread that brings the read model on, for tests. */
  readonly projector?: StartProjector
  /** Where the state lies; default classic-level in `state/`. */
  readonly store?: StorePlace
  /** Whether the kernel gets the node's faster twins; false: those that are in place stay. */
  readonly accelerate?: boolean
  /** Sees every call of the engine to the node, for tests. */
  readonly watched?: (application: Application) => Application
  /** Instead of threads, for tests. */
  readonly verifier?: Verifier
  /** How to lock the folder; for tests without files. */
  readonly lock?: (data: string) => () => void
}

/** Where the SQL read model lies, and when it starts: with the node, or with the first question. */
export type ReadModelChoice = {
  /** PGlite in the data folder, or a PostgreSQL by its address. */
  readonly database:
    | { readonly kind: "pglite" }
    | { readonly kind: "postgres"; readonly url: string }
  readonly atOnce: boolean
}

const DEVELOPMENT_CHAIN = /-dev-\d+$/

function checkProfile({ profile }: OpenOptions, { chain }: Genesis): void {
  if (profile === "development" || !DEVELOPMENT_CHAIN.test(chain)) return
  throw new ConcordatError("genesis_invalid", `${chain} is a development ledger.`, {
    hint: "Use profile development, or a genesis whose chain id does not end in -dev-<number>.",
    details: { pointer: "/chain", chain },
  })
}

/** Whether a failure says that the state, and not the block log, is what cannot be trusted. */
function isStateDamage(failure: unknown, { data }: OpenOptions, place: StorePlace): boolean {
  if (!(failure instanceof ConcordatError)) return false
  if (failure.code === "root_mismatch") return true
  const { path } = failure.details
  const isState = path === place.location || path === `${data}/engine/schedule`
  return failure.code === "store_damaged" && isState
}

async function setAside(options: OpenOptions, place: StorePlace, failure: unknown): Promise<void> {
  const { data, disk, log } = options
  const reason = failure instanceof Error ? failure.message : String(failure)
  const next = "It is put aside and rebuilt from the block log."
  log.error("store_damaged", `${reason} ${next}`, { path: place.location })
  await place.setAside()
  await disk.remove(`${data}/images`)
  await disk.remove(`${data}/engine/schedule`)
}

type Opening = {
  readonly options: OpenOptions
  readonly runtime: Runtime
  readonly genesis: Genesis
  readonly place: StorePlace
  readonly unlock: () => void
}

async function attempt(opening: Opening): Promise<NodeLedger> {
  const { options, place } = opening
  const images = `${options.data}/images`
  let store: StateStore | null = null
  try {
    store = await place.open()
    return await assemble({ ...opening, store, images })
  } catch (failure) {
    await store?.close()
    throw failure
  }
}

async function openOrRebuild(opening: Opening): Promise<NodeLedger> {
  const { options, place } = opening
  const mark = damageMark(options.disk, options.data)
  if (await mark.isSet()) {
    const reason = `The state store ${place.location} was found damaged while it was in use.`
    await setAside(options, place, new Error(reason))
    await mark.clear()
  }
  try {
    return await attempt(opening)
  } catch (failure) {
    if (!isStateDamage(failure, options, place)) throw failure
    await setAside(options, place, failure)
    return attempt(opening)
  }
}

/**
 * Opens a ledger and brings it to its last durable block. Throws `ConcordatError`: `store_in_use`,
 * `genesis_invalid`, `genesis_mismatch`, `runtime_mismatch`, `upgrade_needed`, `store_damaged` (the
 * block log), `root_mismatch`, `disk_full`, and what its engine throws where it cannot start.
 */
export async function openLedger(options: OpenOptions): Promise<Ledger> {
  const { data, disk, log, profile, accelerate = true, lock = lockFolder } = options
  await disk.makeFolder(data)
  const unlock = lock(data)
  try {
    if (accelerate) log.info("accelerators_chosen", "Libraries in use.", await useAccelerators())
    const runtime = defineRuntime(options.services, { freeze: profile === "development" })
    const genesis = await genesisOf(disk, data, runtime, options.genesis)
    checkProfile(options, genesis)
    const place = options.store ?? levelPlace(`${data}/state`)
    const ledger = await openOrRebuild({ options, runtime, genesis, place, unlock })
    const { chain } = genesis
    log.info("ledger_opened", `Opened ${chain}.`, { height: ledger.status().height })
    return ledger
  } catch (failure) {
    unlock()
    throw failure
  }
}
