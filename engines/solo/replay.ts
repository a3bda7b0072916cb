/**
 * The handshake: the application tells where it stands, and gets the durable blocks above that
 * again. Every header is compared with what the application then says, so a state that is not the
 * chain's never goes on.
 */
import { ConcordatError, equalBytes, fromHex, resultsHash, stampMs } from "@concordat/kernel"
import { perturb } from "../perturb.ts"
import type { Application, ArchivedBlock, BlockArchive, NamedProposal } from "../port.ts"
import type { Disk } from "../seams.ts"
import type { Signer } from "./closing.ts"
import { type Execution, execute, type Standing } from "./execution.ts"
import { Schedule } from "./schedule.ts"

export type ReplayOptions = {
  readonly disk: Disk
  /** Absolute path: `engine/` lies in it. */
  readonly data: string
  readonly chain: string
  /** Milliseconds of 1970. */
  readonly genesisTime: number
  readonly initialHeight: bigint
  readonly signers: readonly Signer[]
  /** Blocks replayed so far, of how many. */
  readonly onReplay?: (done: bigint, of: bigint) => void
}

function rootMismatch(height: bigint, what: string): ConcordatError {
  const reason = `Header ${height} names another ${what} than the state gives.`
  return new ConcordatError("root_mismatch", reason, {
    hint: "Keep the data folder and compare it: `concordat diff-state`.",
    details: { height: String(height) },
  })
}

function aheadOfLog(state: bigint, log: bigint): ConcordatError {
  const reason = `The state stands at height ${state}, but the block log ends at ${log}.`
  return new ConcordatError("store_damaged", reason, {
    hint: "Bring the block log back from its copy: blocks that were acknowledged are missing.",
    details: { state: String(state), log: String(log) },
  })
}

/**
 * The oldest and the newest block are this ledger's: a state at the height of another one's log has
 * nothing replayed, by which that would show.
 */
async function ensureOwn(archive: BlockArchive, { chain, data }: ReplayOptions): Promise<void> {
  for (const height of [archive.first, archive.last]) {
    const other = (await archive.block(height))?.header.chain ?? chain
    if (other === chain) continue
    const reason = `The blocks in ${data}/blocks are of ledger ${other}, the genesis of ${chain}.`
    throw new ConcordatError("genesis_mismatch", reason, {
      hint: `Bring back the one that is not of this ledger: ${data}/blocks, or its genesis file.`,
      details: { path: `${data}/blocks`, found: other, expected: chain },
    })
  }
}

/** Where the application begins: at genesis, or at the height that it has. */
async function begin(
  application: Application,
  archive: BlockArchive,
  options: ReplayOptions,
): Promise<{ height: bigint; schedule: Schedule; standing: Standing }> {
  const { disk, data, chain, genesisTime: time, initialHeight } = options
  const path = `${data}/engine/schedule`
  const { height, appHash, resultsHash: lastResults } = await application.info()
  if (height > archive.last) throw aheadOfLog(height, archive.last)
  if (height > 0n) {
    const schedule = await Schedule.load(disk, path, chain)
    const tip = await archive.block(height)
    const proofDue = tip === null || !equalBytes(fromHex(tip.header.app), appHash)
    const standing = { appHash, resultsHash: lastResults, proofDue, end: null }
    return { height, schedule, standing }
  }
  perturb("init.before")
  const answer = await application.initChain({ chain, time, height: initialHeight })
  perturb("init.after")
  await disk.makeFolder(`${data}/engine`)
  const schedule = Schedule.begin(disk, path, chain, { height: initialHeight, ...answer })
  await schedule.save()
  const { appHash: begun } = answer
  const standing = { appHash: begun, resultsHash: resultsHash([]), proofDue: false, end: null }
  return { height: initialHeight - 1n, schedule, standing }
}

function named({ height, header, commit, transactions }: ArchivedBlock): NamedProposal {
  const time = stampMs(header.time)
  const proposer = fromHex(header.proposer)
  return { height, time, transactions, proposer, misbehaviour: [], hash: commit.block.hash }
}

async function replayOne(
  execution: Execution,
  block: ArchivedBlock,
  standing: Standing,
): Promise<Standing> {
  const { height, header } = block
  if (!equalBytes(fromHex(header.app), standing.appHash)) throw rootMismatch(height, "app hash")
  if (!equalBytes(fromHex(header.lastResults), standing.resultsHash)) {
    throw rootMismatch(height, "results hash")
  }
  return execute(execution, named(block), standing.appHash)
}

/**
 * Brings the application to the last durable block. Throws `ConcordatError` `store_damaged` (the
 * state is ahead of the log, the schedule is lost), `genesis_mismatch` or `root_mismatch`, and that
 * with which the application ends.
 */
export async function replay(
  application: Application,
  archive: BlockArchive,
  options: ReplayOptions,
): Promise<{ schedule: Schedule; standing: Standing }> {
  await ensureOwn(archive, options)
  const { height, schedule, standing: before } = await begin(application, archive, options)
  const { signers, onReplay } = options
  let standing = before
  for (let next = height + 1n; next <= archive.last; next++) {
    const block = await archive.block(next)
    if (block === null) throw aheadOfLog(height, archive.first)
    standing = await replayOne({ application, schedule, signers }, block, standing)
    onReplay?.(next - height, archive.last - height)
    if (standing.end !== null) throw standing.end
  }
  return { schedule, standing }
}
