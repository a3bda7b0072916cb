/**
 * Where two states part: the last height with equal roots, then down both tries along the branches
 * that differ and no others, to the first keys, what each side has there, and which transaction and
 * operation wrote it. Where the tries of that height are gone, the journals of the first block that
 * differs tell as much.
 */
import { compareBytes, equalBytes, type Hash, type Subtree, sha256, toHex } from "@concordat/kernel"
import type { RowChange } from "../ledger.ts"
import type { About, Branch, Side } from "./side.ts"

/** Keys that are shown. */
const KEYS_SHOWN = 20

/** Who wrote what one side has. */
export type Writer = {
  readonly height: bigint
  readonly transaction: Hash | null
  /** Null: a hook, the kernel or the genesis. */
  readonly operation: number | null
}

/** One key that the sides disagree on. */
export type Difference = {
  readonly key: Uint8Array
  /** Of each side; null: it has no such row. */
  readonly values: readonly [Uint8Array | null, Uint8Array | null]
  /** Null: its journal does not reach back so far, or never saw the key written. */
  readonly writers: readonly [Writer | null, Writer | null]
}

/** What a comparison came to. */
export type Comparison = {
  readonly about: readonly [About, About]
  /** Last height at which the roots are equal; null: they differ wherever both can tell. */
  readonly equal: bigint | null
  /** Height that was compared; null: no height that both know differs. */
  readonly differs: bigint | null
  /** How the keys were found. */
  readonly by: "tries" | "journals" | null
  readonly differences: readonly Difference[]
}

type Sides = readonly [Side, Side]

const larger = (a: bigint, b: bigint) => (a > b ? a : b)
const smaller = (a: bigint, b: bigint) => (a < b ? a : b)
const both = <T>(sides: Sides, ask: (side: Side) => Promise<T>) =>
  Promise.all([ask(sides[0]), ask(sides[1])])

async function equalAt(sides: Sides, height: bigint): Promise<boolean> {
  const [a, b] = await both(sides, (side) => side.stateRoot(height))
  return a === b
}

/** The last height with equal roots, between two heights; null where even the lowest differs. */
async function lastEqual(sides: Sides, low: bigint, high: bigint): Promise<bigint | null> {
  if (!(await equalAt(sides, low))) return null
  let [equal, unequal] = [low, high + 1n]
  while (unequal - equal > 1n) {
    const middle = (equal + unequal) / 2n
    if (await equalAt(sides, middle)) equal = middle
    else unequal = middle
  }
  return equal
}

const sameSubtree = (a: Subtree | null, b: Subtree | null) => {
  if (a === null || b === null) return a === b
  if ("leaf" in a || "leaf" in b) {
    return "leaf" in a && "leaf" in b && equalBytes(a.hash, b.hash)
  }
  return equalBytes(a.halves[0], b.halves[0]) && equalBytes(a.halves[1], b.halves[1])
}

/** The branch one bit further on a side. */
function below({ path, depth }: Branch, side: 0 | 1): Branch {
  const next = path.slice()
  const bit = 0x80 >> (depth & 7)
  const at = depth >> 3
  next[at] = side === 1 ? next[at]! | bit : next[at]! & ~bit
  return { path: next, depth: depth + 1 }
}

/** Which halves of an unequal branch are worth a look. */
function unequalHalves(branch: Branch, a: Subtree | null, b: Subtree | null): Branch[] {
  const bothInner = a !== null && b !== null && "halves" in a && "halves" in b
  const due = ([0, 1] as const).filter((side) => {
    return !bothInner || !equalBytes(a.halves[side], b.halves[side])
  })
  return due.map((side) => below(branch, side))
}

