/**
 * The real engine with one validator: its calls judged by the oracle, its blocks by the light
 * client, and what becomes of both when either side is killed. Needs Go once; else skipped, and
 * says so.
 */
import { BLOCK_PROTOCOL, Bug, hashOf, headerHash, utf8, validatorsHash } from "@concordat/kernel"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import type { ArchivedBlock } from "../port.ts"
import { Tally, watched } from "../testing/index.ts"
import type { CometEngine } from "./index.ts"
import { Machine, needed } from "./machine.testing.ts"

let machine: Machine
let engine: CometEngine | null
let tally: Tally
beforeEach(async () => {
  machine = new Machine()
  const key = await machine.keys()
  tally = new Tally([{ key: { ed25519: key }, power: 10n }])
  engine = null
})
afterEach(async () => {
  await engine?.stop()
  machine.remove()
})

async function started(): Promise<CometEngine> {
  const opened = await machine.open()
  engine = opened
  await opened.start(watched(tally))
  return opened
}

/** The block of the archive that holds a transaction, once its header + `more` is there too. */
async function blockOf(text: string, more = 1n): Promise<ArchivedBlock> {
  const { archive } = engine!
  for (let height = 1n; ; height++) {
    await archive.arrived(height)
    const block = (await archive.block(height))!
    if (!block.transactions.some((bytes) => new TextDecoder().decode(bytes) === text)) continue
    await archive.arrived(height + more)
    return block
  }
}

const add = (number: number) => utf8(`add:${number}`)

/** Returns once so many transactions are final. */
async function finalized(count: number): Promise<void> {
  while (tally.finalized.length < count && machine.failures.length === 0) {
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  expect(machine.failures).toEqual([])
  while (engine!.status().waiting > 0) await new Promise((resolve) => setTimeout(resolve, 5))
}

describe.skipIf(needed !== "")(`one validator${needed}`, () => {
  it("orders what is handed over, once, and answers its check", async () => {
    const running = await started()
    expect(await running.submit(utf8("unknown"))).toMatchObject({ code: 2 })
    const answers = await Promise.all([1, 2, 3, 4].map((number) => running.submit(add(number))))
    expect(answers.map(({ code }) => code)).toEqual([0, 0, 0, 0])
    await finalized(4)
    expect(tally.finalized.toSorted()).toEqual(["add:1", "add:2", "add:3", "add:4"])
    expect(running.status()).toMatchObject({ kind: "cometbft", waiting: 0, failure: null })
  })

  it("does not run where it may never vote and the set holds its key", async () => {
    const silent = await machine.open({ votes: false })
    await expect(silent.start(watched(tally))).rejects.toMatchObject({
      code: "configuration_invalid",
      message: expect.stringContaining("never votes"),
    })
    await silent.stop()
  })

  it("has its blocks verified and kept, with the app hash of H in header H + 1", async () => {
    const { archive } = await started()
    await engine!.submit(add(5))
    const below = await blockOf("add:5")
    const { height } = below
    const above = await archive.block(height + 1n)
    expect(above!.header).toMatchObject({
      version: { block: BLOCK_PROTOCOL, app: 1n },
      app: hashOf(Tally.hash({ sum: 5 })),
      validators: hashOf(validatorsHash(archive.validators(height + 1n))),
    })
    expect(above!.header.lastBlock.hash).toEqual(headerHash(below.header))
    await expect(archive.block(height + 1_000n)).resolves.toBeNull()
  })

  it("killed, starts again by itself and goes on, with what waits", async () => {
    const running = await started()
    await running.submit(add(1))
    await finalized(1)
    process.kill(running.pid!, "SIGKILL")
    while (running.pid !== null) await new Promise((resolve) => setTimeout(resolve, 5))
    const waiting = running.submit(add(2))
    await finalized(2)
    expect(await waiting).toMatchObject({ code: 0 })
    expect(machine.restarts).toMatchObject([
      { code: "engine_ended", details: { signal: "SIGKILL" } },
    ])
    expect(tally.finalized).toEqual(["add:1", "add:2"])
  })

  it("gives the blocks again that the application had not made durable", async () => {
    tally.writesThrough = false
    const first = await started()
    for (const number of [1, 2, 3]) await first.submit(add(number))
    await finalized(3)
    await first.stop()
    const { sum } = tally.state
    const before = first.archive.last
    tally = tally.restarted()
    expect(tally.durable.height).toBe(0n)
    const second = await started()
    await finalized(3)
    expect(tally.state.sum).toBe(sum)
    await second.submit(add(4))
    await finalized(4)
    await second.archive.arrived(tally.state.height)
    expect(second.archive.last).toBeGreaterThan(before)
    expect(tally.state.sum).toBe(sum + 4)
  })

  it("changes its validators two blocks later, and the archive knows the sets", async () => {
    const running = await started()
    const change = `validator:${machine.validator}:11`
    await running.submit(utf8(change))
    await finalized(1)
    await running.submit(add(1))
    const { height } = await blockOf(change, 2n)
    const powers = [1n, 2n].map((more) => running.archive.validators(height + more)[0]!.power)
    expect(powers).toEqual([10n, 11n])
  })

  it("an engine whose app hash differs is another state: it is not started again", async () => {
    const first = await started()
    await first.submit(add(1))
    await finalized(1)
    await first.archive.arrived(tally.state.height + 1n)
    await first.stop()
    const { height, results } = tally.durable
    tally = tally.restarted()
    tally.durable = { height, results, sum: 99 }
    tally.state = tally.durable
    await expect(started()).rejects.toMatchObject({ code: "root_mismatch" })
    expect(machine.restarts).toEqual([])
  })

  it("a bug while a block runs ends node and engine for good", async () => {
    const running = await started()
    await running.submit(add(1))
    await finalized(1)
    const bug = new Bug("an assertion failed")
    tally.finalizeBlock = () => Promise.reject(bug)
    await running.submit(add(2))
    while (running.pid !== null) await new Promise((resolve) => setTimeout(resolve, 5))
    expect(machine.failures).toEqual([bug])
    expect(machine.restarts).toEqual([])
    expect(running.status().failure).toBe(bug)
    await expect(running.submit(add(3))).rejects.toBe(bug)
    await expect(running.archive.arrived(1_000n)).rejects.toBe(bug)
  })
})
