/**
 * The power goes at each point of the collector: a block whose commit is not yet the one that the
 * next block carries, and the one above it. The gap is filled after the next start.
 */
import { onPerturb, type Point } from "@concordat/engines/perturb"
import { SeededRandom, Tally, TestClock, TestDisk, testValidator } from "@concordat/engines/testing"
import { type Hash, utf8, type Validators } from "@concordat/kernel"
import { afterEach, beforeAll, expect, it } from "vitest"
import { CollectedArchive } from "../../engines/cometbft/archive.ts"
import { Collector } from "../../engines/cometbft/collector.ts"
import type { ArchivedBlock } from "../../engines/port.ts"
import { SoloEngine } from "../../engines/solo/index.ts"
import { Schedule } from "../../engines/solo/schedule.ts"
import { blockJson, signedHeaderJson } from "../../gateway/engine/forms.ts"

const CHAIN = "concordat-collected-1"
const TIME = Date.UTC(2026, 0, 1)
const BLOCKS = 6n
const signer = testValidator(1)
const SET: Validators = [{ key: { ed25519: signer.key as Hash }, power: 10n }]

/** Blocks of the embedded engine, which has the network's form, by their height. */
const blocks = new Map<bigint, ArchivedBlock>()
beforeAll(async () => {
  const clock = new TestClock(TIME + 5_000)
  const engine = await SoloEngine.open({
    ...{ disk: new TestDisk(), clock, scheduler: clock, data: "/data", chain: CHAIN },
    ...{ genesisTime: TIME, initialHeight: 1n, signers: [signer] },
  })
  await engine.start(new Tally(SET))
  for (let number = 1; engine.archive.last < BLOCKS; number++) {
    await engine.submit(utf8(`add:${number}`))
    await new Promise((resolve) => setImmediate(resolve))
  }
  await engine.stop()
  for (let at = 1n; at <= BLOCKS; at++) blocks.set(at, (await engine.archive.block(at))!)
})
afterEach(() => onPerturb(null))

/** An engine that has blocks up to a height. */
class Engine {
  tip = 0n

  async call(method: string, params: Readonly<Record<string, unknown>>): Promise<unknown> {
    const height = BigInt(params["height"] as string)
    if (height > this.tip) throw new Error("not yet")
    const [block, above] = [blocks.get(height)!, blocks.get(height + 1n)!]
    if (method === "commit") return signedHeaderJson(block, height < this.tip ? above : null)
    return blockJson(block, blocks.get(height - 1n)?.commit ?? null)
  }
}

/** One life of the collector over a disk, until it has a block or the power goes. */
async function life(disk: TestDisk, engine: Engine, until: bigint) {
  const archive = await CollectedArchive.open(disk, "/data", CHAIN)
  const genesis = await new Tally(SET).initChain({ height: 1n })
  archive.schedule = Schedule.begin(disk, "/schedule", CHAIN, { ...genesis, height: 1n })
  const begins = archive.last
  let failure: unknown = null
  const collector = new Collector({
    ...{ archive, rpc: engine, scheduler: new TestClock(), first: () => 1n },
    onFailure: (thrown) => {
      failure = thrown
    },
  })
  for (let height = begins + 1n; height <= until && failure === null; height++) {
    engine.tip = height
    collector.reach(height)
    while (archive.last < height && failure === null) {
      await new Promise((resolve) => setImmediate(resolve))
    }
  }
  await collector.stop()
  return { archive, begins, failure }
}

it.each([
  ["collector.header", 1],
  ["collector.header", 3],
  ["collector.commit", 1],
  ["collector.commit", 3],
] as [Point, number][])("%s, visit %i: the gap is noticed and filled", async (point, visit) => {
  const disk = new TestDisk()
  const engine = new Engine()
  let left = visit
  onPerturb((reached) => {
    if (reached === point && --left === 0) throw new Error(`power cut at ${point}`)
  })
  const cut = await life(disk, engine, BLOCKS)
  expect(String(cut.failure)).toContain(`power cut at ${point}`)
  onPerturb(null)
  disk.cutPower(new SeededRandom(visit))

  const reached = engine.tip
  const again = await life(disk, engine, BLOCKS)
  expect(again.failure).toBeNull()
  expect(again.begins).toBeLessThan(reached)
  expect(again.archive.last).toBe(BLOCKS)
  for (const [height, block] of blocks) {
    expect((await again.archive.block(height))?.header).toEqual(block.header)
    expect((await again.archive.block(height))?.transactions).toEqual(block.transactions)
  }
  await again.archive.close()
})
