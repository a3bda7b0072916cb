/**
 * Networks of real engines: one validator, and four of four organisations, of which one may fail.
 * The same application as everywhere, the same blocks, the same evidence. Needs Go once, to build
 * the engine; without it the tests are skipped, and say so.
 */
import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { encodeAnchor, type Row, stateKey, verifyBundle } from "@concordat/kernel"
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest"
import { needed } from "../../engines/cometbft/machine.testing.ts"
import { demandOf, send, signed, writeOf } from "../../node/testing/node.testing.ts"
import { notes } from "../../node/testing/notes.testing.ts"
import { CommandLine } from "./command-line.ts"
import { Network, soon, until } from "./world.ts"

const noteKey = (name: string) => stateKey(notes, { name })

let network: Network

describe.skipIf(needed !== "")(`one validator${needed}`, () => {
  afterEach(() => network.remove())

  it("orders, answers with receipts, and gives evidence that verifies offline", async () => {
    network = await Network.of(1)
    const { ledger, failures } = await network.start(0)
    const { world } = network
    const receipts = await Promise.all(
      Array.from({ length: 50 }, (_, i) => send(world, ledger, writeOf(`note-${i}`))),
    )
    expect(receipts.map(({ code }) => code)).toEqual(receipts.map(() => 0))
    const bytes = signed(world, ledger, [demandOf("absent", 1n)])
    await expect(ledger.submit(bytes)).rejects.toMatchObject({ code: "too_many" })
    const [receipt] = receipts
    expect(await ledger.transaction(receipt!.transaction)).toMatchObject({
      height: receipt!.height,
    })
    const claims = [{ transaction: receipt!.transaction }, { event: receipt!.events.first }]
    const bundle = await ledger.evidence({ claims })
    const anchors = [await ledger.anchor(1n), await ledger.anchor()]
    const verdict = verifyBundle(bundle, anchors, { now: Date.now() })
    expect(verdict, verdict.code ?? "").toMatchObject({ valid: true, grade: "B" })
    const block = await ledger.block(receipt!.height)
    expect(block).toMatchObject({ signers: [ledger.status().validators[0]!.address] })
    expect(ledger.status()).toMatchObject({ engine: "cometbft", halted: null })
    expect(failures).toEqual([])
  })

  it("closed and opened again stands where it stood, and goes on", async () => {
    network = await Network.of(1)
    const { world } = network
    await network.start(0)
    for (let i = 0; i < 10; i++) await send(world, network.ledger(0), writeOf("a"))
    const before = network.ledger(0).status()
    await network.stop(0)
    const { ledger } = await network.start(0)
    expect(ledger.status().height).toBeGreaterThanOrEqual(before.height)
    expect(ledger.status().stateRoot).toBe(before.stateRoot)
    await send(world, ledger, writeOf("a"))
    const { value } = await ledger.row(noteKey("a"))
    expect(notes.readRow(value!)).toMatchObject({ count: 11n })
    const blocks = await ledger.blocks({ limit: 200 })
    expect(blocks.at(-1)?.height).toBe(1n)
  })
})

