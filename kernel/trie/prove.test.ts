/** State proofs: golden bytes, honest proofs of trees of many sizes, altered proofs. */
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { runs } from "../../test/runs.ts"
import { vectorJson } from "../../test/vectors.ts"
import { compareBytes, fromHex, toHex, utf8 } from "../bytes.ts"
import { sha256 } from "../crypto/hash.ts"
import { Bug } from "../failures.ts"
import { appHash, innerHash, keyPath, leafHash, logHeadBytes, pathBit } from "./hashes.ts"
import { absenceProof, existenceProof, logHeadProof, type RawRow, stateRootProof } from "./prove.ts"
import { sampleRow, sampleTree, treeOf } from "./sample-tree.testing.ts"
import { StateTrie } from "./state-trie.ts"
import { judgeAbsence, judgeExistence, verifyAbsence, verifyExistence } from "./verify.ts"

const golden = vectorJson("kernel/state.json")
describe.skipIf(golden === null)("golden proofs (../shared/vectors/kernel/state.json)", () => {
  const rows: RawRow[] = []
  for (const { keyBytes, valueBytes } of golden?.rows ?? []) {
    rows.push({ key: fromHex(keyBytes), value: fromHex(valueBytes) })
  }

  it("of existence, each made and verified", () => {
    const { view, root } = treeOf(rows)
    expect(golden.existence.length).toBeGreaterThan(0)
    for (const vector of golden.existence) {
      const [key, value] = [fromHex(vector.key), fromHex(vector.value)]
      expect(toHex(existenceProof(view, key, value)!)).toBe(vector.proof)
      expect(verifyExistence({ root, key, value, proof: fromHex(vector.proof) })).toBe(true)
    }
  })

  it("of absence, each made and verified", () => {
    const { view, root, rowAt } = treeOf(rows)
    expect(golden.absence.length).toBeGreaterThan(0)
    for (const vector of golden.absence) {
      const key = fromHex(vector.key)
      expect(toHex(absenceProof(view, key, rowAt)!)).toBe(vector.proof)
      expect(verifyAbsence({ root, key, proof: fromHex(vector.proof) })).toBe(true)
    }
  })
})

