/** The state trie at a million keys: updates, memory, proofs, restart from an image. */
import { type Bench, cpuMicros, perSecond } from "../../scripts/bench/harness.ts"
import { concat, utf8 } from "../bytes.ts"
import { accelerate, accelerators } from "../crypto/accelerators.ts"
import { sha256 } from "../crypto/hash.ts"
import { assert } from "../failures.ts"
import type { TrieChange } from "./batch.ts"
import { keyPath } from "./hashes.ts"
import { trieFromImage, trieImage } from "./image.ts"
import { absenceProof, existenceProof } from "./prove.ts"
import { sampleRow, sampleTree } from "./sample-tree.testing.ts"
import { StateTrie } from "./state-trie.ts"
import { verifyAbsence, verifyExistence } from "./verify.ts"

const KEYS = 1_000_000
const BATCH = 10_000
const ROUNDS = 30
const PROOFS = 2_000
const TREE_KEYS = 20_000

type Pairs = (input: Uint8Array, output: Uint8Array) => void

/** Pair hashing of @chainsafe/hashtree, or null where the platform has none. */
async function hashtreePairs(): Promise<Pairs | null> {
  try {
    return (await import("@chainsafe/hashtree")).default.hashInto
  } catch {
    return null
  }
}

/** Runs `measure` with the fast pair hashing if there is one; answers which. */
async function accelerated<T>(measure: () => Promise<T>): Promise<{ result: T; with: string }> {
  const sha256Pairs = await hashtreePairs()
  const restore = accelerate({ sha256Pairs: sha256Pairs ?? accelerators.sha256Pairs })
  const result = await measure()
  restore()
  return { result, with: sha256Pairs === null ? "no hashtree here: plain" : "hashtree" }
}

const pathOf = (index: number) => keyPath(utf8(`key ${index}`))

/** Changes of `count` rows spread over the keys, another set for each round. */
function spread(count: number, round: number): TrieChange[] {
  const value = sha256(utf8(`round ${round}`))
  const first = (round * 7_919) % KEYS
  return Array.from({ length: count }, (_, i) => {
    return { path: pathOf((first + i * Math.floor(KEYS / count)) % KEYS), value }
  })
}

let million: StateTrie | null = null
/** A trie of a million keys; versions are not kept, so that memory is of one version. */
function trieOfMillion(): StateTrie {
  if (million === null) {
    million = new StateTrie(0)
    million.prepare(spread(KEYS, 0)).commit(1n)
  }
  return million
}

function median(figures: readonly number[]): number {
  return figures.toSorted((a, b) => a - b)[Math.floor(figures.length / 2)]!
}

/** Rounds so far: no two put the same values, so every change is one. */
let rounds = 0

/** CPU microseconds of one block of `count` updates, the median of many. */
async function updateMicros(count: number): Promise<number> {
  const trie = trieOfMillion()
  const figures: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const changes = spread(count, ++rounds)
    const height = trie.height + 1n
    figures.push(await cpuMicros(() => trie.prepare(changes).commit(height)))
  }
  return median(figures)
}

const updates = async (count: number) => {
  const { result, with: twin } = await accelerated(() => updateMicros(count))
  return {
    value: perSecond(count, result),
    unit: "keys/CPU-s",
    note: `${twin}; paths and value hashes given`,
  }
}

/** CPU microseconds of each of `PROOFS` calls. */
const each = async (call: (index: number) => unknown) => {
  const micros = await cpuMicros(() => {
    for (let i = 0; i < PROOFS; i++) call(i)
  })
  return { value: micros / PROOFS, unit: "CPU-µs" }
}

function proofsOf(count: number) {
  const tree = sampleTree(count)
  const rows = tree.rows.slice(0, PROOFS)
  const keys = rows.map((_, i) => sampleRow(`absent ${i}`).key)
  return {
    ...tree,
    existence: rows.map(({ key, value }) => existenceProof(tree.view, key, value)!),
    keys,
    absence: keys.map((key) => absenceProof(tree.view, key, tree.rowAt)!),
  }
}

const average = (proofs: readonly Uint8Array[]) =>
  proofs.reduce((sum, proof) => sum + proof.length, 0) / proofs.length

