/** The blocks before a snapshot: brought back, each the one that the block above names. */

import { type Hash, headerHash, toHex } from "@concordat/kernel"
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest"
import { Schedule } from "../../solo/schedule.ts"
import { TestClock, TestDisk } from "../../testing/index.ts"
import { CollectedArchive } from "../archive.ts"
import { altering, Gateways, honest } from "./gateways.testing.ts"
import { Headers } from "./headers.ts"
import { History } from "./history.ts"

const SERVERS = ["http://mint/engine", "http://hall/engine"]
/** The first block above the snapshot. */
const FIRST = 5n

let gateways: Gateways
let disk: TestDisk
let archive: CollectedArchive
let schedule: Schedule
let history: History
let scheduler: TestClock
let doubts: unknown[]
beforeAll(async () => {
  gateways = await Gateways.open(...SERVERS)
})
afterAll(() => gateways.close())

/** A node that joined above a snapshot and has collected what came since. */
beforeEach(async () => {
  const { archive: whole, chain } = gateways.test.ledger
  for (const url of SERVERS) gateways.manners.set(url, honest)
  doubts = []
  disk = new TestDisk()
  scheduler = new TestClock()
  archive = await CollectedArchive.open(disk, "/data", chain)
  const validators = whole.validators(FIRST)
  const genesis = { height: FIRST, validators, ...whole.parameters(FIRST) }
  schedule = Schedule.begin(disk, "/data/engine/schedule", chain, genesis)
  await archive.goOnFrom(FIRST, schedule)
  for (let height = FIRST; height <= whole.last; height++) {
    const block = (await whole.block(height))!
    await archive.keep(block, block)
  }
  const { header } = (await whole.block(2n))!
  const trust = { height: 2n, hash: toHex(headerHash(header)) as Hash }
  const clock = gateways.test.world.clock
  history = new History({
    ...{ archive, schedule, scheduler, initialHeight: 1n },
    headers: new Headers(chain, { servers: SERVERS, trust }, clock),
    onDoubt: (failure) => void doubts.push(failure),
  })
})
afterEach(() => history.stop())

/** Lets pending work go on, and its clock. */
async function turn(): Promise<void> {
  await new Promise((next) => setImmediate(next))
  scheduler.advance(10)
}

/** Lets the history run until it has come to something. */
async function run(): Promise<void> {
  history.start()
  while (archive.first > 1n && doubts.length === 0) await turn()
}

describe("the blocks before a snapshot", () => {
  it("are those of the ledger, with sets and parameters, also when opened again", async () => {
    const { archive: whole, chain } = gateways.test.ledger
    await run()
    expect(doubts).toEqual([])
    await archive.close()
    const again = await CollectedArchive.open(disk, "/data", chain)
    again.schedule = await Schedule.load(disk, "/data/engine/schedule", chain)
    expect([again.first, again.last]).toEqual([1n, whole.last])
    for (let height = 1n; height <= whole.last; height++) {
      expect(await again.block(height)).toEqual(await whole.block(height))
      expect(again.validators(height)).toEqual(whole.validators(height))
      expect(again.parameters(height)).toMatchObject(whole.parameters(height))
    }
  })

  it("are not taken from one that lies, and are asked of another", async () => {
    for (const [method, field] of [
      ["commit", "app_hash"],
      ["commit", "signature"],
    ] as const) {
      for (const url of SERVERS) gateways.manners.set(url, altering(method, field))
      doubts = []
      history.start()
      while (doubts.length === 0) await turn()
      expect(doubts, field).toMatchObject([{ code: "upstream_mismatch" }])
      expect(archive.first).toBe(FIRST)
    }
    gateways.manners.set(SERVERS[1]!, honest)
    gateways.manners.set(SERVERS[0]!, (method, body) =>
      method === "block" ? body.replace(/"txs":\[[^\]]+\]/, '"txs":["AA=="]') : body,
    )
    doubts = []
    await run()
    expect([archive.first, doubts]).toEqual([1n, []])
  })
})