describe.skipIf(needed !== "")(`four validators of four organisations${needed}`, () => {
  beforeAll(async () => {
    network = await Network.of(4)
    await Promise.all([0, 1, 2, 3].map((index) => network.start(index)))
  })
  afterAll(() => network.remove())

  /** In the order in which they were ready. */
  const ledgers = () => [...network.open.values()].map(({ ledger }) => ledger)
  const counts = async () => {
    const rows = await Promise.all(ledgers().map((ledger) => ledger.row(noteKey("shared"))))
    return rows.map(({ value }) =>
      value === null ? 0n : (notes.readRow(value) as Row<typeof notes>).count,
    )
  }

  /** The app hash that every node's header of a height carries; each has it, or waits for it. */
  async function appHashes(height: bigint): Promise<Set<string>> {
    const blocks = await Promise.all(
      ledgers().map(async (ledger) => {
        let block = await ledger.block(height)
        for (; block === null; block = await ledger.block(height)) await soon()
        return block.appHash
      }),
    )
    return new Set(blocks)
  }

  it("have one order and one app hash, wherever a transaction is sent", async () => {
    const { world } = network
    const receipts = await Promise.all(
      ledgers().flatMap((ledger) =>
        Array.from({ length: 10 }, () => send(world, ledger, writeOf("shared"))),
      ),
    )
    expect(receipts).toHaveLength(40)
    const height = receipts.reduce((most, each) => (each.height > most ? each.height : most), 0n)
    expect((await appHashes(height + 1n)).size).toBe(1)
    expect(await counts()).toEqual([40n, 40n, 40n, 40n])
  })

  it("give evidence of grade A by an anchor file alone, also while one is killed", async () => {
    const [ledger, other] = [network.ledger(0), network.ledger(2)]
    const line = new CommandLine(network.folder)
    const [bundle, anchor] = ["graded.evidence", "first.anchor"]
    const write = (name: string, bytes: Uint8Array) => writeFileSync(join(line.folder, name), bytes)
    write(anchor, encodeAnchor(await ledger.anchor(1n)))
    process.kill(network.enginePid(3), "SIGKILL")
    await network.stop(3)
    const { height, events } = await send(network.world, ledger, writeOf("graded"))
    await until(() => other.status().height >= height)
    const claims = [{ event: events.first }, { value: noteKey("graded") }]
    write(bundle, await other.evidence({ claims, at: height }))
    expect(await line.run("verify", bundle, "--anchor", anchor), line.out).toBe(0)
    expect(line.out).toContain("Proven, grade A.")
    expect(line.out).toContain("Grade A: 3 of 4 organisations stand behind it.")
    expect(line.out).not.toContain("port") // The one that was killed.
    await network.start(3)
  })

  /** Sends until a block lacks the votes of these alone; each tells of the one below. */
  async function untilMissing(missing: string): Promise<void> {
    const { ledger } = network.open.get(0)!
    for (let told = "?"; told !== missing; ) {
      await send(network.world, ledger, writeOf("seen"))
      const away = ledger.status().validators.filter(({ signed }) => signed === false)
      told = away.map(({ organisation }) => organisation).join()
    }
  }

  it("go on without one, which catches up when it is back", async () => {
    const { world } = network
    await network.stop(3)
    await untilMissing("port")
    for (let i = 0; i < 5; i++) await send(world, network.ledger(i % 3), writeOf("shared"))
    const { height } = await send(world, network.ledger(0), writeOf("shared"))
    await network.start(3)
    await untilMissing("")
    expect((await appHashes(height + 1n)).size).toBe(1)
    expect(await counts()).toEqual([46n, 46n, 46n, 46n])
    await send(world, network.ledger(3), writeOf("shared"))
  })

  it("lose an engine to kill -9 and go on; its node stays up and loses nothing", async () => {
    const { world } = network
    const member = network.open.get(1)!
    const killed = network.enginePid(1)
    process.kill(killed, "SIGKILL")
    const sent = send(world, member.ledger, writeOf("shared"))
    await Promise.all([sent, send(world, network.ledger(2), writeOf("shared"))])
    expect(network.enginePid(1)).not.toBe(killed)
    const height = member.ledger.status().height
    expect((await appHashes(height)).size).toBe(1)
    expect(member.failures).toEqual([])
  })

  it("two of four decide nothing; a third one makes it go on with what waited", async () => {
    const { world } = network
    await network.stop(3)
    await network.stop(2)
    const waiting = send(world, network.ledger(0), writeOf("waiting"))
    await network.start(2)
    expect(await waiting).toMatchObject({ code: 0 })
    await network.start(3)
    const { height } = await send(world, network.ledger(3), writeOf("waiting"))
    expect((await appHashes(height + 1n)).size).toBe(1)
  })
})
