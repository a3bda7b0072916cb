/**
 * What a ledger goes on from after a recovery: the snapshot of the one before, laid into the empty
 * store of the one that begins. Nothing of it counts until the first block is written, and it is
 * laid again from the same files whenever the store has to be rebuilt.
 */
import type { Disk } from "@concordat/engines/seams"
import {
  type ArrivedRow,
  ConcordatError,
  equalBytes,
  fromHex,
  type Genesis,
  type GenesisGround,
  hashOf,
  MemoryRows,
  SnapshotReader,
} from "@concordat/kernel"
import type { Log } from "../log/log.ts"
import { Shelf } from "../snapshots/shelf.ts"
import { besidesOf, changesOf } from "../snapshots/taken.ts"
import { KeyIndex } from "../store/key-index.ts"
import { ORIGIN_KEY, RESTORING_KEY } from "../store/layout.ts"
import { keysOf, openLog } from "../store/load.ts"
import { encodeOrigin, type StoreOrigin } from "../store/origin.ts"
import { Rows } from "../store/rows.ts"
import type { StateStore } from "../store/state-store.ts"

/** The folder in a data folder that keeps the snapshot of the ledger before. */
export const PREDECESSOR = "predecessor"

const RESTORING = Uint8Array.of(1)

/** The parts of a store that holds the state of the ledger before. */
export type Ground = GenesisGround &
  ReturnType<typeof openLog> & { readonly rows: Rows; readonly origin: StoreOrigin }

type Recovery = NonNullable<Genesis["recovery"]>

/** Where the snapshot lies. */
type Kept = {
  readonly disk: Disk
  /** The folder that has a folder of the predecessor in it. */
  readonly data: string
  readonly log: Log
}
type Source = Kept & { readonly store: StateStore }

function absent(folder: string, snapshot: string): ConcordatError {
  const reason = `${folder} does not hold the snapshot ${snapshot}, from which this ledger goes on.`
  return new ConcordatError("configuration_invalid", reason, {
    hint: "`concordat recovery begin` puts it there; any survivor's has the same bytes.",
    details: { path: folder, snapshot },
  })
}

/** Chunk by chunk, judged as a joiner would, by the app hash that the members signed. */
async function takeAll(
  { disk, data, log }: Kept,
  recovery: Recovery,
  keep: (rows: readonly ArrivedRow[]) => Promise<void> | void,
) {
  const { chain, app: appHash, snapshot } = recovery.manifest
  const folder = `${data}/${PREDECESSOR}`
  const shelf = await Shelf.open(disk, folder, log)
  const found = shelf.list().find(({ hash }) => equalBytes(hash, fromHex(snapshot)))
  if (found === undefined) throw absent(folder, snapshot)
  const reader = new SnapshotReader(found, { chain, appHash })
  while (!reader.isWhole) {
    const chunk = await shelf.load(found.height, found.format, reader.next)
    if (chunk === null) throw absent(folder, snapshot)
    await keep(reader.take(chunk))
  }
  return reader.finish()
}

/** The same in memory, to execute a recovered ledger's blocks again. Throws as `layGround`. */
export async function readGround(kept: Kept, recovery: Recovery): Promise<GenesisGround> {
  const rows: (readonly [key: Uint8Array, value: Uint8Array])[] = []
  const { ids } = await takeAll(kept, recovery, (arrived) => {
    for (const { key, value } of arrived) rows.push([key, value])
  })
  return { rows: new MemoryRows(rows), ids }
}

/**
 * Lays the ground of a recovered ledger. Throws `configuration_invalid` where the snapshot is not
 * there, `root_mismatch` where it is not of the state that the members signed.
 */
export async function layGround(source: Source, recovery: Recovery): Promise<Ground> {
  const { store } = source
  await store.clear()
  await store.write([[RESTORING_KEY, RESTORING]], true)
  const parts = await takeAll(source, recovery, (rows) => store.write(changesOf(rows)))
  const { height, ids, log } = parts
  const peaks = log.peaks.map((peak) => hashOf(peak))
  // The genesis takes the place of that ledger's last block: its events are the first held here.
  const origin = { height: height - 1n, log: { size: log.size, peaks } }
  await store.write([...besidesOf(parts), [ORIGIN_KEY, encodeOrigin(origin)]], true)
  const rows = new Rows(store, KeyIndex.fromSorted(await keysOf(store)))
  return { ...openLog(store, log, origin), rows, ids, origin }
}
