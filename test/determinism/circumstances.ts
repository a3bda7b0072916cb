/** Circumstances under which one recorded chain must give the same lines. */
import { replayNode } from "../../scripts/replay-nodes.ts"

/** What `replay.mjs` is told. */
export type Replay = {
  /** Heights after which the state is built anew from its rows. */
  readonly restarts?: readonly number[]
  /** Order in which the services are handed over: organisations is 0, money is 4. */
  readonly order?: readonly number[]
  /** Whether each block is executed and dropped once before it counts. */
  readonly rehearse?: boolean
  /** Whether maps and sets are gone through backwards. */
  readonly shuffle?: boolean
  /** Libraries that stand in for @noble, and what must come of the choice. */
  readonly twins?: {
    readonly choice: Readonly<Record<string, string | boolean>>
    readonly expected: Readonly<Record<string, string>>
  }
}

/** One way to run a replay. */
export type Circumstance = {
  readonly name: string
  /** The Node; null where it is not installed. Default: the pinned one. */
  readonly node?: string | null
  readonly flags?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  readonly replay?: Replay
}

const SOURCES = ["--conditions=source"]
const NATIVE = { ed25519: "sodium-native", sha256Pairs: "hashtree" }
const WASM = { ed25519: "libsodium-wrappers", sha256Pairs: "javascript" }

/** What all others are compared with: the sources, on the pinned Node, with a node's libraries. */
export const REFERENCE: Circumstance = {
  name: "sources, with the native libraries",
  flags: SOURCES,
  replay: { twins: { choice: {}, expected: NATIVE } },
}

/** The others; a flag of sources absent means the compiled JavaScript. */
export function circumstances(restarts: readonly number[]): readonly Circumstance[] {
  return [
    { name: "sources, with @noble alone", flags: SOURCES },
    {
      name: "sources, with WebAssembly and without batches of hashes",
      flags: SOURCES,
      replay: { twins: { choice: { sodium: "wasm", hashtree: false }, expected: WASM } },
    },
    {
      name: `sources, restarted after heights ${restarts.join(", ")}`,
      flags: SOURCES,
      replay: { restarts },
    },
    { name: "sources, each block executed twice", flags: SOURCES, replay: { rehearse: true } },
    {
      name: "sources, maps and sets backwards, services in another order",
      flags: SOURCES,
      replay: { shuffle: true, order: [4, 3, 2, 1, 0] },
    },
    { name: "compiled" },
    { name: "compiled, restarted with native libraries", replay: native(restarts) },
    { name: "compiled, in Turkish at the date line", env: place("tr_TR.UTF-8", "Pacific/Apia") },
    { name: "compiled, in Hindi at Kathmandu", env: place("hi_IN.UTF-8", "Asia/Kathmandu") },
    { name: "compiled, without a compiler (--jitless)", flags: ["--jitless"] },
    { name: "compiled, a small heap", flags: ["--max-old-space-size=96"] },
    { name: "compiled, on Node 22", node: replayNode(22) },
    { name: "compiled, on Node 26", node: replayNode(26) },
    { name: "compiled, on Node 26 --jitless", node: replayNode(26), flags: ["--jitless"] },
  ]
}

function native(restarts: readonly number[]): Replay {
  return { restarts, twins: { choice: {}, expected: NATIVE } }
}

function place(locale: string, zone: string): Readonly<Record<string, string>> {
  return { LANG: locale, LC_ALL: locale, TZ: zone }
}