describe("honest proofs", () => {
  it.each([1, 2, 3, 10, 1_000, 20_000])("verify in a tree of %i keys", (count) => {
    const { view, root, rowAt, rows } = sampleTree(count)
    const step = Math.max(1, Math.floor(count / runs(1_000)))
    for (let i = 0; i < count; i += step) {
      const { key, value } = rows[i]!
      const proof = existenceProof(view, key, value)!
      expect(verifyExistence({ root, key, value, proof })).toBe(true)
    }
    const absent = Math.min(count, runs(500)) + 20
    for (let i = 0; i < absent; i++) {
      const { key } = sampleRow(`absent ${i}`)
      const proof = absenceProof(view, key, rowAt)!
      expect(verifyAbsence({ root, key, proof })).toBe(true)
    }
  })

  it("verify at both edges of the tree", () => {
    const { view, root, rowAt } = sampleTree(5)
    const edges = { left: false, right: false }
    for (let i = 0; !edges.left || !edges.right; i++) {
      const { key } = sampleRow(`edge ${i}`)
      const beside = view.neighbours(keyPath(key))!
      if (beside.left === null) edges.left = true
      if (beside.right === null) edges.right = true
      expect(verifyAbsence({ root, key, proof: absenceProof(view, key, rowAt)! })).toBe(true)
    }
  })

  it("verify in ground clusters of keys that share 8 to 24 leading bits and more", () => {
    const ordered = Array.from({ length: 60_000 }, (_, i) => sampleRow(`ground ${i}`))
      .map((row) => ({ row, path: keyPath(row.key) }))
      .sort((a, b) => compareBytes(a.path, b.path))
    const shared = (a: Uint8Array, b: Uint8Array) => {
      let bits = 0
      while (pathBit(a, bits) === pathBit(b, bits)) bits++
      return bits
    }
    const seen = new Set<number>()
    for (let i = 1; i < ordered.length; i++) {
      const bits = shared(ordered[i - 1]!.path, ordered[i]!.path)
      if (bits < 8 || seen.has(bits)) continue
      seen.add(bits)
      const absent = ordered[i]!.row.key
      const around = ordered.slice(Math.max(0, i - 4), i + 5).map(({ row }) => row)
      const { view, root, rowAt, rows } = treeOf(around.filter(({ key }) => key !== absent))
      expect(verifyAbsence({ root, key: absent, proof: absenceProof(view, absent, rowAt)! })).toBe(
        true,
      )
      for (const { key, value } of rows) {
        const proof = existenceProof(view, key, value)!
        expect(verifyExistence({ root, key, value, proof })).toBe(true)
      }
    }
    expect(seen.size).toBeGreaterThan(12)
    expect(Math.max(...seen)).toBeGreaterThanOrEqual(24)
  })

  it("of state root and log head lead to the app hash in one step", () => {
    const parts = { stateRoot: sha256(utf8("s")), logSize: 7n, logRoot: sha256(utf8("l")) }
    const root = appHash(parts.stateRoot, parts.logSize, parts.logRoot)
    const state = { root, key: utf8("state"), value: parts.stateRoot, proof: stateRootProof(parts) }
    expect(verifyExistence(state)).toBe(true)
    const value = logHeadBytes(parts.logSize, parts.logRoot)
    const log = { root, key: utf8("log"), value, proof: logHeadProof(parts) }
    expect(verifyExistence(log)).toBe(true)
    expect(verifyExistence({ ...log, value: logHeadBytes(8n, parts.logRoot) })).toBe(false)
    expect(verifyExistence({ ...state, key: utf8("log") })).toBe(false)
  })

  it("are made of what is there, and only of that", () => {
    const { view, rowAt, rows } = sampleTree(10)
    const [first, second] = rows as [RawRow, RawRow]
    expect(existenceProof(view, first.key, second.value)).toBe(null)
    expect(existenceProof(view, utf8("none"), first.value)).toBe(null)
    expect(absenceProof(view, first.key, rowAt)).toBe(null)
    expect(absenceProof(new StateTrie().view(), first.key, rowAt)).toBe(null)
    expect(() => absenceProof(view, utf8("none"), () => first)).toThrow(Bug)
    const stale = (path: Uint8Array) => ({ ...rowAt(path), value: utf8("of another height") })
    expect(() => absenceProof(view, utf8("none"), stale)).toThrow(Bug)
  })

  it("hold for kept heights, with the rows of that height", () => {
    const trie = new StateTrie()
    const key = utf8("row")
    const at = (height: bigint) => ({ key, value: utf8(`value of ${height}`) })
    const genesis = sampleRow("genesis")
    for (let height = 1n; height <= 20n; height++) {
      const changes = [{ path: keyPath(key), value: sha256(at(height).value) }]
      if (height === 1n) changes.push({ path: keyPath(genesis.key), value: sha256(genesis.value) })
      trie.prepare(changes).commit(height)
    }
    for (let height = 1n; height <= 20n; height++) {
      const view = trie.at(height)!
      const proof = existenceProof(view, key, at(height).value)!
      expect(verifyExistence({ root: view.root, ...at(height), proof })).toBe(true)
      expect(verifyExistence({ root: trie.root, ...at(height), proof })).toBe(height === 20n)
      const none = utf8("no such row")
      const rows = [genesis, at(height)]
      const rowAt = (path: Uint8Array) =>
        rows.find((row) => toHex(keyPath(row.key)) === toHex(path))!
      const absence = absenceProof(view, none, rowAt)!
      expect(verifyAbsence({ root: view.root, key: none, proof: absence })).toBe(true)
    }
  })
})

