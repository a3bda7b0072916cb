/** Circumstances under which one recorded chain must give the same lines. */
import { replayNode } from "../../scripts/replay-nodes.ts"

/** What `replay.mjs` is told. */
export type Replay = {
  /** Heights after which the state is built anew from its rows, or from a snapshot's chunks. */
  readonly restarts?: readonly number[]
  readonly snapshots?: readonly number[]
  /** Heights at which the ledger is exported, imported and exported again. */
  readonly imports?: readonly number[]
  /** Heights whose block is committed, taken back and executed again. */
  readonly rollbacks?: readonly number[]
  /** Order in which the services are handed over: organisations is 0, money is 4. */
  readonly order?: readonly number[]
  /** Whether each block is executed and dropped once before it counts. */
  readonly rehearse?: boolean
  /** Whether a mempool saw the transactions first, and one memory of verdicts serves all blocks. */
  readonly checked?: boolean
  /** The order of maps and sets: backwards, or another each time, from a seed above 0. */
  readonly shuffle?: "backwards" | number
  /** Libraries that stand in for @noble, and what must come of the choice. */
  readonly twins?: {
    readonly choice: Readonly<Record<string, string | boolean>>
    readonly expected: Readonly<Record<string, string>>
  }
}

/** What `stored.ts` is told. */
export type Stored = {
  readonly store: "memory" | "level"
  /** Blocks between two writings. */
  readonly flushBlocks: number
  /** Heights after which the process is another one, over what the store holds. */
  readonly restarts: readonly number[]
  /** Whether proposals are judged before they are decided, and transactions checked before. */
  readonly proposed: boolean
}

/** One way to run a replay. */
export type Circumstance = {
  readonly name: string
  /** The Node; null where it is not installed. Default: the pinned one. */
  readonly node?: string | null
  readonly flags?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  readonly replay?: Replay
  /** The application of a node over a store, instead of the kernel alone. */
  readonly stored?: Stored
  /** How many of the first blocks, where one takes long; default: all. */
  readonly blocks?: number
}

/** Blocks of the record of `npm test`, and how many of them are replayed where one takes long. */
export const BLOCKS = 2_000
export const FIRST_BLOCKS = 500

/** TypeScript as it is written. */
export const SOURCES = ["--conditions=source"]
const NATIVE = { ed25519: "sodium-native", sha256Pairs: "hashtree" }
const WASM = { ed25519: "libsodium-wrappers", sha256Pairs: "javascript" }

/** What all others are compared with: the sources, on the pinned Node, with a node's libraries. */
export const REFERENCE: Circumstance = {
  name: "sources, with the native libraries",
  flags: SOURCES,
  replay: { twins: { choice: {}, expected: NATIVE } },
}

/** Heights for what happens at some of them. */
export type Heights = {
  readonly restarts: readonly number[]
  /** Fewer, for what takes longer. */
  readonly some: readonly number[]
}

/**
 * The others, of every run. Absent flags mean the compiled JavaScript, absent twins @noble, which
 * takes some four times as long as the libraries of a node.
 */
export function circumstances({ restarts, some }: Heights): readonly Circumstance[] {
  const twins = native([])
  const blocks = FIRST_BLOCKS
  return [
    { name: "sources, with @noble alone", flags: SOURCES, blocks },
    {
      name: "sources, with WebAssembly and without batches of hashes",
      flags: SOURCES,
      replay: { twins: { choice: { sodium: "wasm", hashtree: false }, expected: WASM } },
      blocks,
    },
    {
      name: `sources, restarted after heights ${restarts.join(", ")}`,
      flags: SOURCES,
      replay: native(restarts),
    },
    {
      name: "sources, each block executed twice",
      flags: SOURCES,
      replay: { ...twins, rehearse: true },
    },
    {
      name: "sources, maps and sets backwards, services in another order",
      flags: SOURCES,
      replay: { ...twins, shuffle: "backwards", order: [5, 4, 3, 2, 1, 0] },
    },
    { name: "compiled, with @noble alone", blocks },
    {
      name: "compiled: restarted, joined by snapshots, exported and imported, rolled back",
      replay: { ...native(restarts), snapshots: some, imports: some, rollbacks: restarts },
    },
    {
      name: "compiled, in Turkish at the date line",
      env: place("tr_TR.UTF-8", "Pacific/Apia"),
      replay: twins,
    },
    {
      name: "compiled, in Hindi at Kathmandu",
      env: place("hi_IN.UTF-8", "Asia/Kathmandu"),
      replay: twins,
    },
    { name: "compiled, without a compiler (--jitless)", flags: ["--jitless"], blocks },
    { name: "compiled, a small heap", flags: ["--max-old-space-size=96"], replay: twins },
    { name: "compiled, on Node 22", node: replayNode("22"), blocks },
    { name: "compiled, on Node 26", node: replayNode("26"), blocks },
    {
      name: "compiled, on Node 26 --jitless",
      node: replayNode("26"),
      flags: ["--jitless"],
      blocks,
    },
    {
      name: "a node over its store on disk, written every 7 blocks, restarted",
      flags: SOURCES,
      stored: { store: "level", flushBlocks: 7, restarts, proposed: true },
    },
  ]
}

/** With the libraries of a node. */
export function native(restarts: readonly number[]): Replay {
  return { restarts, twins: { choice: {}, expected: NATIVE } }
}

/** In another place of the world. */
export function place(locale: string, zone: string): Readonly<Record<string, string>> {
  return { LANG: locale, LC_ALL: locale, TZ: zone }
}
