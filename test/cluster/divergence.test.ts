/**
 * A node whose program computes another state than that of the others, on a real network: it is cut
 * off by its own engine, goes on answering reads, and the comparison names what it made otherwise.
 */
import type { Service } from "@concordat/kernel"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { binaryPath, needed } from "../../engines/cometbft/machine.testing.ts"
import { compareStates } from "../../node/compare/compare.ts"
import { writeDivergence } from "../../node/compare/divergence.ts"
import { rollBack } from "../../node/rollback/rollback.ts"
import { systemDisk } from "../../node/seams/disk.ts"
import { send, writeOf } from "../../node/testing/node.testing.ts"
import { notes, services } from "../../node/testing/notes.testing.ts"
import { Network, until } from "./world.ts"

const LIE = "lie"
const LIAR = 3

/** The notes service by its description; it writes other words under one name. */
function lying(): Service {
  const honest = services[0]!
  const write = honest.commands["write"]!
  const run: typeof write.run = (tx, input) => {
    const words = input["name"] === LIE ? "other words" : input["words"]
    return write.run(tx, { ...input, words } as typeof input)
  }
  return { ...honest, commands: { ...honest.commands, write: { ...write, run } } }
}

let network: Network
describe.skipIf(needed !== "")(`one of four computes another state${needed}`, () => {
  beforeAll(async () => {
    network = await Network.of(4)
    const others = [0, 1, 2].map((index) => network.start(index))
    await Promise.all([...others, network.start(LIAR, null, { services: [lying()] })])
  })
  afterAll(() => network.remove())

  it("the others go on; it stops with root_mismatch and still answers reads", async () => {
    const { world } = network
    await send(world, network.ledger(0), writeOf("truth"))
    const { height } = await send(world, network.ledger(0), writeOf(LIE))
    const { ledger, failures } = network.open.get(LIAR)!
    await until(() => failures.length > 0)
    expect(failures[0]).toMatchObject({ code: "root_mismatch" })
    expect(ledger.status().halted).toBe("root_mismatch")
    const blocks = await ledger.blocks({ limit: 1 })
    expect(blocks[0]!.height).toBeGreaterThanOrEqual(height)
    const next = await send(world, network.ledger(1), writeOf("after"))
    expect(next.height).toBeGreaterThan(height)
  })

  it("the comparison names the block, the note, both values and the operation", async () => {
    const [a, b] = [network.ledger(0), network.open.get(LIAR)!.ledger]
    const found = await compareStates([a.inspect("honest"), b.inspect("lying")])
    expect(found.differences).toHaveLength(1)
    const [{ values, writers }] = found.differences as [(typeof found.differences)[number]]
    const words = values.map((value) => (notes.readRow(value!) as { words: string }).words)
    expect(words).toEqual(["words", "other words"])
    expect(writers[0]).toEqual(writers[1])
    const { height, transaction, operation } = writers[0]!
    expect([found.equal, operation]).toEqual([height - 1n, 0])
    expect((await a.transaction(transaction!))?.height).toBe(height)
  })

  it("what it knew is written down beside its folders", async () => {
    const { ledger, failures } = network.open.get(LIAR)!
    const failure = failures[0] as Error
    const path = await writeDivergence(systemDisk, network.folder, ledger, failure, "1.0.0")
    const bytes = Buffer.from((await systemDisk.read(path))!)
    expect(bytes.includes("other words")).toBe(true)
  })

  it("a step back, and the right program: it executes the block again and goes on", async () => {
    const { height } = network.open.get(LIAR)!.ledger.status()
    await network.stop(LIAR)
    const binary = binaryPath()
    const inUse = rollBack({ ...network.places(0), binary })
    await expect(inUse).rejects.toMatchObject({ code: "store_in_use" })
    const back = { from: height, to: height - 1n, engine: height - 1n }
    expect(await rollBack({ ...network.places(LIAR), binary })).toEqual(back)

    const { ledger, failures } = await network.start(LIAR)
    const { height: next } = await send(network.world, network.ledger(1), writeOf("again"))
    await until(() => ledger.status().height > next)
    expect(failures).toEqual([])
    const sides = [network.ledger(0).inspect("honest"), ledger.inspect("mended")] as const
    expect((await compareStates(sides)).differences).toEqual([])
  })
})