export const benches: readonly Bench[] = [
  {
    name: "trie.update.10k-at-1m",
    about: "A block that changes 10,000 rows among a million, with the fastest pair hashing here.",
    target: { value: 150_000, unit: "keys/CPU-s", better: "more" },
    run: () => updates(BATCH),
  },
  {
    name: "trie.update.10k-at-1m.plain",
    about: "The same with the pair hashing of a browser.",
    run: async () => {
      const micros = await updateMicros(BATCH)
      return { value: perSecond(BATCH, micros), unit: "keys/CPU-s" }
    },
  },
  {
    name: "trie.update.100-at-1m",
    about: "A block that changes 100 rows among a million.",
    run: () => updates(100),
  },
  {
    name: "trie.memory",
    about: "Memory of one version of a million keys, pages that are not full included.",
    target: { value: 150, unit: "bytes/key", better: "less" },
    run: () => {
      const trie = new StateTrie()
      trie.prepare(spread(KEYS, 0)).commit(1n)
      return { value: trie.bytes / KEYS, unit: "bytes/key" }
    },
  },
  {
    name: "trie.memory.kept",
    about: "What each changed row adds while its height is kept: 20 blocks of 10,000 at a million.",
    run: () => {
      const trie = new StateTrie()
      trie.prepare(spread(KEYS, 0)).commit(1n)
      const before = trie.bytes
      for (let round = 1; round <= 20; round++) {
        trie.prepare(spread(BATCH, round)).commit(BigInt(round + 1))
      }
      return { value: (trie.bytes - before) / (20 * BATCH), unit: "bytes/change" }
    },
  },
  {
    name: "trie.image.open",
    about: "A trie of a million keys from its image in memory, all roots compared.",
    run: async () => {
      const image = concat(...trieImage(trieOfMillion()))
      const { result, with: twin } = await accelerated(() =>
        cpuMicros(() => {
          let at = 0
          trieFromImage((length) => {
            at += length
            return image.subarray(at - length, at)
          })
        }),
      )
      return { value: result / 1_000, unit: "CPU-ms", note: `${twin}; ${image.length} bytes` }
    },
  },
  {
    name: "trie.proof.at-1m.size",
    about: "Bytes of a proof of existence at a million keys, on average; each is verified as well.",
    run: () => {
      const trie = new StateTrie()
      trie.prepare(spread(KEYS, 0)).commit(1n)
      const value = utf8("round 0")
      const proofs = Array.from({ length: PROOFS }, (_, i) => {
        const key = utf8(`key ${i}`)
        const proof = existenceProof(trie.view(), key, value)!
        assert(verifyExistence({ root: trie.root, key, value, proof }), "an honest proof holds")
        return proof
      })
      return { value: average(proofs), unit: "bytes" }
    },
  },
  {
    name: "trie.proof.existence.size",
    about: "Bytes of a proof of existence at 20,000 keys, on average.",
    target: { value: 700, unit: "bytes", better: "less" },
    run: () => ({ value: average(proofsOf(TREE_KEYS).existence), unit: "bytes" }),
  },
  {
    name: "trie.proof.absence.size",
    about: "Bytes of a proof of absence at 20,000 keys, on average.",
    run: () => ({ value: average(proofsOf(TREE_KEYS).absence), unit: "bytes" }),
  },
  {
    name: "trie.proof.existence.make",
    about: "One proof of existence at 20,000 keys.",
    run: () => {
      const { view, rows } = sampleTree(TREE_KEYS)
      return each((i) => existenceProof(view, rows[i]!.key, rows[i]!.value))
    },
  },
  {
    name: "trie.proof.absence.make",
    about: "One proof of absence at 20,000 keys, rows at hand.",
    run: () => {
      const { view, keys, rowAt } = proofsOf(TREE_KEYS)
      return each((i) => absenceProof(view, keys[i]!, rowAt))
    },
  },
  {
    name: "trie.proof.existence.verify",
    about: "One proof of existence at 20,000 keys verified, plain hashing.",
    run: () => {
      const { root, rows, existence } = proofsOf(TREE_KEYS)
      return each((i) => verifyExistence({ root, ...rows[i]!, proof: existence[i]! }))
    },
  },
  {
    name: "trie.proof.absence.verify",
    about: "One proof of absence at 20,000 keys verified, plain hashing.",
    run: () => {
      const { root, keys, absence } = proofsOf(TREE_KEYS)
      return each((i) => verifyAbsence({ root, key: keys[i]!, proof: absence[i]! }))
    },
  },
]
