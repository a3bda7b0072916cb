/** The state trie against golden bytes and against the naive trie, version by version. */
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { runs } from "../../test/runs.ts"
import { vectorJson } from "../../test/vectors.ts"
import { compareBytes, fromHex, toHex, utf8 } from "../bytes.ts"
import { sha256 } from "../crypto/hash.ts"
import { Bug } from "../failures.ts"
import type { TrieChange } from "./batch.ts"
import { appHash, EMPTY, keyPath, leafHash, logLeaf, stateLeaf, TAG } from "./hashes.ts"
import { NaiveTrie } from "./naive-trie.testing.ts"
import { StateTrie } from "./state-trie.ts"

const golden = vectorJson("kernel/state.json")
describe.skipIf(golden === null)("golden state (../shared/vectors/kernel/state.json)", () => {
  it("has the root and the app hash", () => {
    const trie = new StateTrie()
    const changes: TrieChange[] = []
    for (const { keyBytes, valueBytes } of golden.rows) {
      changes.push({ path: keyPath(fromHex(keyBytes)), value: sha256(fromHex(valueBytes)) })
    }
    trie.prepare(changes).commit(5n)
    expect(toHex(trie.root)).toBe(golden.root)
    expect(toHex(stateLeaf(trie.root))).toBe(golden.stateLeaf)
    const logRoot = fromHex(golden.log.root)
    expect(toHex(logLeaf(BigInt(golden.log.size), logRoot))).toBe(golden.logLeaf)
    expect(toHex(appHash(trie.root, BigInt(golden.log.size), logRoot))).toBe(golden.appHash)
  })
})

/** Paths that meet often and share up to 250 bits: a prefix of one of four, then few bits. */
const clusters = [0x00, 0xff, 0x5a, 0x5b].map((byte) => sha256(Uint8Array.of(byte)))
const paths = fc
  .record({
    cluster: fc.nat(3),
    shared: fc.constantFrom(0, 1, 7, 8, 24, 60, 250),
    tail: fc.nat(31),
  })
  .map(({ cluster, shared, tail }) => {
    const path = new Uint8Array(32)
    path.set(clusters[cluster]!)
    for (let bit = 0; bit < 5; bit++) {
      const at = shared + bit
      const mask = 0x80 >> (at & 7)
      if ((tail >> bit) & 1) path[at >> 3]! |= mask
      else path[at >> 3]! &= ~mask
    }
    return path
  })
const values = fc.nat(3).map((value) => (value === 3 ? null : sha256(Uint8Array.of(value))))
const batches = fc.uniqueArray(fc.record({ path: paths, value: values }), {
  selector: ({ path }) => toHex(path),
  maxLength: 24,
})

const copyOf = (model: NaiveTrie) => {
  const copy = new NaiveTrie()
  for (const [path, value] of model.rows) copy.rows.set(path, value)
  return copy
}
const applied = (model: NaiveTrie, changes: readonly TrieChange[]) => {
  const next = copyOf(model)
  for (const { path, value } of changes) next.set(path, value)
  return next
}

describe("a state trie", () => {
  it("has the naive trie's roots, siblings, neighbours and leaves at every kept height", () => {
    const law = (blocks: readonly (readonly TrieChange[])[], asked: Uint8Array, kept: number) => {
      const trie = new StateTrie(kept)
      const models = [new NaiveTrie()]
      trie.prepare([]).commit(0n)
      for (const changes of blocks) {
        const next = applied(models.at(-1)!, changes)
        const update = trie.prepare(changes)
        expect(update.root).toEqual(next.root())
        expect(update.size).toBe(next.rows.size)
        update.commit(BigInt(models.length))
        models.push(next)
      }
      const newest = models.length - 1
      for (let height = Math.max(0, newest - kept); height <= newest; height++) {
        const view = trie.at(BigInt(height))!
        const model = models[height]!
        expect(view.root).toEqual(model.root())
        expect(view.size).toBe(model.rows.size)
        const leaves = [...view.leaves()].map(({ path, hash }) => [toHex(path), toHex(hash)])
        expect(leaves).toEqual(model.leaves().map(({ path, hash }) => [path, toHex(hash)]))
        const value = model.rows.get(toHex(asked))
        if (value === undefined) {
          const found = view.neighbours(asked)!
          const hex = (path: Uint8Array | null) => path && toHex(path)
          const seen = { left: hex(found.left), right: hex(found.right) }
          expect(seen).toEqual(model.neighbours(asked))
          expect(view.leafAt(asked)).toBe(null)
        } else {
          expect(view.neighbours(asked)).toBe(null)
          expect(view.siblings(asked)).toEqual(model.siblings(asked))
          expect(view.leafAt(asked)).toEqual(leafHash(asked, value))
        }
      }
    }
    const blocks = fc.array(batches, { maxLength: 8 })
    fc.assert(fc.property(blocks, paths, fc.nat(4), law), { numRuns: runs(500) })
  })

  it("has one root for one content, in any order and batching", () => {
    const law = (changes: readonly TrieChange[], cut: number, order: number) => {
      const puts = changes.filter(({ value }) => value !== null)
      const whole = new StateTrie()
      whole.prepare(puts).commit(1n)
      const turn = order % (puts.length + 1)
      const turned = [...puts.slice(turn), ...puts.slice(0, turn)].reverse()
      const pieces = new StateTrie()
      const middle = cut % (puts.length + 1)
      pieces.prepare(turned.slice(0, middle)).commit(1n)
      pieces.prepare(turned.slice(middle)).commit(2n)
      expect(pieces.root).toEqual(whole.root)
      pieces.prepare(puts.map(({ path }) => ({ path, value: null }))).commit(3n)
      expect(pieces.root).toEqual(EMPTY)
    }
    fc.assert(fc.property(batches, fc.nat(), fc.nat(), law), { numRuns: runs(300) })
  })

  it("holds no node that no version needs", () => {
    const law = (blocks: readonly (readonly TrieChange[])[], dropped: readonly TrieChange[]) => {
      const trie = new StateTrie(0)
      let model = new NaiveTrie()
      for (const [index, changes] of blocks.entries()) {
        model = applied(model, changes)
        const before = trie.nodeCount
        trie.prepare(dropped).discard()
        expect(trie.nodeCount).toBe(before)
        trie.prepare(dropped)
        trie.prepare(changes).commit(BigInt(index))
        expect(trie.root).toEqual(model.root())
        expect(trie.nodeCount).toBe(model.nodeCount())
      }
    }
    const blocks = fc.array(batches, { minLength: 1, maxLength: 10 })
    fc.assert(fc.property(blocks, batches, law), { numRuns: runs(200) })
  })

  it("fills freed memory again: a thousand blocks take no more than the first hundred", () => {
    const trie = new StateTrie(10)
    const rows = Array.from({ length: 2_000 }, (_, i) => keyPath(utf8(`row ${i}`)))
    let early = 0
    for (let height = 1; height <= 1_000; height++) {
      const changes: TrieChange[] = []
      for (let i = 0; i < 40; i++) {
        const path = rows[(height * 7 + i * 53) % rows.length]!
        changes.push({ path, value: (height + i) % 3 === 0 ? null : sha256(utf8(`${height}`)) })
      }
      trie.prepare(changes).commit(BigInt(height))
      if (height === 100) early = trie.bytes
    }
    expect(trie.bytes).toBeLessThanOrEqual(early * 2)
  })
})

