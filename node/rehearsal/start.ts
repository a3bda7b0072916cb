/** Where a rehearsal begins: the state of a snapshot, proved by the header above it. */
import type { ArchivedBlock, BlockArchive } from "@concordat/engines/port"
import type { Disk } from "@concordat/engines/seams"
import {
  ConcordatError,
  type Hash,
  type Key,
  type LedgerState,
  MemoryRows,
  openState,
  type Row,
  type Runtime,
  readStateKey,
  SnapshotReader,
  serviceRows,
  stampMs,
  tablePrefix,
} from "@concordat/kernel"
import type { Log } from "../log/log.ts"
import { Shelf } from "../snapshots/shelf.ts"
import type { StoreHead } from "../store/head.ts"

const SERVICES_MAX = 1_000

/** A node's folder that nobody else has open. */
export type Kept = { readonly disk: Disk; readonly data: string; readonly log: Log }

/** The state at a snapshot's height, as often as it is opened. */
export type Start = {
  readonly height: bigint
  /** Versions of services that it records. */
  readonly recorded: ReadonlyMap<string, number>
  open(runtime: Runtime): LedgerState
}

function none(data: string, wanted: bigint | undefined): ConcordatError {
  const which = wanted === undefined ? "below the last block" : `of height ${wanted}`
  return new ConcordatError("configuration_invalid", `${data} has no snapshot ${which}.`, {
    hint: "`concordat snapshot list` names them; `snapshot make` makes one, for blocks to come.",
    details: { path: data },
  })
}

/** A block that must be there. */
export async function blockAt(archive: BlockArchive, height: bigint): Promise<ArchivedBlock> {
  const block = await archive.block(height)
  if (block !== null) return block
  throw new ConcordatError("store_damaged", `The block log lacks block ${height}.`, {
    hint: "A node that joined has blocks from its own snapshot on: rehearse from a later one.",
    details: { height: String(height) },
  })
}

/** The lowest snapshot below the last block, or the one of a height. */
async function chosen(shelf: Shelf, { height: last }: StoreHead, data: string, from?: bigint) {
  const below = shelf.list().filter(({ height }) => height < last)
  const found = from === undefined ? below.at(-1) : below.find(({ height }) => height === from)
  if (found === undefined) throw none(data, from)
  return found
}

/** Reads a snapshot as a joiner does. Throws `configuration_invalid`, and what a joiner says. */
export async function startAt(
  { disk, data, log }: Kept,
  archive: BlockArchive,
  head: StoreHead,
  from?: bigint,
): Promise<Start> {
  const { chain } = head
  const shelf = await Shelf.open(disk, `${data}/snapshots`, log)
  const summary = await chosen(shelf, head, data, from)
  const { height } = summary
  const above = await blockAt(archive, height + 1n)
  const reader = new SnapshotReader(summary, { chain, appHash: above.header.app as Hash })
  const rows: (readonly [Uint8Array, Uint8Array])[] = []
  while (!reader.isWhole) {
    const chunk = await shelf.load(height, summary.format, reader.next)
    if (chunk === null) throw none(data, height)
    for (const { key, value } of reader.take(chunk)) rows.push([key, value])
  }
  const { ids, log: events } = reader.finish()
  const own = await archive.block(height)
  // No header tells the time of a block that is not here: that of the next one is as good.
  const time = stampMs((own ?? above).header.time)
  const validators = archive.validators(height + 2n)
  const { parameters } = archive.parameters(height + 1n)
  const parts = { chain, height, time, log: events, ids, validators, parameters }
  const recorded = new MemoryRows(rows)
    .scan(tablePrefix(serviceRows), { limit: SERVICES_MAX })
    .map(([key, value]) => {
      const { service } = readStateKey(serviceRows, key) as Key<typeof serviceRows>
      return [service, (serviceRows.readRow(value) as Row<typeof serviceRows>).version] as const
    })
  return {
    height,
    recorded: new Map(recorded),
    open: (runtime) => openState(runtime, { ...parts, rows: new MemoryRows(rows) }),
  }
}
