/**
 * One state trie over 20,000 batches beside the naive one: after each the same root; a proof of a
 * key that is there or is not holds, and with one bit altered it does not.
 */
import { expect, it } from "vitest"
import { SeededRandom } from "../../engines/testing/random.ts"
import { runs } from "../../test/runs.ts"
import { toHex, utf8 } from "../bytes.ts"
import { sha256 } from "../crypto/hash.ts"
import type { TrieChange } from "./batch.ts"
import { keyPath } from "./hashes.ts"
import { NaiveTrie } from "./naive-trie.testing.ts"
import { absenceProof, existenceProof } from "./prove.ts"
import { StateTrie } from "./state-trie.ts"
import { verifyAbsence, verifyExistence } from "./verify.ts"

const BATCHES = 20_000
/** So few that batches meet the same keys again and again. */
const KEYS = 64
const CHANGES_MAX = 12
const LONG_MS = 7_200_000

const keys = Array.from({ length: KEYS }, (_, n) => {
  const key = utf8(`key ${n}`)
  return { key, path: keyPath(key) }
})
const keyOf = new Map(keys.map(({ key, path }) => [toHex(path), key]))
const valueAt = (n: number) => utf8(`value ${n}`)

it(
  "has the naive trie's root after every batch, and proofs that hold whole alone",
  () => {
    const random = new SeededRandom(20_000)
    const trie = new StateTrie(2)
    const model = new NaiveTrie()
    const held = new Map<string, Uint8Array>()
    const rowAt = (path: Uint8Array) => {
      const key = keyOf.get(toHex(path))!
      return { key, value: held.get(toHex(path))! }
    }
    let proofs = 0
    const count = runs(BATCHES)
    for (let height = 1; height <= count; height++) {
      const changes = new Map<string, TrieChange>()
      for (let left = random.below(CHANGES_MAX + 1); left > 0; left--) {
        const { path } = keys[random.below(KEYS)]!
        const name = toHex(path)
        const value = random.below(3) === 0 ? null : valueAt(random.below(1_000))
        changes.set(name, { path, value: value === null ? null : sha256(value) })
        if (value === null) held.delete(name)
        else held.set(name, value)
      }
      for (const { path, value } of changes.values()) model.set(path, value)
      trie.prepare([...changes.values()]).commit(BigInt(height))
      expect(toHex(trie.root)).toBe(toHex(model.root()))
      const { key, path } = keys[random.below(KEYS)]!
      const view = trie.at(BigInt(height))!
      const value = held.get(toHex(path))
      const { root } = trie
      const proof =
        value === undefined ? absenceProof(view, key, rowAt) : existenceProof(view, key, value)
      if (proof === null) continue
      const holds = (of: Uint8Array) =>
        value === undefined
          ? verifyAbsence({ root, key, proof: of })
          : verifyExistence({ root, key, value, proof: of })
      const altered = proof.slice()
      altered[random.below(proof.length)]! ^= 1 << random.below(8)
      expect([holds(proof), holds(altered)]).toEqual([true, false])
      proofs++
    }
    expect(proofs).toBeGreaterThan(count * 0.9)
  },
  LONG_MS,
)