describe("sizes", () => {
  it("are about 49 + key + value + 38 bytes a level: 694 on average at 20,000 keys", () => {
    const { view, rows } = sampleTree(20_000)
    let total = 0
    for (let i = 0; i < 20_000; i += 40) {
      const { key, value } = rows[i]!
      const depth = view.siblings(keyPath(key)).length
      const { length } = existenceProof(view, key, value)!
      const expected = 49 + key.length + value.length + 38 * depth
      expect(Math.abs(length - expected)).toBeLessThan(4)
      total += length
    }
    expect(total / 500).toBeGreaterThan(620)
    expect(total / 500).toBeLessThan(760)
  })
})

describe("altered proofs", () => {
  const { view, root, rowAt, rows } = sampleTree(300)

  it("are refused whichever byte is altered, and however", () => {
    const law = (pick: number, flip: number) => {
      const { key, value } = rows[pick % rows.length]!
      const proof = existenceProof(view, key, value)!
      for (let at = 0; at < proof.length; at++) {
        const altered = proof.slice()
        altered[at]! ^= flip
        expect(verifyExistence({ root, key, value, proof: altered })).toBe(false)
      }
      const none = utf8(`none ${pick}`)
      const absence = absenceProof(view, none, rowAt)!
      for (let at = 0; at < absence.length; at++) {
        const altered = absence.slice()
        altered[at]! ^= flip
        expect(verifyAbsence({ root, key: none, proof: altered })).toBe(false)
      }
    }
    const flips = fc.integer({ min: 1, max: 255 })
    fc.assert(fc.property(fc.nat(), flips, law), { numRuns: runs(10) })
  })

  it("get a verdict for any bytes, cut or made up", () => {
    const { key, value } = rows[0]!
    const proof = existenceProof(view, key, value)!
    for (let length = 0; length < proof.length; length++) {
      const cut = proof.subarray(0, length)
      expect(judgeExistence({ root, key, value, proof: cut })).toBe("proof_malformed")
    }
    const law = (bytes: Uint8Array, other: Uint8Array) => {
      expect(verifyExistence({ root, key, value, proof: bytes })).toBe(false)
      expect(verifyAbsence({ root, key: other, proof: bytes })).toBe(false)
      expect(verifyExistence({ root: other, key: other, value: other, proof })).toBe(false)
    }
    const bytes = fc.uint8Array({ maxLength: 200 })
    fc.assert(fc.property(bytes, bytes, law), { numRuns: runs(2_000) })
  })

  it("are refused for another key, value or root, each by its verdict", () => {
    const [first, second] = rows as [RawRow, RawRow]
    const proof = existenceProof(view, first.key, first.value)!
    const honest = { root, ...first, proof }
    expect(judgeExistence(honest)).toBe("ok")
    expect(judgeExistence({ ...honest, key: second.key })).toBe("proof_key_mismatch")
    expect(judgeExistence({ ...honest, value: second.value })).toBe("proof_key_mismatch")
    expect(judgeExistence({ ...honest, root: sha256(root) })).toBe("proof_root_mismatch")
    expect(judgeExistence({ ...honest, root: new Uint8Array() })).toBe("proof_root_mismatch")
    const key = utf8("none")
    const absence = { root, key, proof: absenceProof(view, key, rowAt)! }
    expect(judgeAbsence(absence)).toBe("ok")
    expect(judgeAbsence({ ...absence, key: utf8("other") })).toBe("proof_key_mismatch")
    expect(judgeAbsence({ ...absence, root: sha256(root) })).toBe("proof_root_mismatch")
    expect(judgeAbsence({ ...absence, proof })).toBe("proof_malformed")
    expect(judgeExistence({ ...honest, proof: absence.proof })).toBe("proof_malformed")
  })

  it("fold as the formula says", () => {
    const { key, value } = rows[7]!
    const path = keyPath(key)
    let hash = leafHash(path, sha256(value))
    for (const [depth, sibling] of [...view.siblings(path).entries()].reverse()) {
      hash = pathBit(path, depth) === 0 ? innerHash(hash, sibling) : innerHash(sibling, hash)
    }
    expect(hash).toEqual(root)
  })
})
