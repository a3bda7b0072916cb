/**
 * The circumstances of a night: each value of each axis alone, then combinations of them by chance.
 * Kernel and node have axes of their own; all of them must give the reference's lines.
 */
import type { SeededRandom } from "@concordat/engines/testing"
import { replayNode } from "../../scripts/replay-nodes.ts"
import {
  type Circumstance,
  type Heights,
  native,
  place,
  type Replay,
  SOURCES,
  type Stored,
} from "./circumstances.ts"

type Value<T> = readonly [name: string, value: T]

/** Looked up when asked: a night installs some of them. */
const nodes = (): readonly Value<string | null>[] => [
  ["Node 22", replayNode("22")],
  ["an older Node 24", replayNode("24-older")],
  ["a newer Node 24", replayNode("24-newer")],
  ["Node 26", replayNode("26")],
]

const FLAGS: readonly Value<readonly string[]>[] = [
  ["--jitless", ["--jitless"]],
  ["a small heap", ["--max-old-space-size=96"]],
  ["optimised at once", ["--always-turbofan"]],
  ["a small young generation", ["--max-semi-space-size=1"]],
]

const PLACES: readonly Value<Readonly<Record<string, string>>>[] = [
  ["in Turkish at the date line", place("tr_TR.UTF-8", "Pacific/Apia")],
  ["in Hindi at Kathmandu", place("hi_IN.UTF-8", "Asia/Kathmandu")],
  ["without a language, in Kiritimati", place("C", "Pacific/Kiritimati")],
]

/** Without WebAssembly (--jitless) only the native and the JavaScript twins are there. */
const TWINS: readonly Value<Replay>[] = [
  ["native libraries", native([])],
  ["the JavaScript twins", {}],
]

function ways(random: SeededRandom, { restarts, some }: Heights): readonly Value<Replay>[] {
  return [
    [`restarted after ${restarts.join(", ")}`, { restarts }],
    [`joined by snapshots of ${some.join(", ")}`, { snapshots: some }],
    [`exported and imported at ${some.join(", ")}`, { imports: some }],
    [`rolled back and again at ${restarts.join(", ")}`, { rollbacks: restarts }],
    ["each block executed twice", { rehearse: true }],
    ["seen by a mempool, one memory of verdicts", { checked: true }],
    ["maps and sets backwards", { shuffle: "backwards" }],
    ["maps and sets in any order", { shuffle: 1 + random.below(2 ** 30) }],
    ["services in another order", { order: [2, 4, 0, 5, 3, 1] }],
  ]
}

function stores(random: SeededRandom, { restarts }: Heights): readonly Circumstance[] {
  const flushes = [1, 7, 1_000, 1 + random.below(50)]
  return (["memory", "level"] as const).flatMap((store) =>
    flushes.map((flushBlocks, index) => {
      const stored: Stored = { store, flushBlocks, restarts, proposed: index % 2 === 0 }
      const name = `a node over ${store}, written every ${flushBlocks} blocks, restarted`
      return { name, flags: SOURCES, stored }
    }),
  )
}

/** Every value of every axis alone. */
export function singles(random: SeededRandom, heights: Heights): readonly Circumstance[] {
  return [
    ...nodes().map(([name, node]) => ({ name, node })),
    ...FLAGS.map(([name, flags]) => ({ name, flags })),
    ...PLACES.map(([name, env]) => ({ name, env })),
    ...TWINS.map(([name, replay]) => ({ name, replay })),
    ...ways(random, heights).map(([name, replay]) => ({ name, replay })),
    ...stores(random, heights),
  ]
}

/** `count` combinations by chance: a value of each axis, or none of it. */
export function combinations(
  random: SeededRandom,
  heights: Heights,
  count: number,
): readonly Circumstance[] {
  const maybe = <T>(all: readonly Value<T>[]) => all[random.below(all.length + 1)]
  return Array.from({ length: count }, () => {
    const there = nodes().filter(([, path]) => path !== null)
    const [node, flags, env] = [maybe(there), maybe(FLAGS), maybe(PLACES)]
    // What is native was built for the pinned Node's interface, which others of these have too.
    const twins = maybe(TWINS)
    const done = ways(random, heights).filter(() => random.below(3) === 0)
    const parts = [node, flags, env, twins, ...done]
    return {
      name: parts.flatMap((part) => (part === undefined ? [] : [part[0]])).join("; ") || "as ever",
      ...(node === undefined ? {} : { node: node[1] }),
      flags: flags?.[1] ?? [],
      env: env?.[1] ?? {},
      replay: Object.assign({}, twins?.[1], ...done.map(([, replay]) => replay)) as Replay,
    }
  })
}
