/** A store that went back holds exactly what it held before, and goes on from there. */
import { toHex } from "@concordat/kernel"
import { describe, expect, it } from "vitest"
import {
  dropOf,
  openNode,
  send,
  type TestWorld,
  testWorld,
  writeOf,
} from "../testing/node.testing.ts"
import { readHead } from "./head.ts"
import type { MemoryStore } from "./memory-store.ts"
import { stepBack } from "./step-back.ts"

const BLOCKS = 6
/** Pages of hashes hold more than the head counts, and are written over. */
const PAGE = /^(6c|6d)/

async function contentOf(store: MemoryStore): Promise<ReadonlyMap<string, string>> {
  const content = new Map<string, string>()
  for await (const page of store.entries(new Uint8Array(), Uint8Array.of(255))) {
    for (const [key, value] of page) content.set(toHex(key), toHex(value!))
  }
  return new Map([...content].filter(([key]) => !PAGE.test(key)))
}

/** Writes so that rows come, change and go; answers what the engine knows of every height. */
async function grown(world: TestWorld) {
  const contents: ReadonlyMap<string, string>[] = []
  const ledger = await openNode(world, { flushBlocks: 1 })
  const write = world.place.store.write.bind(world.place.store)
  world.place.store.write = async (changes) => {
    await write(changes)
    contents.push(await contentOf(world.place.store))
  }
  for (let index = 0; index < BLOCKS; index++) {
    await send(world, ledger, writeOf(`note-${index}`), writeOf("first", `words ${index}`))
    if (index % 2 === 1) await send(world, ledger, dropOf(`note-${index - 1}`))
  }
  await ledger.close()
  const { archive } = ledger
  const side = { validators: archive.validators(1n), ...archive.parameters(1n) }
  return { contents, side: { validators: side.validators, parameters: side.parameters } }
}

describe("a step back", () => {
  it("leads to what was there, block after block, down to the first", async () => {
    const world = testWorld()
    const { contents, side } = await grown(world)
    const { store } = world.place
    const { height } = readHead(store)!
    expect(contents.length).toBe(Number(height))
    for (let at = height - 1n; at > 0n; at--) {
      expect(await stepBack(store, side, null)).toBe(at)
      expect(await contentOf(store), `height ${at}`).toEqual(contents[Number(at) - 1])
    }
  })

  it("is followed by the same blocks again, from the log", async () => {
    const world = testWorld()
    const { side } = await grown(world)
    const { height, appHash } = readHead(world.place.store)!
    for (let steps = 0; steps < 5; steps++) await stepBack(world.place.store, side, null)
    const ledger = await openNode(world)
    expect(ledger.status()).toMatchObject({ height, appHash })
    await ledger.close()
  })

  it("is refused where the header knows another state, and where there is none", async () => {
    const world = testWorld()
    const empty = stepBack(
      world.place.store,
      await grown(testWorld()).then(({ side }) => side),
      null,
    )
    await expect(empty).rejects.toMatchObject({ code: "store_damaged" })
    const { side } = await grown(world)
    const before = await contentOf(world.place.store)
    const other = stepBack(world.place.store, side, "ab".repeat(32))
    await expect(other).rejects.toMatchObject({ code: "store_damaged" })
    expect(await contentOf(world.place.store)).toEqual(before)
  })
})
