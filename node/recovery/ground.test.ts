/**
 * A node that goes on where another ledger stopped: on that ledger's snapshot, with its rows and
 * its event log, under the next name, through restarts and a store that was lost.
 */
import { TestDisk } from "@concordat/engines/testing"
import {
  defineRuntime,
  hashOf,
  jsonText,
  type RecoveryManifest,
  recoveryGenesis,
  stateKey,
  verifyBundle,
} from "@concordat/kernel"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import type { Ledger } from "../ledger.ts"
import { readHead } from "../store/head.ts"
import { memoryPlace } from "../store/store-place.ts"
import {
  openNode,
  quiet,
  send,
  type TestWorld,
  testWorld,
  writeOf,
} from "../testing/node.testing.ts"
import { notes, services } from "../testing/notes.testing.ts"
import { PREDECESSOR } from "./ground.ts"

const [OLD, NEW] = ["harbour-1", "harbour-2"]
const runtime = defineRuntime(services)

let old: { height: bigint; events: bigint; app: string }
let world: TestWorld
let manifest: RecoveryManifest
let genesis: string

/** A ledger of some notes stops; what it leaves behind is laid where the next one looks for it. */
beforeEach(async () => {
  const before = { ...testWorld(1, OLD), place: memoryPlace() }
  const ledger = await openNode(before, { profile: "production" })
  for (let i = 0; i < 5; i++) await send(before, ledger, writeOf(`note-${i}`))
  await quiet(ledger)
  const { height, hash } = await ledger.makeSnapshot()
  const status = ledger.status()
  old = { height, events: status.log.size, app: status.appHash }
  const block = (await ledger.block(height))!.hash
  await ledger.close()
  const store = await before.place.open()
  const head = readHead(store)!
  world = { ...before, disk: new TestDisk(), place: memoryPlace() }
  const shelf = `/data/snapshots/${height.toString().padStart(20, "0")}`
  for (const file of await before.disk.list(shelf)) {
    const bytes = (await before.disk.read(`${shelf}/${file}`))!
    const name = shelf.slice("/data/snapshots/".length)
    await world.disk.replace(`/data/${PREDECESSOR}/${name}/${file}`, bytes)
  }
  manifest = {
    ...{ chain: OLD!, successor: NEW!, height, block, app: head.appHash, snapshot: hashOf(hash) },
    ...{ time: head.time + 60_000, validators: head.validators, reason: "test" },
  }
  const log = { size: head.log.size, peaks: head.log.peaks.map((peak) => Buffer.from(peak, "hex")) }
  const signed = { manifest, endorsements: [] }
  genesis = jsonText(recoveryGenesis(runtime, signed, { log, parameters: head.parameters }))
})

let ledger: Ledger
const open = async () => {
  ledger = await openNode(world, { genesis, profile: "production" })
}
afterEach(() => ledger?.close())

/** Whether a note of the ledger before verifies by an anchor of this one. */
async function isProven(name: string): Promise<boolean> {
  const value = stateKey(notes, { name })
  const bytes = await ledger.evidence({ claims: [{ value }] })
  const anchor = await ledger.anchor(old.height + 1n)
  return verifyBundle(bytes, anchor, { now: ledger.status().now }).valid
}

describe("a node of a recovered ledger", () => {
  it("goes on with rows, log and heights, and proves what was there before", async () => {
    await open()
    expect(ledger.chain).toBe(NEW)
    await send(world, ledger, writeOf("later"))
    await quiet(ledger)
    const status = ledger.status()
    expect(status.first).toBe(old.height + 1n)
    expect(status.height).toBeGreaterThan(old.height)
    expect(status.log.size).toBeGreaterThan(old.events)
    expect(await isProven("note-0")).toBe(true)
    await expect(ledger.event(0n)).rejects.toMatchObject({ code: "height_pruned" })
  })

  it("is the same after a restart, and after its store was lost", async () => {
    await open()
    await send(world, ledger, writeOf("later"))
    await quiet(ledger)
    const { height, appHash } = ledger.status()
    await ledger.close()
    await open()
    expect(ledger.status()).toMatchObject({ height, appHash })
    await ledger.close()
    world = { ...world, place: memoryPlace() }
    await open()
    expect(ledger.status()).toMatchObject({ height, appHash })
    await ledger.makeSnapshot()
  })

  it("a store that was left before the first block is laid again", async () => {
    await open()
    await ledger.close()
    await open()
    await send(world, ledger, writeOf("later"))
    await quiet(ledger)
    expect(ledger.status().height).toBeGreaterThan(old.height)
  })

  it("configuration_invalid: does not begin without that snapshot", async () => {
    await world.disk.remove(`/data/${PREDECESSOR}`)
    await expect(open()).rejects.toMatchObject({
      ...{ code: "configuration_invalid", details: { snapshot: manifest.snapshot } },
    })
  })
})
