/** Files of a node: its blocks, its schedule, its genesis, its store, its snapshots. */
import { KeptNode, servedFrom } from "./kept-node.ts"
import { all, allButOlder, type Subject } from "./subject.ts"

const NOTES = 12

/** A node, the same at half of its way, and one of another ledger. */
export type Nodes = { readonly now: KeptNode; readonly older: KeptNode; readonly other: KeptNode }

export async function nodes(): Promise<Nodes> {
  const now = await new KeptNode(1).write(NOTES)
  return {
    now,
    older: await new KeptNode(1).write(NOTES / 2),
    other: await new KeptNode(2).write(NOTES),
  }
}

type Row = Pick<Subject, "file" | "named" | "comes">

/** A file of each node by its name there. */
function fileOf(nodes: Nodes, row: Row, nameIn: (node: KeptNode) => string): Subject {
  const bytesOf = (node: KeptNode) => node.bytes(nameIn(node))
  const { now, older, other } = nodes
  return {
    ...row,
    versions: async () => ({
      now: await bytesOf(now),
      older: await bytesOf(older),
      other: await bytesOf(other),
    }),
    whole: now.told,
    open: (bytes) => now.openWith(nameIn(now), bytes),
  }
}

const DAMAGED = "store_damaged"

/** A file that is never written again has no older copy. */
const OF_DISK: readonly (Row & { readonly at: string })[] = [
  {
    ...{ file: "block log", at: "/data/blocks/00000000000000000001.log" },
    named: /block log|\/data\/blocks/,
    comes: all(DAMAGED, { swapped: "genesis_mismatch" }),
  },
  {
    ...{ file: "schedule of validators", at: "/data/engine/schedule", named: /engine\/schedule/ },
    comes: allButOlder("rebuilt"),
  },
  {
    ...{ file: "genesis", at: "/data/genesis.json", named: /genesis/ },
    comes: allButOlder("genesis_invalid", {
      ...{ swapped: "genesis_mismatch", missing: "configuration_invalid" },
    }),
  },
]

const OF_STORE: readonly (Row & { readonly at: RegExp })[] = [
  {
    // It names the manifest, whose name is the same in all stores that were opened as often.
    ...{ file: "store: CURRENT", at: /^CURRENT$/, named: /state store/ },
    comes: {
      ...{ "bit flip": "rebuilt", truncated: "rebuilt", missing: "rebuilt" },
      ...{ "zeroed page": "rebuilt", torn: "rebuilt" },
    },
  },
  {
    ...{ file: "store: manifest", at: /^MANIFEST/, named: /state store/ },
    comes: all("rebuilt"),
  },
  {
    ...{ file: "store: table", at: /\.ldb$/, named: /state store/ },
    // The bit may be of what a later write covers.
    comes: all("rebuilt", { "bit flip": "sound" }),
  },
  {
    // LevelDB cuts its log where a record is bad; the block log has all of it.
    ...{ file: "store: log", at: /\d\.log$/, named: /state store/ },
    comes: all("sound"),
  },
]

/** The store as a whole: another ledger's, an older one, none. */
function storeFolder({ now, older, other }: Nodes): Subject {
  const [none, old, foreign] = [0, 1, 2].map((mark) => Uint8Array.of(mark))
  return {
    ...{ file: "store: the folder", named: /state store|genesis/, whole: now.told },
    comes: { missing: "whole", swapped: "genesis_mismatch", "older copy": "whole" },
    versions: async () => ({ now: none!, older: old!, other: foreign! }),
    open: (bytes) => now.openOver(bytes === null ? null : bytes[0] === 1 ? older : other),
  }
}

/** The two files of a snapshot; what is damaged is served to nobody. */
function snapshotFile(nodes: Nodes, name: "chunks" | "summary"): Subject {
  const place = (node: KeptNode) => node.path(`^/data/snapshots/.*/${name}$`)
  const row = { file: `snapshot: ${name}`, named: /snapshot in \/data\/snapshots/ }
  const comes = all("snapshot_damaged")
  const { now } = nodes
  return {
    ...fileOf(nodes, { ...row, comes }, place),
    whole: now.served,
    open: async (bytes) => servedFrom(await now.diskWith(place(now), bytes)),
  }
}

/** Files of the table that a node has. */
export function nodeFiles(nodes: Nodes): readonly Subject[] {
  return [
    ...OF_DISK.map(({ at, ...row }) => fileOf(nodes, row, () => at)),
    ...OF_STORE.map(({ at, ...row }) => fileOf(nodes, row, (node) => node.stored(at))),
    storeFolder(nodes),
    ...(["chunks", "summary"] as const).map((name) => snapshotFile(nodes, name)),
  ]
}
