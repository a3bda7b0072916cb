/**
 * An upgrade rehearsed on the ledger's own blocks: the state of a snapshot is migrated, the blocks
 * above it are executed by the newer services, and what comes of it is held against what the ledger
 * has. Services that are as before must come to the same rows and answers; what the others changed
 * is told. Nothing of the node is changed.
 */
import { openArchive, Schedule, type SoloArchive } from "@concordat/engines/solo"
import {
  type Broken,
  ConcordatError,
  defineRuntime,
  executeBlock,
  type LedgerState,
  type RefusalRecord,
  type Runtime,
  type Service,
  Verdicts,
  verifyState,
} from "@concordat/kernel"
import { inputOf } from "../replay/replay.ts"
import { decodeBlockFacts } from "../store/block-facts.ts"
import { readHead, type StoreHead } from "../store/head.ts"
import { blockKey } from "../store/layout.ts"
import { type StateStore, storeDamaged } from "../store/state-store.ts"
import { compareRows, type ServiceRows, undoneTo } from "./rows.ts"
import { blockAt, type Kept, type Start, startAt } from "./start.ts"

/** A transaction that is answered otherwise. */
export type OtherAnswer = {
  readonly height: bigint
  readonly index: number
  /** Code of the first refusal; null: accepted. */
  readonly before: string | null
  readonly after: string | null
}

/** A service of another version; 0: it was not there. */
export type Changed = { readonly service: string; readonly from: number; readonly to: number }

/** What a rehearsal came to. */
export type Rehearsed = {
  readonly chain: string
  /** The snapshot's height, and that of the last block. */
  readonly from: bigint
  readonly to: bigint
  readonly changed: readonly Changed[]
  readonly services: readonly ServiceRows[]
  /** Transactions in all, and those that are answered otherwise. */
  readonly transactions: number
  readonly answers: readonly OtherAnswer[]
  readonly broken: readonly Broken[]
  /** Whether all that should be as before is, and every invariant holds. */
  readonly sound: boolean
}

/** What is rehearsed, and where. */
export type RehearsalOptions = Kept & {
  readonly store: StateStore
  /** Those of the newer program. */
  readonly services: readonly Service[]
  /** Those that run now, to be run beside; absent: what the ledger has is what they came to. */
  readonly before?: readonly Service[]
  /** Height of the snapshot; default: the lowest that is there. */
  readonly from?: bigint
  readonly onProgress?: (height: bigint, of: bigint) => void
}

/** One of the two versions, above the snapshot. */
type Side = { readonly runtime: Runtime; readonly state: LedgerState }

type Refusals = readonly RefusalRecord[]
const codeOf = (refusals: Refusals | undefined) => refusals?.[0]?.code ?? null

/** What the ledger answered to the transactions of a block. */
function answersOf(store: StateStore, height: bigint): readonly Refusals[] {
  const bytes = store.get(blockKey(height))
  if (bytes === undefined) throw storeDamaged(store.location, `lacks block ${height}`)
  return decodeBlockFacts(bytes).results.map(({ refusals }) => refusals)
}

/** Throws where the services that are said to run now come to another state than the ledger. */
function ensureSame({ state }: Side, expected: string): void {
  const { appHash: found, height } = state
  if (found === expected) return
  const reason = `After block ${height} they come to ${found}; the ledger has ${expected}.`
  throw new ConcordatError("root_mismatch", reason, {
    hint: "Name the services that run now; a node that differs from its ledger rehearses nothing.",
    details: { height: String(height), found, expected },
  })
}

function changesOf({ recorded }: Start, { services }: Runtime): Changed[] {
  return services.flatMap(({ name, version: to }) => {
    const from = recorded.get(name) ?? 0
    return from === to ? [] : [{ service: name, from, to }]
  })
}

/** Runs both versions over the blocks above the snapshot; answers where they answer otherwise. */
async function runBoth(
  options: RehearsalOptions,
  archive: SoloArchive,
  head: StoreHead,
  sides: { readonly after: Side; readonly before: Side | null },
  last: bigint,
) {
  const { store, onProgress } = options
  const { after, before } = sides
  const answers: OtherAnswer[] = []
  let transactions = 0
  for (let height = after.state.height + 1n; height <= last; height++) {
    const input = inputOf(await blockAt(archive, height))
    const outcome = executeBlock(after.runtime, after.state, input, new Verdicts())
    outcome.commit()
    if (before !== null) {
      executeBlock(before.runtime, before.state, input, new Verdicts()).commit()
      const above = height === head.height ? null : await archive.block(height + 1n)
      const app = height === head.height ? head.appHash : above?.header.app
      if (app !== undefined) ensureSame(before, app)
    }
    const had = answersOf(store, height)
    for (const [index, { refusals }] of outcome.results.entries()) {
      const [was, is] = [codeOf(had[index]), codeOf(refusals)]
      if (was !== is) answers.push({ height, index, before: was, after: is })
    }
    transactions += input.transactions.length
    onProgress?.(height, last)
  }
  return { answers, transactions }
}

/**
 * Rehearses. Throws `configuration_invalid` where there is no snapshot below the last block,
 * `root_mismatch`, `store_damaged`, and the `Bug` of services that would stop the ledger.
 */
export async function rehearse(options: RehearsalOptions): Promise<Rehearsed> {
  const { store, disk, data, services, before, from } = options
  const head = readHead(store)
  if (head === null) throw storeDamaged(store.location, "does not say where it stands")
  const archive = await openArchive(disk, data)
  try {
    archive.schedule = await Schedule.load(disk, `${data}/engine/schedule`, head.chain)
    const start = await startAt(options, archive, head, from)
    const runtime = defineRuntime(services, { upgradeHeight: start.height + 1n })
    const after = { runtime, state: start.open(runtime) }
    const present = before === undefined ? null : defineRuntime(before)
    const beside = present === null ? null : { runtime: present, state: start.open(present) }
    // The newest block of a network is written down when the next one carries its commit.
    const last = archive.last < head.height ? archive.last : head.height
    const undone = undoneTo(store, last, head.height)
    const ran = await runBoth(options, archive, head, { after, before: beside }, last)
    const changed = changesOf(start, runtime)
    const newer = new Set(changed.map(({ service }) => service))
    const rows = await compareRows(store, undone, after.state.rows, newer)
    const broken = verifyState(runtime, after.state)
    const asBefore = rows.every((one) => one.newer || one.first === null)
    const where = { chain: head.chain, from: start.height, to: last }
    const sound = asBefore && broken.length === 0
    return { ...where, changed, services: rows, ...ran, broken, sound }
  } finally {
    await archive.close()
  }
}
