/** The archive takes only what verifies: true blocks in order, nothing with one thing altered. */
import { type ConcordatError, type Hash, utf8, type Validators } from "@concordat/kernel"
import { beforeAll, beforeEach, describe, expect, it } from "vitest"
import type { ArchivedBlock } from "../port.ts"
import { SoloEngine } from "../solo/index.ts"
import { Schedule } from "../solo/schedule.ts"
import { SeededRandom, Tally, TestClock, TestDisk, testValidator } from "../testing/index.ts"
import { CollectedArchive, type SignedHeader } from "./archive.ts"
import { Collector } from "./collector.ts"
import { RpcClient } from "./rpc/client.ts"
import { PROOFS } from "./rpc/proofs.testing.ts"

const CHAIN = "concordat-parity-dev-1"
const TIME = Date.UTC(2026, 0, 1)
const signer = testValidator(1)
const SET: Validators = [{ key: { ed25519: signer.key as Hash }, power: 10n }]
const tally = () => new Tally(SET)

/** Blocks of the embedded engine, which has the network's form. */
let blocks: ArchivedBlock[]
beforeAll(async () => {
  const clock = new TestClock(TIME + 5_000)
  const engine = await SoloEngine.open({
    ...{ disk: new TestDisk(), clock, scheduler: clock, data: "/data", chain: CHAIN },
    ...{ genesisTime: TIME, initialHeight: 1n, signers: [signer] },
  })
  await engine.start(tally())
  for (const number of [1, 2, 3]) await engine.submit(utf8(`add:${number}`))
  while (engine.archive.last < 4n) await new Promise((resolve) => setImmediate(resolve))
  await engine.stop()
  blocks = []
  for (let height = 1n; height <= 4n; height++) blocks.push((await engine.archive.block(height))!)
})

let disk: TestDisk
let archive: CollectedArchive
beforeEach(async () => {
  disk = new TestDisk()
  archive = await opened()
})

async function opened(): Promise<CollectedArchive> {
  const archive = await CollectedArchive.open(disk, "/data", CHAIN)
  const genesis = await tally().initChain({ height: 1n })
  archive.schedule = Schedule.begin(disk, "/schedule", CHAIN, { ...genesis, height: 1n })
  return archive
}

const keep = (block: ArchivedBlock, says: Partial<SignedHeader> = {}) =>
  archive.keep({ header: block.header, commit: block.commit, ...says }, block)

describe("the archive", () => {
  it("keeps what verifies, tells who waits, and has it after a restart", async () => {
    const waiting = archive.arrived(2n)
    for (const block of blocks.slice(0, 3)) await keep(block)
    await waiting
    await archive.close()
    archive = await opened()
    expect(archive.last).toBe(3n)
    expect(await archive.block(2n)).toEqual(blocks[1])
    await archive.arrived(3n)
  })

  it("engine_unsupported: refuses a block with any field of its header altered", async () => {
    const { header, commit } = blocks[0]!
    for (const name of Object.keys(header) as (keyof typeof header)[]) {
      const value = header[name]
      const other =
        typeof value === "string"
          ? `${value.slice(0, -1)}${value.endsWith("0") ? "1" : "0"}`
          : typeof value === "bigint"
            ? value + 1n
            : name === "time"
              ? { ...header.time, nanos: header.time.nanos + 1 }
              : name === "version"
                ? { ...header.version, app: 9n }
                : { ...header.lastBlock, hash: new Uint8Array(32) }
      const altered = { header: { ...header, [name]: other } as typeof header, commit }
      await expect(
        archive.keep(altered, { transactions: [], proofs: [] }),
        name,
      ).rejects.toMatchObject({
        code: "engine_unsupported",
      })
    }
    expect(archive.last).toBe(0n)
  })

  it("refuses altered votes, other transactions, and a block that does not follow", async () => {
    const [first, second] = blocks as [ArchivedBlock, ArchivedBlock]
    const [vote] = first.commit.signatures
    const random = new SeededRandom(1)
    const forged = { ...vote!, signature: random.bytes(64) }
    const commit = { ...first.commit, signatures: [forged] }
    await expect(keep(first, { commit })).rejects.toThrow("Signature 0")
    const other = { transactions: [utf8("add:9")], proofs: [] }
    await expect(archive.keep(first, other)).rejects.toThrow("its transactions")
    const { transactions } = first
    const proven = { transactions, proofs: PROOFS }
    await expect(archive.keep(first, proven)).rejects.toThrow("its proofs")
    await keep(first)
    const stranger = { ...second.header, lastBlock: blocks[3]!.header.lastBlock }
    await expect(keep(second, { header: stranger })).rejects.toMatchObject({
      code: "engine_unsupported",
    })
    await keep(second)
  })

  it("node_halted: who waits for a block that will not come is told", async () => {
    const waiting = archive.arrived(1n)
    const failure = { code: "node_halted" } as ConcordatError
    archive.fail(failure)
    await expect(waiting).rejects.toBe(failure)
    await expect(archive.arrived(1n)).rejects.toBe(failure)
  })
})

describe("the collector", () => {
  it("asks again while the engine is away, and ends when it is told", async () => {
    const scheduler = new TestClock()
    const failures: unknown[] = []
    const collector = new Collector({
      ...{ archive, rpc: new RpcClient("/nowhere/r.sock"), scheduler, first: () => 1n },
      onFailure: (failure) => failures.push(failure),
    })
    for (let turn = 0; turn < 3; turn++) {
      collector.reach(1n)
      await new Promise((resolve) => setTimeout(resolve, 5))
      scheduler.advance(500)
    }
    await collector.stop()
    expect(archive.last).toBe(0n)
    expect(failures).toEqual([])
  })
})
