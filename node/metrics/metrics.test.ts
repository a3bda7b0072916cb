/** What is counted against what was done, on a node in one process. */
import type { Party } from "@concordat/kernel"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import type { Ledger, Status, ValidatorStatus } from "../ledger.ts"
import type { StateStore } from "../store/state-store.ts"
import { demandOf, openNode, send, signed, testWorld, writeOf } from "../testing/node.testing.ts"
import { measuredDisk, measuredStore } from "./measured.ts"
import { Metrics } from "./metrics.ts"

let metrics: Metrics
let ledger: Ledger | null = null
beforeEach(() => {
  metrics = new Metrics({ version: "1.0.0", commit: "abc" })
})
afterEach(async () => {
  await ledger?.close()
  ledger = null
})

/** Samples by their names and labels, as they stand in the text. */
async function samples(): Promise<ReadonlyMap<string, number>> {
  const lines = (await metrics.text()).split("\n").filter((line) => /^concordat_/.test(line))
  return new Map(
    lines.map((line) => {
      const at = line.lastIndexOf(" ")
      return [line.slice("concordat_".length, at), Number(line.slice(at + 1))]
    }),
  )
}

describe("a node that is measured", () => {
  it("counts operations by what became of them, and what the check refused", async () => {
    const world = testWorld()
    const { disk, clock } = world
    const open = await openNode(world, {
      ...{ metrics, flushBlocks: 1, disk: measuredDisk(disk, clock, metrics) },
    })
    ledger = open
    await send(world, open, writeOf("a"))
    const both = signed(world, open, [writeOf("b"), demandOf("absent", 1n)], { mode: "each" })
    expect(await open.submit(both)).toMatchObject({ code: 0 })
    await expect(open.submit(signed(world, open, [demandOf("absent", 1n)]))).rejects.toThrow()
    const found = await samples()
    const total = (command: string, code: string) =>
      found.get(`tx_total{service="notes",command="${command}",code="${code}"}`)
    expect(total("write", "accepted")).toBe(2)
    expect(total("demand", "too_many")).toBe(1)
    expect(found.get('tx_check_rejected_total{code="too_many"}')).toBe(1)
    expect(found.get("tx_latency_seconds_count")).toBe(2)
    expect(found.get("work_used")).toBeGreaterThan(0)
    expect(found.get("block_height")).toBe(Number(open.status().height))
    const commits = found.get("commit_seconds_count")
    expect(commits).toBe(found.get('abci_call_seconds_count{method="commit"}'))
    expect(commits).toBe(Number(open.status().height))
    expect(found.get("fsync_seconds_count")).toBeGreaterThanOrEqual(commits!)
    expect(found.get("store_flush_seconds_count")).toBeGreaterThan(0)
    const { organisation, power } = open.status().validators[0]!
    expect(found.get(`voting_power{organisation="${organisation}"}`)).toBe(Number(power))
    expect(found.get('build_info{version="1.0.0",node="24.21.0",commit="abc"}')).toBe(1)
  })

  it("says how old the newest snapshot for joiners is, where there is one", async () => {
    const world = testWorld()
    const open = await openNode(world, { metrics, snapshotEvery: null })
    ledger = open
    await send(world, open, writeOf("a"))
    expect((await samples()).has("snapshot_age_blocks")).toBe(false)
    const { height } = await open.makeSnapshot()
    expect((await samples()).get("snapshot_age_blocks")).toBe(Number(open.status().height - height))
    for (const name of ["b", "c", "d"]) await send(world, open, writeOf(name))
    expect((await samples()).get("snapshot_age_blocks")).toBeGreaterThanOrEqual(3)
    await open.makeSnapshot()
    expect((await samples()).get("snapshot_age_blocks")).toBeLessThan(3)
  })

  it("counts a root that is another, and requests by route", async () => {
    metrics.failed(new Error("anything else"))
    expect((await samples()).get("state_root_mismatch_total")).toBe(0)
    metrics.answered("status", 200)
    metrics.answered("status", 200)
    metrics.answered("none", 404)
    const found = await samples()
    expect(found.get('gateway_requests_total{route="status",status="200"}')).toBe(2)
    expect(found.get('gateway_requests_total{route="none",status="404"}')).toBe(1)
  })
})

describe("a store that is measured", () => {
  it("writes as durably as it is asked to", async () => {
    const { clock, place } = testWorld()
    const asked: unknown[] = []
    const write = async (_: unknown, durable?: boolean) => void asked.push(durable)
    const store = measuredStore({ ...place.store, write } as unknown as StateStore, clock, metrics)
    await store.write([], true)
    await store.write([])
    expect(asked).toEqual([true, undefined])
    expect((await samples()).get("store_flush_seconds_count")).toBe(2)
  })
})

describe("power and margin", () => {
  const validator = (organisation: string, power: bigint, signed: boolean | null) =>
    ({ organisation: organisation as Party, power, signed }) as ValidatorStatus
  const of = async (validators: readonly ValidatorStatus[]) => {
    metrics = new Metrics({ version: "1.0.0", commit: "abc" })
    const zeros = { time: 0, rows: 0, waiting: 0, waitingBytes: 0, halted: null }
    const status = { ...zeros, validators, counters: {}, log: { size: 0n }, height: 1n }
    const says = { status: () => status as unknown as Status, snapshots: async () => [] }
    metrics.watch(says as unknown as Ledger)
    metrics.voted()
    const found = await samples()
    return [found.get("quorum_margin"), found.get("power_online_ratio")]
  }

  it("are those of who signed the last block", async () => {
    const four = (signed: readonly boolean[]) =>
      signed.map((each, i) => validator(`o${i}`, 10n, each))
    expect(await of(four([true, true, true, true]))).toEqual([1, 1])
    expect(await of(four([true, true, true, false]))).toEqual([0, 0.75])
    expect((await samples()).get('missed_blocks_total{organisation="o3"}')).toBe(1)
    expect(await of(four([true, true, false, false]))).toEqual([-1, 0.5])
    expect(await of([validator("alone", 1n, null)])).toEqual([0, 1])
  })

  it("count power, not heads", async () => {
    const heavy = [validator("a", 30n, true), validator("b", 10n, true), validator("c", 10n, true)]
    expect(await of(heavy)).toEqual([0, 1])
  })
})
