/** The overlay against copied maps: savepoints, scans, keys. */
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { runs } from "../../test/runs.ts"
import { utf8 } from "../bytes.ts"
import { Bug } from "../failures.ts"
import { ascii } from "../schema/ascii.ts"
import { text } from "../schema/text.ts"
import { u8 } from "../schema/unsigned.ts"
import { service } from "../service/service.ts"
import { table } from "../service/table.ts"
import type { StoredRow } from "../service/view.ts"
import { MemoryRows } from "./memory-rows.ts"
import { Overlay } from "./overlay.ts"
import { rowBytes } from "./row-bytes.ts"
import { latin1, placeOf, readStateKey, stateKey, statePrefix } from "./state-key.ts"
import { DecodedRows } from "./state-reader.ts"

const things = table("things", {
  key: { group: text(4), place: u8 },
  value: { amount: u8, name: ascii(8, 0) },
})
service({ name: "overlay-test", about: "-", tables: { things } })

type Thing = { readonly group: string; readonly place: number }
type Model = Map<string, { key: Thing; row: StoredRow }>

const group = fc.constantFrom("", "a", "b", "ba", "\u{1f600}", "\uffee")
const place = fc.nat({ max: 5 })
const write = fc.record({
  kind: fc.constant("write" as const),
  key: fc.record({ group, place }),
  amount: fc.option(fc.nat({ max: 255 }), { nil: undefined }),
})
type Write = { kind: "write"; key: Thing; amount: number | undefined }
type Branch = { kind: "branch"; keep: boolean; nodes: readonly Node[] }
type Node = Write | Branch
const tree = fc.letrec<{ node: Node; branch: Branch }>((tie) => ({
  node: fc.oneof({ depthSize: "small" }, { arbitrary: write, weight: 4 }, tie("branch")),
  branch: fc.record({
    kind: fc.constant("branch" as const),
    keep: fc.boolean(),
    nodes: fc.array(tie("node"), { maxLength: 8 }),
  }),
}))

function rowOf(amount: number): StoredRow {
  return { amount, name: `n${amount}` }
}

/** An overlay above some rows, and a model of both. */
function start(initial: readonly Write[]): { overlay: Overlay; model: Model } {
  const model: Model = new Map()
  for (const { key, amount } of initial) apply(model, key, amount)
  const rows = [...model.values()].map(
    ({ key, row }) => [stateKey(things, key), rowBytes(things, row)] as const,
  )
  return { overlay: new Overlay(new DecodedRows(new MemoryRows(rows), true)), model }
}

function apply(model: Model, key: Thing, amount: number | undefined): void {
  const order = latin1(stateKey(things, key))
  if (amount === undefined) model.delete(order)
  else model.set(order, { key, row: rowOf(amount) })
}

/** Grows the tree in both; a branch that is not kept is undone by a savepoint and by a copy. */
function grow(overlay: Overlay, model: Model, nodes: readonly Node[]): Model {
  let current = model
  for (const node of nodes) {
    if (node.kind === "write") {
      const { key, amount } = node
      overlay.set(things, key, amount === undefined ? undefined : rowOf(amount))
      apply(current, key, amount)
      continue
    }
    const mark = overlay.mark()
    const before = new Map(current)
    current = grow(overlay, current, node.nodes)
    if (node.keep) continue
    overlay.rollback(mark)
    current = before
  }
  return current
}

function sorted(model: Model): { key: Thing; value: StoredRow }[] {
  return [...model]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, { key, row }]) => ({ key, value: row }))
}

function scan(overlay: Overlay, some: Partial<Thing>, more: object = {}) {
  const whole = { after: null, below: null, reverse: false, limit: 1_000, ...more }
  return overlay.scan(things, { prefix: statePrefix(things, some), ...whole })
}

