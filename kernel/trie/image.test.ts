/** The image of a trie: every kept version comes back, and no damaged image is taken. */
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { runs } from "../../test/runs.ts"
import { concat, toHex, utf8 } from "../bytes.ts"
import { sha256 } from "../crypto/hash.ts"
import { ConcordatError } from "../failures.ts"
import type { TrieChange } from "./batch.ts"
import { keyPath } from "./hashes.ts"
import { type ImageSource, trieFromImage, trieImage } from "./image.ts"
import { StateTrie } from "./state-trie.ts"

const sourceOf = (image: Uint8Array): ImageSource => {
  let at = 0
  return (length) => {
    const taken = image.subarray(at, at + length)
    at += taken.length
    return taken
  }
}
const imageOf = (trie: StateTrie) => concat(...trieImage(trie))
const contentOf = (trie: StateTrie) =>
  trie.views().map((view) => {
    const leaves = [...view.leaves()].map(({ path, hash }) => toHex(path) + toHex(hash))
    return { height: view.height, root: toHex(view.root), size: view.size, leaves }
  })
const row = (key: number, value: number | null): TrieChange => ({
  path: keyPath(utf8(`key ${key}`)),
  value: value === null ? null : sha256(utf8(`value ${value}`)),
})

const change = fc.record({ key: fc.nat(60), value: fc.option(fc.nat(5)) })
const blocks = fc.array(fc.uniqueArray(change, { selector: ({ key }) => key, maxLength: 40 }), {
  maxLength: 8,
})
const built = (contents: readonly { key: number; value: number | null }[][], kept: number) => {
  const trie = new StateTrie(kept)
  for (const [index, content] of contents.entries()) {
    trie.prepare(content.map(({ key, value }) => row(key, value))).commit(BigInt(index * 2))
  }
  return trie
}

describe("the image of a trie", () => {
  it("brings every kept version back", () => {
    const law = (contents: { key: number; value: number | null }[][], kept: number) => {
      const trie = built(contents, kept)
      const restored = trieFromImage(sourceOf(imageOf(trie)), kept)
      expect(contentOf(restored)).toEqual(contentOf(trie))
      expect(imageOf(restored)).toEqual(imageOf(trie))
      const next = [row(1, 9), row(2, null)]
      const [a, b] = [trie.prepare(next), restored.prepare(next)]
      expect(b.root).toEqual(a.root)
    }
    fc.assert(fc.property(blocks, fc.nat(6), law), { numRuns: runs(300) })
  })

  it("comes in sections that hold more rows than one section does", () => {
    const trie = new StateTrie()
    trie.prepare(Array.from({ length: 40_000 }, (_, key) => row(key, key))).commit(1n)
    const pieces = [...trieImage(trie)]
    expect(pieces).toHaveLength(5)
    expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThanOrEqual(16_384 * 64 + 32)
    expect(trieFromImage(sourceOf(concat(...pieces))).root).toEqual(trie.root)
  })

  it("is of one moment, though the trie goes on between two pieces", () => {
    const trie = built([[{ key: 1, value: 1 }], [{ key: 2, value: 2 }]], 1)
    const before = imageOf(trie)
    const pieces: Uint8Array[] = []
    let height = trie.height
    for (const piece of trieImage(trie)) {
      pieces.push(piece)
      trie.prepare([row(3, Number(height))]).commit(++height)
      trie.prepare([row(1, null)]).commit(++height)
    }
    expect(concat(...pieces)).toEqual(before)
    expect(trie.views()).toHaveLength(2)
    for (const _ of trieImage(trie)) break
    trie.prepare([row(7, 7)]).commit(++height)
    expect(trie.views()).toHaveLength(2)
  })

  it("is refused when it is cut, altered, longer, or another file", () => {
    const image = imageOf(built([[{ key: 1, value: 1 }], [{ key: 2, value: 2 }]], 3))
    for (let length = 0; length < image.length; length++) {
      expect(() => trieFromImage(sourceOf(image.subarray(0, length)))).toThrow(ConcordatError)
      const altered = image.slice()
      altered[length]! ^= 1 + (length % 255)
      expect(() => trieFromImage(sourceOf(altered))).toThrow(ConcordatError)
    }
    const longer = concat(image, Uint8Array.of(0))
    expect(() => trieFromImage(sourceOf(longer))).toThrow("bytes follow it")
  })

  it("is refused when its seals hold and its content does not", () => {
    const resealed = (...sections: Uint8Array[]) => {
      let check: Uint8Array = new Uint8Array(32)
      const parts: Uint8Array[] = []
      for (const section of sections) {
        check = sha256(concat(check, section))
        parts.push(section, check)
      }
      return sourceOf(concat(...parts))
    }
    const open = (image: Uint8Array, alter: (sections: Uint8Array[]) => Uint8Array[]) => {
      const sections = [image.slice(0, 12), image.slice(44, 88), image.slice(120, 248)]
      return () => trieFromImage(resealed(...alter(sections)))
    }
    const both = [
      { key: 1, value: 1 },
      { key: 2, value: 2 },
    ]
    const image = imageOf(built([both], 3))
    expect(open(image, (same) => same)().size).toBe(2)
    const other = (at: number, index: number) => (sections: Uint8Array[]) => {
      sections[at]![index]! ^= 1
      return sections
    }
    expect(open(image, other(0, 0))).toThrow("another file")
    expect(open(image, other(1, 20))).toThrow("a root differs")
    expect(open(image, other(2, 40))).toThrow("a root differs")
    const exchanged = ([first, version, entries]: Uint8Array[]) => [
      first!,
      version!,
      concat(entries!.subarray(64), entries!.subarray(0, 64)),
    ]
    expect(open(image, exchanged)).toThrow("its paths do not ascend")
    const twice = ([first, version, entries]: Uint8Array[]) => {
      first![11] = 2
      return [first!, version!, entries!, version!, entries!]
    }
    expect(open(image, twice)).toThrow("its heights do not ascend")
  })

  it("of an empty trie is an empty trie", () => {
    expect(trieFromImage(sourceOf(imageOf(new StateTrie()))).size).toBe(0)
  })
})
