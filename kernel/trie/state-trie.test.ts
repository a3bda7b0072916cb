import { describe, expect, it } from "vitest"
import { vectorJson } from "../../test/vectors.ts"
import { fromHex, toHex } from "../bytes.ts"
import { sha256 } from "../crypto/hash.ts"
import { appHash, keyPath, logLeaf, stateLeaf } from "./hashes.ts"
import { StateTrie } from "./state-trie.ts"

const golden = vectorJson("kernel/state.json")
describe.skipIf(golden === null)("golden state (../shared/vectors/kernel/state.json)", () => {
  it("has the root and app hash", () => {
    const trie = new StateTrie()
    const rows = golden.rows as { keyBytes: string; valueBytes: string }[]
    trie
      .prepare(
        rows.map(({ keyBytes, valueBytes }) => ({
          path: keyPath(fromHex(keyBytes)),
          value: sha256(fromHex(valueBytes)),
        })),
      )
      .commit(5n)
    expect(toHex(trie.root)).toBe(golden.root)
    expect(toHex(stateLeaf(trie.root))).toBe(golden.stateLeaf)
    const logRoot = fromHex(golden.log.root)
    expect(toHex(logLeaf(BigInt(golden.log.size), logRoot))).toBe(golden.logLeaf)
    expect(toHex(appHash(trie.root, BigInt(golden.log.size), logRoot))).toBe(golden.appHash)
  })
})
