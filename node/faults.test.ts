/** What hostile or unlucky input, clocks and threads may not do to a running node. */
import { type Job, stateKey } from "@concordat/kernel"
import { describe, expect, it } from "vitest"
import { silentLog } from "./log/log.ts"
import { openNode, quiet, send, signed, testWorld, writeOf } from "./testing/node.testing.ts"
import { BROKEN, notes } from "./testing/notes.testing.ts"
import { onTheSpot } from "./verify/verifier.ts"

const settledAs = (results: readonly PromiseSettledResult<unknown>[]) =>
  results.map((result) => (result.status === "fulfilled" ? "accepted" : result.reason.code))

describe("a transaction that only a block finds wrong", () => {
  it.each([0, 2, 5])("at place %d of six: it goes, and nobody else", async (place) => {
    const world = testWorld()
    const errors: string[] = []
    const log = { ...silentLog, error: (code: string) => void errors.push(code) }
    const ledger = await openNode(world, { log })
    const sent = Array.from({ length: 6 }, (_, i) =>
      signed(world, ledger, [writeOf(`n${i}`, i === place ? BROKEN : "sound")]),
    )
    const results = await Promise.allSettled(sent.map((bytes) => ledger.submit(bytes)))
    const expected = Array.from({ length: 6 }, (_, i) => (i === place ? "node_busy" : "accepted"))
    expect(settledAs(results)).toEqual(expected)
    expect(errors).toContain("bug")
    expect(ledger.status().halted).toBeNull()
    await send(world, ledger, writeOf("after"))
    await ledger.close()
  })
})

describe("verification ahead", () => {
  it("that fails costs time, never an answer", async () => {
    const warnings: string[] = []
    const ledger = await openNode(testWorld(), {
      verifier: { ...onTheSpot, verify: () => Promise.reject(new Error("no thread")) },
      log: { ...silentLog, warn: (code: string) => void warnings.push(code) },
    })
    const world = testWorld()
    const sent = Array.from({ length: 8 }, (_, i) => signed(world, ledger, [writeOf(`n${i}`)]))
    const receipts = await Promise.all(sent.map((bytes) => ledger.submit(bytes)))
    expect(receipts.map(({ code }) => code)).toEqual(Array(8).fill(0))
    expect(warnings).toContain("workers_lost")
    await ledger.close()
  })

  it("takes what arrives meanwhile as one batch", async () => {
    const batches: number[] = []
    const waiting: (() => void)[] = []
    const verify = (jobs: readonly Job[]) => {
      batches.push(jobs.length)
      for (const job of jobs) job.learn(true)
      return new Promise<void>((resolve) => waiting.push(resolve))
    }
    const world = testWorld()
    const ledger = await openNode(world, { verifier: { ...onTheSpot, verify } })
    const submit = (from: number, count: number) =>
      Array.from({ length: count }, (_, i) =>
        ledger.submit(signed(world, ledger, [writeOf(`n${from + i}`)])),
      )
    const tick = () => new Promise((resolve) => setImmediate(resolve))
    const all = [...submit(0, 3)]
    await tick()
    all.push(...submit(3, 4))
    await tick()
    for (let i = 7; i < 20; i++) {
      all.push(...submit(i, 1))
      await tick()
    }
    expect(batches).toEqual([3, 4])
    waiting.shift()!()
    await tick()
    await tick()
    expect(batches).toEqual([3, 4, 13])
    for (const resolve of waiting) resolve()
    expect((await Promise.all(all)).length).toBe(20)
    await ledger.close()
  })
})

describe("closing", () => {
  it("ends every send: with a receipt, or with node_halted", async () => {
    const world = testWorld()
    const ledger = await openNode(world)
    const sent = Array.from({ length: 50 }, (_, i) => signed(world, ledger, [writeOf(`n${i}`)]))
    const results = Promise.allSettled(sent.map((bytes) => ledger.submit(bytes)))
    await Promise.all([ledger.close(), ledger.close()])
    for (const end of settledAs(await results)) expect(["accepted", "node_halted"]).toContain(end)
    const again = await openNode(world)
    for (const [i, result] of (await results).entries()) {
      const { value } = await again.row(stateKey(notes, { name: `n${i}` }))
      expect(value !== null, `n${i}`).toBe(result.status === "fulfilled")
    }
    await again.close()
  })
})

describe("the machine's clock", () => {
  it.each([-3_600_000, 3_600_000])("jumps by %d ms: block times ascend", async (jump) => {
    const world = testWorld()
    let ledger = await openNode(world)
    for (let i = 0; i < 12; i++) {
      if (i % 4 === 1) world.clock.jump(jump)
      if (i % 4 === 2) world.clock.advance(3_000)
      if (i % 4 === 3) {
        await ledger.close()
        ledger = await openNode(world)
      }
      // A transaction signed before the jump may expire by it: its sender signs anew.
      await quiet(ledger)
      await send(world, ledger, writeOf(`n${i}`))
    }
    const { height, now, time } = ledger.status()
    expect(now).toBeGreaterThanOrEqual(time)
    const blocks = await ledger.blocks({ limit: Number(height) })
    const times = blocks.map((block) => block.time).reverse()
    for (let i = 1; i < times.length; i++) expect(times[i]!).toBeGreaterThan(times[i - 1]!)
    await ledger.close()
  })
})
