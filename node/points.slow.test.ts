/**
 * The points that a killed process seldom reaches, and what holds after a stop there: images of the
 * trie, key files.
 */
import { onPerturb, type Point } from "@concordat/engines/perturb"
import { SeededRandom, TestDisk } from "@concordat/engines/testing"
import { afterEach, describe, expect, it } from "vitest"
import { openKeystore } from "./keystore/keystore.ts"
import { openNode, send, signed, testWorld, writeOf } from "./testing/node.testing.ts"

afterEach(() => onPerturb(null))

/** The power goes when a point is reached for the n-th time. */
function stopAt(point: Point, visit = 1): void {
  let left = visit
  onPerturb((reached) => {
    if (reached === point && --left === 0) throw new Error(`power cut at ${point}`)
  })
}

/** Enough rows that closing writes an image. */
async function withManyRows() {
  const world = testWorld()
  const ledger = await openNode(world)
  for (let i = 0; i < 25; i++) {
    const operations = Array.from({ length: 900 }, (_, j) => writeOf(`n${i}-${j}`))
    await ledger.submit(signed(world, ledger, operations))
  }
  return { world, ledger }
}

describe("trie.write", () => {
  it.each([1, 2])("an image that stopped at piece %d is ignored", async (piece) => {
    const { world, ledger } = await withManyRows()
    stopAt("trie.write", piece)
    await ledger.close()
    onPerturb(null)
    const disk = world.disk as TestDisk
    disk.cutPower(new SeededRandom(piece))
    const again = await openNode(world)
    expect(again.status().appHash).toBe(ledger.status().appHash)
    await send(world, again, writeOf("more"))
    await again.close()
  })
})

describe("keystore.write", () => {
  it("the old keys are there, the new one or not, none half", async () => {
    const disk = new TestDisk()
    const random = new SeededRandom(3)
    const options = {
      disk,
      folder: "/keys",
      random,
      passphrase: "open",
      cost: { n: 1_024, r: 8, p: 1 },
    }
    const keystore = await openKeystore(options)
    const { id } = await keystore.create("sign", "ed25519")
    stopAt("keystore.write")
    await expect(keystore.create("seal", "ed25519")).rejects.toThrow("power cut")
    onPerturb(null)
    disk.cutPower(random)
    expect((await openKeystore(options)).list().map((key) => key.id)).toEqual([id])
  })
})