describe("versions", () => {
  const row = (name: string, value: string | null): TrieChange => ({
    path: keyPath(utf8(name)),
    value: value === null ? null : sha256(utf8(value)),
  })

  it("answer for the heights between two changes, and for none before the kept ones", () => {
    const trie = new StateTrie(5)
    expect(trie.height).toBe(-1n)
    trie.prepare([row("a", "1")]).commit(1n)
    expect(trie.at(0n)).toBe(null)
    trie.prepare([row("a", "2")]).commit(3n)
    const [first, second] = [trie.at(2n)!, trie.at(7n)!]
    expect(first.height).toBe(1n)
    expect(second.root).toEqual(trie.root)
    expect(trie.view().root).toEqual(trie.root)
    expect(first.root).not.toEqual(second.root)
    trie.prepare([row("b", "1")]).commit(8n)
    expect(trie.at(3n)!.root).toEqual(second.root)
    expect(trie.at(2n)).toBe(null)
    expect(() => first.leafAt(keyPath(utf8("a")))).toThrow(Bug)
  })

  it("stay as they are while an update is prepared, and after it is dropped", () => {
    const trie = new StateTrie()
    trie.prepare([row("a", "1"), row("b", "1")]).commit(1n)
    const before = trie.root
    const dropped = trie.prepare([row("a", null), row("c", "1")])
    expect(trie.root).toEqual(before)
    const chosen = trie.prepare([row("a", "2")])
    chosen.commit(2n)
    expect(trie.root).toEqual(chosen.root)
    expect(() => dropped.commit(3n)).toThrow(Bug)
    dropped.discard()
    expect(() => chosen.commit(3n)).toThrow(Bug)
    expect(trie.at(1n)!.root).toEqual(before)
  })

  it("keep their root when rows are put as they are, or absent ones deleted", () => {
    const trie = new StateTrie()
    trie.prepare([row("a", "1"), row("b", "1")]).commit(1n)
    const nodes = trie.nodeCount
    const update = trie.prepare([row("a", "1"), row("z", null)])
    expect(update.root).toEqual(trie.root)
    expect(trie.nodeCount).toBe(nodes)
    update.commit(2n)
    expect(trie.size).toBe(2)
  })

  it("take only well-formed batches and ascending heights", () => {
    const trie = new StateTrie()
    const short = { path: new Uint8Array(31), value: null }
    expect(() => trie.prepare([short])).toThrow(Bug)
    const path = keyPath(utf8("a"))
    expect(() => trie.prepare([{ path, value: new Uint8Array(33) }])).toThrow(Bug)
    expect(() => trie.prepare([row("a", "1"), row("a", "1")])).toThrow(Bug)
    trie.prepare([row("a", "1")]).commit(4n)
    expect(() => trie.prepare([]).commit(4n)).toThrow(Bug)
    expect(() => trie.view().siblings(keyPath(utf8("b")))).toThrow(Bug)
    expect(() => trie.view().leafAt(utf8("b"))).toThrow(Bug)
  })
})

describe("hashes", () => {
  it("begin a leaf with a tag as long as a child", () => {
    expect(TAG).toHaveLength(32)
    expect(() => leafHash(EMPTY, new Uint8Array(31))).toThrow(Bug)
  })

  it("put `state` left and `log` right in the app hash", () => {
    const trie = new StateTrie()
    const [root, log] = [sha256(utf8("root")), sha256(utf8("log root"))]
    const head = new Uint8Array(40)
    head[7] = 9
    head.set(log, 8)
    const top = [
      { path: keyPath(utf8("state")), value: sha256(root) },
      { path: keyPath(utf8("log")), value: sha256(head) },
    ]
    trie.prepare(top).commit(1n)
    expect(trie.root).toEqual(appHash(root, 9n, log))
    expect(compareBytes(top[0]!.path, top[1]!.path)).toBeLessThan(0)
  })
})