describe("an overlay", () => {
  it("leaves no trace of what was rolled back, against a copied map", () => {
    const nodes = fc.array(tree.node, { maxLength: 12 })
    fc.assert(
      fc.property(fc.array(write, { maxLength: 20 }), nodes, (initial, grown) => {
        const { overlay, model } = start(initial)
        const result = grow(overlay, model, grown)
        expect(scan(overlay, {})).toEqual(sorted(result))
        for (const { key, row } of result.values()) expect(overlay.get(things, key)).toEqual(row)
        for (const { key } of initial) {
          const there = result.has(latin1(stateKey(things, key)))
          expect(overlay.get(things, key) !== undefined).toBe(there)
        }
      }),
      { numRuns: runs(2_000) },
    )
  })

  it("says nothing after everything was undone", () => {
    fc.assert(
      fc.property(fc.array(write), fc.array(tree.node), (initial, grown) => {
        const { overlay, model } = start(initial)
        const before = sorted(model)
        grow(overlay, model, grown)
        overlay.rollback(0)
        expect([...overlay.touched()]).toEqual([])
        expect(scan(overlay, {})).toEqual(before)
      }),
      { numRuns: runs(500) },
    )
  })

  it("scans as the sorted model does: prefix, direction, limit, after, below", () => {
    const range = fc.record({
      prefix: fc.oneof(fc.constant({}), fc.record({ group })),
      after: fc.option(fc.record({ group, place }), { nil: null }),
      below: fc.option(place, { nil: null }),
      reverse: fc.boolean(),
      limit: fc.integer({ min: 1, max: 6 }),
    })
    fc.assert(
      fc.property(fc.array(write), fc.array(write), range, (initial, later, asked) => {
        const { overlay, model } = start(initial)
        const now = sorted(grow(overlay, model, later))
        const { prefix, after, reverse, limit } = asked
        const below = reverse || !("group" in prefix) ? null : asked.below
        const order = (key: Thing) => latin1(stateKey(things, key))
        const bound = after === null ? null : order(after)
        const inRange = now.filter(({ key }) => {
          const at = order(key)
          const beyond = bound === null || (reverse ? at < bound : at > bound)
          const under = !("group" in prefix) || key.group === prefix.group
          return beyond && under && (below === null || key.place < below)
        })
        const expected = (reverse ? inRange.reverse() : inRange).slice(0, limit)
        const found = scan(overlay, prefix, {
          ...{ reverse, limit },
          after: after === null ? null : stateKey(things, after),
          below: below === null ? null : statePrefix(things, { ...prefix, place: below }),
        })
        expect(found).toEqual(expected)
      }),
      { numRuns: runs(2_000) },
    )
  })

  it("keeps its own copy of keys, and knows who wrote last", () => {
    const { overlay } = start([])
    const key = { group: "a", place: 1 }
    overlay.transaction = 3
    overlay.operation = 7
    overlay.set(things, key, rowOf(1))
    key.place = 2
    const [cell] = [...overlay.touched()]
    expect(cell).toMatchObject({ key: { group: "a", place: 1 }, transaction: 3, operation: 7 })
    const mark = overlay.mark()
    overlay.transaction = 4
    overlay.set(things, { group: "a", place: 1 }, undefined)
    expect(cell).toMatchObject({ row: undefined, transaction: 4 })
    overlay.rollback(mark)
    expect(cell).toMatchObject({ row: rowOf(1), transaction: 3 })
    expect(() => overlay.rollback(mark + 1)).toThrow(Bug)
  })
})

describe("state keys", () => {
  it("are read back, and order as their values do", () => {
    const thing = fc.record({ group, place: fc.nat({ max: 255 }) })
    fc.assert(
      fc.property(thing, thing, (a, b) => {
        expect(readStateKey(things, stateKey(things, a))).toEqual(a)
        expect(placeOf(things, a) === placeOf(things, b)).toBe(
          latin1(stateKey(things, a)) === latin1(stateKey(things, b)),
        )
      }),
      { numRuns: runs(500) },
    )
  })

  it("of a key that lacks a field or holds NUL, or a prefix with a gap, are a Bug", () => {
    expect(() => stateKey(things, { group: "a" })).toThrow(Bug)
    expect(() => placeOf(things, { group: "a" })).toThrow(Bug)
    expect(() => placeOf(things, { group: "a\0b", place: 1 })).toThrow(Bug)
    expect(() => statePrefix(things, { place: 1 })).toThrow(/skips fields before "place"/)
    const loose = table("loose", { key: {}, value: {} })
    expect(() => stateKey(loose, {})).toThrow(/declared by no service/)
  })

  it("begin with service and table", () => {
    expect(statePrefix(things, {})).toEqual(utf8("overlay-test/things/"))
  })
})
