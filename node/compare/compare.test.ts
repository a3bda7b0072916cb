/** Two nodes that part at a known block: found are the block, the keys and who wrote them. */
import {
  defineRuntime,
  readStateKey,
  StateTrie,
  type Subtree,
  sha256,
  utf8,
} from "@concordat/kernel"
import { afterEach, describe, expect, it } from "vitest"
import type { Ledger } from "../ledger.ts"
import {
  openNode,
  quiet,
  send,
  type TestWorld,
  testWorld,
  writeOf,
} from "../testing/node.testing.ts"
import { notes, services } from "../testing/notes.testing.ts"
import { compareStates } from "./compare.ts"
import { writeDivergence } from "./divergence.ts"
import { answerQuestion, remoteSide } from "./remote.ts"
import type { Side } from "./side.ts"

const runtime = defineRuntime(services)
const open: Ledger[] = []
afterEach(async () => {
  for (const ledger of open.splice(0)) await ledger.close()
})

/** A node that wrote these, one a block, then as many blocks more as are wanted. */
async function node(words: readonly string[]): Promise<{ ledger: Ledger; world: TestWorld }> {
  const world = testWorld()
  const ledger = await openNode(world, { flushBlocks: 2 })
  open.push(ledger)
  for (const [index, each] of words.entries()) {
    await send(world, ledger, writeOf(`note-${index}`, each))
    await quiet(ledger)
  }
  return { ledger, world }
}

/** The same side, asked as over HTTP: everything becomes JSON and comes back. */
const asked = (side: Side): Side =>
  remoteSide(async (question) =>
    JSON.parse(JSON.stringify(await answerQuestion(side, JSON.parse(JSON.stringify(question))))),
  )
const sideOf = ({ ledger }: { ledger: Ledger }) => asked(ledger.inspect("1.0.0"))
const noteOf = (key: Uint8Array) => {
  const table = runtime.tables.get("notes/notes")!
  return (readStateKey(table, key) as { name: string }).name
}

describe("two nodes", () => {
  it("of one history are equal, also where one is behind", async () => {
    const a = await node(["a", "b", "c"])
    const b = await node(["a", "b"])
    const found = await compareStates([sideOf(a), sideOf(b)])
    expect(found.differs).toBeNull()
    expect(found.equal).toBe(b.ledger.status().height)
  })

  it("that part are told apart at the first block, by key, value and operation", async () => {
    const words = ["a", "b", "c", "d", "e", "f"]
    const a = await node(words)
    const b = await node(words.map((each, i) => (i === 3 ? "other" : each)))
    const found = await compareStates([sideOf(a), sideOf(b)])
    expect(found).toMatchObject({ by: "tries", differs: found.equal! + 1n })
    const root = async (ledger: Ledger, height: bigint) => ledger.inspect("").stateRoot(height)
    expect(await root(a.ledger, found.equal!)).toBe(await root(b.ledger, found.equal!))
    const note = found.differences.find(({ values }) => {
      return values[0] !== null && Buffer.from(values[0]).includes("d")
    })!
    expect(noteOf(note.key)).toBe("note-3")
    const rows = note.values.map((value) => (notes.readRow(value!) as { words: string }).words)
    expect(rows).toEqual(["d", "other"])
    for (const [index, { ledger }] of [a, b].entries()) {
      const writer = note.writers[index]!
      expect(writer).toMatchObject({ height: found.differs, operation: 0 })
      expect((await ledger.transaction(writer.transaction!))?.height).toBe(found.differs)
    }
  })

  it("that parted long ago are told apart by their journals", async () => {
    const words = Array.from({ length: 60 }, (_, i) => `${i}`)
    const a = await node(words)
    const b = await node(words.map((each, i) => (i === 2 ? "other" : each)))
    const found = await compareStates([sideOf(a), sideOf(b)])
    const first = found.equal! + 1n
    const old = (side: Side): Side => ({
      ...side,
      about: async () => ({ ...(await side.about()), rowsFrom: first + 1_000n }),
    })
    const again = await compareStates([old(sideOf(a)), old(sideOf(b))])
    expect(again).toMatchObject({ by: "journals", equal: found.equal, differs: first })
    expect(
      again.differences.some(({ values }) => Buffer.from(values[1] ?? []).includes("other")),
    ).toBe(true)
  })

  it("say so where neither tries nor journals reach", async () => {
    const a = await node(["a", "b"])
    const b = await node(["a", "other"])
    const gone = (side: Side): Side => ({
      ...side,
      about: async () => ({ ...(await side.about()), rowsFrom: 1_000n, changesFrom: 1_000n }),
    })
    const found = await compareStates([gone(sideOf(a)), gone(sideOf(b))])
    expect(found).toMatchObject({ by: null, differences: [] })
    expect(found.differs).not.toBeNull()
  })

  it("refuse a question that is none", async () => {
    const { ledger } = await node([])
    const side = ledger.inspect("1.0.0")
    for (const question of [
      { ask: "else" },
      { ask: "subtrees", branches: [{}] },
      { ask: "keys" },
    ]) {
      await expect(answerQuestion(side, question)).rejects.toMatchObject({
        code: "configuration_invalid",
      })
    }
  })
})

describe("a subtree", () => {
  it("is what its bits lead to: nothing, a leaf, or two halves", () => {
    const trie = new StateTrie()
    const paths = Array.from({ length: 200 }, (_, i) => sha256(utf8(`key ${i}`)))
    trie.prepare(paths.map((path) => ({ path, value: sha256(path) }))).commit(1n)
    const view = trie.view()
    const leaves = (subtree: Subtree | null, path: Uint8Array, depth: number): number => {
      if (subtree === null) return 0
      if ("leaf" in subtree) return 1
      const bit = 0x80 >> (depth & 7)
      const [left, right] = [path.slice(), path.slice()]
      left[depth >> 3]! &= ~bit
      right[depth >> 3]! |= bit
      return [left, right].reduce(
        (sum, next) => sum + leaves(view.subtree(next, depth + 1), next, depth + 1),
        0,
      )
    }
    const root = new Uint8Array(32)
    expect(leaves(view.subtree(root, 0), root, 0)).toBe(paths.length)
    expect(new StateTrie().view().subtree(root, 0)).toBeNull()
  })
})

describe("a divergence", () => {
  it("is written down once, and kept", async () => {
    const { ledger, world } = await node(["a"])
    const failure = new Error("another app hash")
    const path = await writeDivergence(world.disk, "/data", ledger, failure, "1.0.0")
    expect(path).toBe(`/data/divergence-${ledger.status().height}.cbor`)
    const bytes = await world.disk.read(path)
    expect(Buffer.from(bytes!).includes("another app hash")).toBe(true)
    await writeDivergence(world.disk, "/data", ledger, new Error("later"), "1.0.0")
    expect(await world.disk.read(path)).toEqual(bytes)
  })
})
