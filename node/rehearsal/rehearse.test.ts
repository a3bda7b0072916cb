/**
 * Upgrades rehearsed before anybody decides: a second version of a service on the blocks that the
 * first one executed, one that is sound, one that changes what it must not, one that would stop.
 */
import { SeededRandom } from "@concordat/engines/testing"
import {
  ascii,
  command,
  coseKey,
  defineRuntime,
  event,
  fromHex,
  option,
  type Service,
  service,
  table,
  text,
  u64,
} from "@concordat/kernel"
import { saltOf, testSigner, writeTransaction } from "@concordat/kernel/testing"
import { beforeAll, describe, expect, it } from "vitest"
import { developmentGenesis } from "../genesis/development.ts"
import type { Ledger } from "../ledger.ts"
import { silentLog } from "../log/log.ts"
import { ORIGIN_KEY } from "../store/layout.ts"
import { MemoryStore } from "../store/memory-store.ts"
import { encodeOrigin } from "../store/origin.ts"
import {
  GENESIS_TIME,
  openNode,
  quiet,
  type TestWorld,
  testWorld,
  VALIDATOR,
  writeOf,
} from "../testing/node.testing.ts"
import { services as notes } from "../testing/notes.testing.ts"
import { rehearse } from "./rehearse.ts"
import { undoneTo } from "./rows.ts"

/** Counts what it is told to count. */
function tallies(version: number, step: bigint): Service {
  const sums = table("sums", { key: { name: ascii(40) }, value: { sum: u64 } })
  const add = command({
    about: "Count.",
    role: null,
    input: { name: ascii(40) },
    run(tx, { name }) {
      sums.put(tx, { name }, { sum: (sums.get(tx, { name })?.sum ?? 0n) + step })
    },
  })
  return service({ name: "tallies", version, about: "Counts", tables: { sums }, commands: { add } })
}
/** The same with a remark in each row, which its migration writes. */
function remarked(remark = "migrated"): Service {
  const value = { sum: u64, remark: option(text(20)) }
  const sums = table("sums", { key: { name: ascii(40) }, value })
  const noted = event("noted", { name: ascii(40) })
  const add = command({
    about: "Count.",
    role: null,
    input: { name: ascii(40) },
    run(tx, { name }) {
      const row = sums.get(tx, { name }) ?? { sum: 0n, remark: null }
      sums.put(tx, { name }, { ...row, sum: row.sum + 1n })
      tx.emit(noted, { name })
    },
  })
  return service({
    ...{ name: "tallies", version: 2, about: "Counts, with a remark" },
    ...{ tables: { sums }, events: { noted }, commands: { add } },
    migrate(tx) {
      for (const { key, value } of sums.scan(tx, {}, { limit: 100 })) {
        sums.put(tx, key, { ...value, remark })
      }
    },
  })
}

const old = [...notes, tallies(1, 1n)]
const runtime = defineRuntime(old)
const genesis = developmentGenesis({
  ...{ runtime, random: new SeededRandom(3), time: GENESIS_TIME },
  validator: coseKey({ algorithm: "ed25519", x: fromHex(VALIDATOR.key) }),
  state: {},
})
let salt = 0
/** Counts a name, and writes a note of it. */
function counted(ledger: Ledger, name: string) {
  const { now } = ledger.status()
  const heading = {
    ...{ chain: ledger.chain, expires: now + 60_000, memo: null, mode: "atomic" as const },
    salt: saltOf(++salt),
  }
  const operations = [writeOf(name), addOf(name)]
  return ledger.submit(writeTransaction(runtime, heading, operations, [testSigner("mint/ada")]))
}
const addOf = (name: string) => ({ command: "tallies.add", input: { name } })

let world: TestWorld
let height: bigint
beforeAll(async () => {
  world = testWorld()
  const ledger = await openNode(world, { services: old, genesis })
  for (const name of ["a", "b"]) await counted(ledger, name)
  await quiet(ledger)
  ;({ height } = await ledger.makeSnapshot())
  for (const name of ["b", "c", "d"]) await counted(ledger, name)
  await quiet(ledger)
  await ledger.close()
})

