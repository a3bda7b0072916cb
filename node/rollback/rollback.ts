/**
 * A node of a network one height back: where its state after the last block is not that of the
 * others, because its program or its machine computed something else. Engine and state go back
 * together; no block goes, and no memory of what was signed. The block is executed again at the
 * next start. Source of truth: ARCHITECTURE.md, "Engines".
 */
import { rollBackEngine } from "@concordat/engines/cometbft"
import { openArchive, Schedule, type SoloArchive } from "@concordat/engines/solo"
import { ConcordatError } from "@concordat/kernel"
import { lockFolder } from "../lock.ts"
import { systemDisk } from "../seams/disk.ts"
import { readHead, type StoreHead } from "../store/head.ts"
import { readOrigin } from "../store/origin.ts"
import type { StateStore } from "../store/state-store.ts"
import { stepBack } from "../store/step-back.ts"
import { levelPlace } from "../store/store-place.ts"
import { removeImages } from "../store/trie-images.ts"

/** Of which node. */
export type RollbackOptions = {
  /** Absolute paths: the data folder of a node that stands still, and its engine's. */
  readonly data: string
  readonly home: string
  /** The engine's program. */
  readonly binary: string
}

function refused(reason: string, hint: string): ConcordatError {
  return new ConcordatError("rollback_refused", reason, { hint })
}

/** Refuses where a step back would lose something, or lead nowhere. */
function ensurePossible(store: StateStore, { height, initialHeight }: StoreHead) {
  const lowest = readOrigin(store)?.height ?? initialHeight - 1n
  if (height - 1n > lowest) return
  const reason = `What was before block ${height} is not kept here.`
  throw refused(reason, "Let the node begin anew beside the others.")
}

/** The app hash that the header of a height carries; null where that block is not held here. */
async function namedBy(archive: SoloArchive, height: bigint) {
  return (await archive.block(height))?.header.app ?? null
}

/** What was made of the state that goes, beside the store. */
async function removeDerived(data: string, height: bigint): Promise<void> {
  await removeImages(systemDisk, `${data}/images`, height)
  for (const folder of ["snapshots", "readmodel"]) await systemDisk.remove(`${data}/${folder}`)
}

async function stepped({ data, home, binary }: RollbackOptions, store: StateStore) {
  const head = readHead(store)
  if (head === null) throw refused("There is no state yet.", "Start the node: it executes blocks.")
  const { height, chain } = head
  ensurePossible(store, head)
  const archive = await openArchive(systemDisk, data)
  const [named, above] = await Promise.all([
    namedBy(archive, height),
    namedBy(archive, height + 1n),
  ]).finally(() => archive.close())
  if (above === head.appHash) {
    const reason = `Header ${height + 1n}, which others signed, names the state after ${height}.`
    throw refused(reason, "Leave it. Ask `concordat doctor` what is wrong.")
  }
  const schedule = await Schedule.load(systemDisk, `${data}/engine/schedule`, chain)
  const engine = await rollBackEngine(binary, home)
  if (engine >= height) return { from: height, to: height, engine }
  const validators = schedule.validators(height + 1n)
  const { parameters } = schedule.parameters(height)
  const to = await stepBack(store, { validators, parameters }, named)
  schedule.forget(height)
  await schedule.save()
  await removeDerived(data, to)
  return { from: height, to, engine }
}

/**
 * Steps back. `from` and `to`: heights of the state; the same where it lagged behind the engine.
 * Throws `rollback_refused`, `store_in_use`, `engine_ended`, `store_damaged`.
 */
export async function rollBack(options: RollbackOptions): Promise<{
  readonly from: bigint
  readonly to: bigint
  /** Height of the engine now. */
  readonly engine: bigint
}> {
  const unlock = lockFolder(options.data)
  try {
    const store = await levelPlace(`${options.data}/state`).open()
    try {
      return await stepped(options, store)
    } finally {
      await store.close()
    }
  } finally {
    unlock()
  }
}