/** Paths of the first leaves that differ, in order: level by level, unequal branches only. */
async function unequalPaths(sides: Sides, height: bigint): Promise<readonly Uint8Array[]> {
  const found = new Map<string, Uint8Array>()
  let level: Branch[] = [{ path: new Uint8Array(32), depth: 0 }]
  while (level.length > 0) {
    const [as, bs] = await both(sides, (side) => side.subtrees(height, level))
    const next: Branch[] = []
    for (const [index, branch] of level.entries()) {
      const [a, b] = [as[index] ?? null, bs[index] ?? null]
      if (sameSubtree(a, b)) continue
      const inner = [a, b].some((one) => one !== null && "halves" in one)
      if (inner) next.push(...unequalHalves(branch, a, b))
      else {
        for (const one of [a, b]) {
          if (one !== null && "leaf" in one) found.set(toHex(one.leaf), one.leaf)
        }
      }
    }
    // The first by path are wanted: of each level the first branches suffice.
    level = next.slice(0, 2 * KEYS_SHOWN)
  }
  return [...found.values()].sort(compareBytes).slice(0, KEYS_SHOWN)
}

type Wrote = ReadonlyMap<string, RowChange>

async function wroteAt(side: Side, height: bigint): Promise<Wrote> {
  const changes = await side.changes(height)
  return new Map(changes.map((change) => [toHex(change.key), change]))
}

/** Who last wrote a key between two heights, by the journal of one side. */
async function writerOf(side: Side, key: Uint8Array, from: bigint, to: bigint) {
  const { changesFrom } = await side.about()
  for (let height = to; height >= from && height >= changesFrom; height--) {
    const change = (await wroteAt(side, height)).get(toHex(key))
    if (change === undefined) continue
    const { transaction: index, operation } = change
    const transaction = index === null ? null : await side.transaction(height, index)
    return { height, transaction, operation }
  }
  return null
}

async function byTries(sides: Sides, from: bigint, at: bigint): Promise<Difference[]> {
  const differences: Difference[] = []
  for (const path of await unequalPaths(sides, at)) {
    const [a, b] = await both(sides, (side) => side.keys([path]))
    const key = a[0] ?? b[0] ?? null
    if (key === null) continue
    const values = await both(sides, async (side) => (await side.rows(at, [key]))[0] ?? null)
    const writers = await both(sides, (side) => writerOf(side, key, from, at))
    differences.push({ key, values, writers })
  }
  return differences
}

/** What the first block that differs wrote on one side and not, or otherwise, on the other. */
async function byJournals(sides: Sides, at: bigint): Promise<Difference[]> {
  const [a, b] = await both(sides, (side) => wroteAt(side, at))
  const names = [...new Set([...a.keys(), ...b.keys()])]
  const unequal = names.filter((name) => {
    const [x, y] = [a.get(name), b.get(name)]
    if (x === undefined || y === undefined) return true
    if (x.value === null || y.value === null) return x.value !== y.value
    return !equalBytes(x.value, y.value)
  })
  const keyOf = (name: string) => (a.get(name) ?? b.get(name))!.key
  const order = unequal.map((name) => ({ name, path: sha256(keyOf(name)) }))
  order.sort((x, y) => compareBytes(x.path, y.path))
  const differences: Difference[] = []
  for (const { name } of order.slice(0, KEYS_SHOWN)) {
    const key = keyOf(name)
    const value = (wrote: Wrote) => wrote.get(name)?.value ?? null
    const writers = await both(sides, (side) => writerOf(side, key, at, at))
    differences.push({ key, values: [value(a), value(b)], writers })
  }
  return differences
}

/** Compares two states of one ledger. */
export async function compareStates(sides: Sides): Promise<Comparison> {
  const about = await both(sides, (side) => side.about())
  const [a, b] = about
  const none = { about, equal: null, differs: null, by: null, differences: [] } as const
  const top = smaller(a.height, b.height)
  const low = larger(a.rootsFrom, b.rootsFrom)
  if (low > top) return none
  const equal = await lastEqual(sides, low, top)
  if (equal === top) return { ...none, equal }
  const first = equal === null ? low : equal + 1n
  const at = larger(first, larger(a.rowsFrom, b.rowsFrom))
  if (at <= top) {
    const differences = await byTries(sides, first, at)
    return { about, equal, differs: at, by: "tries", differences }
  }
  const reach = first >= larger(a.changesFrom, b.changesFrom)
  const differences = reach ? await byJournals(sides, first) : []
  return { about, equal, differs: first, by: reach ? "journals" : null, differences }
}
