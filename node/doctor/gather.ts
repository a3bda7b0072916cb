/** Facts of a node, gathered from wherever it can be seen: its process, its files, its engine. */
import type { Status } from "../ledger.ts"
import { type EnginePlace, engineFacts } from "./engine.ts"
import type { Facts, LedgerFacts, OtherFacts } from "./facts.ts"
import { nodeLines, tailOf } from "./logs.ts"
import { folderFacts } from "./machine.ts"

/** Where a node and its things are. */
export type NodePlace = {
  /** How commands name it. */
  readonly node: string
  readonly network: boolean
  /** Its log; null where it has none. */
  readonly log: string | null
  /** Folders that it writes to. */
  readonly folders: readonly string[]
  /** Null for the embedded engine. */
  readonly engine: EnginePlace | null
}

/** What only whoever asks can tell. */
export type Seen = {
  readonly process: Facts["process"]
  readonly ledger: () => Promise<LedgerFacts | null>
  readonly compared?: Facts["compared"]
  readonly others?: readonly OtherFacts[]
  /** Whether a small file may be written to see how long the disk takes. */
  readonly probe: boolean
  readonly now: () => number
}

/** Of a ledger's status what the doctor looks at. */
export function ledgerFacts({ height, time, waiting, halted }: Status): LedgerFacts {
  return { height, time, waiting, halted }
}

/** Everything of one node; takes a second where it has an engine. */
export async function gather(place: NodePlace, seen: Seen): Promise<Facts> {
  const { process, compared = null, others = [], probe, now } = seen
  const { node, network, log, folders } = place
  const [engine, lines, rooms] = await Promise.all([
    place.engine === null ? null : engineFacts(place.engine),
    log === null ? [] : tailOf(log),
    folderFacts(folders, probe),
  ])
  return {
    ...{ node, network, process, engine, compared, others, folders: rooms },
    ...{ log: nodeLines(lines), ledger: await seen.ledger(), now: now() },
  }
}