async function rehearsed(services: readonly Service[], more: { before?: readonly Service[] } = {}) {
  const store = await world.place.open()
  const { disk } = world
  try {
    return await rehearse({ store, disk, data: "/data", log: silentLog, services, ...more })
  } finally {
    await store.close()
  }
}
const rowsOf = (result: Awaited<ReturnType<typeof rehearsed>>, name: string) =>
  result.services.find(({ service: of }) => of === name)

describe("a rehearsal", () => {
  it("of the same services comes to the same rows, also beside those that run", async () => {
    const result = await rehearsed(old, { before: old })
    expect(result).toMatchObject({ sound: true, from: height, changed: [], answers: [] })
    expect(result.transactions).toBe(3)
    expect(rowsOf(result, "notes")).toMatchObject({ newer: false, same: 4, first: null })
  })

  it("tells what a migration changed, and that nothing else did", async () => {
    const result = await rehearsed([...notes, remarked()], { before: old })
    expect(result.changed).toEqual([{ service: "tallies", from: 1, to: 2 }])
    expect(result).toMatchObject({ sound: true, answers: [], broken: [] })
    // Two rows were there to be migrated; two came later, without a remark, in another form.
    expect(rowsOf(result, "tallies")).toMatchObject({ newer: true, changed: 4, added: 0 })
    expect(rowsOf(result, "notes")).toMatchObject({ newer: false, same: 4, first: null })
  })

  it("a new service begins, and its rows are added", async () => {
    const made = table("made", { key: {}, value: { at: u64 } })
    const newer = service({
      ...{ name: "newer", about: "New", tables: { made } },
      genesis: (tx) => made.put(tx, {}, { at: tx.height }) as undefined,
    })
    const result = await rehearsed([...old, newer])
    expect(result).toMatchObject({ sound: true, changed: [{ service: "newer", from: 0, to: 1 }] })
    expect(rowsOf(result, "newer")).toMatchObject({ newer: true, added: 1 })
  })

  it("a service that changed without saying so is found, with its first row", async () => {
    const result = await rehearsed([...notes, tallies(1, 2n)])
    expect(result.sound).toBe(false)
    const rows = rowsOf(result, "tallies")!
    expect(rows).toMatchObject({ newer: false, same: 1, changed: 3 })
    expect(Buffer.from(rows.first!, "hex").toString()).toContain("tallies/sums/b")
  })

  it("root_mismatch: what is said to run now is not what ran", async () => {
    const wrong = rehearsed(old, { before: [...notes, tallies(1, 2n)] })
    await expect(wrong).rejects.toMatchObject({ code: "root_mismatch" })
  })

  it("a migration that would stop the ledger is told as the bug that it is", async () => {
    const stops = rehearsed([...notes, remarked("a remark that is longer than allowed")])
    await expect(stops).rejects.toThrow(/tallies/)
  })

  it("store_damaged: the block log ends below what the store can step back", async () => {
    const store = new MemoryStore()
    const failureAt = (height: string) =>
      expect.objectContaining({ code: "store_damaged", details: { height } })
    expect(undoneTo(store, 2n, 102n).size).toBe(0)
    expect(() => undoneTo(store, 1n, 102n)).toThrow(failureAt("1"))
    const origin = encodeOrigin({ height: 50n, log: { size: 0n, peaks: [] } })
    await store.write([[ORIGIN_KEY, origin]])
    expect(undoneTo(store, 50n, 102n).size).toBe(0)
    expect(() => undoneTo(store, 49n, 102n)).toThrow(failureAt("49"))
  })

  it("configuration_invalid: without a snapshot there is nothing to begin with", async () => {
    const store = await world.place.open()
    const { disk } = world
    const at = { store, disk, data: "/data", log: silentLog, services: old, from: 1n }
    await expect(rehearse(at)).rejects.toMatchObject({ code: "configuration_invalid" })
    await store.close()
  })
})
