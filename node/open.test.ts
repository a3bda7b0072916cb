/** A ledger opened, used, closed, killed and opened again. */

import type { TestDisk } from "@concordat/engines/testing"
import {
  anchorAt,
  decodeBundle,
  equalBytes,
  fromHex,
  stateKey,
  verifyBundle,
} from "@concordat/kernel"
import { describe, expect, it } from "vitest"
import type { BlockNotice, Ledger } from "./ledger.ts"
import { silentLog } from "./log/log.ts"
import { transactionKey } from "./store/layout.ts"
import { MemoryStore } from "./store/memory-store.ts"
import { storeDamaged } from "./store/state-store.ts"
import {
  demandOf,
  dropOf,
  failOf,
  openNode,
  quiet,
  send,
  signed,
  type TestWorld,
  testWorld,
  writeOf,
} from "./testing/node.testing.ts"
import { notes } from "./testing/notes.testing.ts"

const noteKey = (name: string) => stateKey(notes, { name })

async function opened(): Promise<{ world: TestWorld; ledger: Ledger }> {
  const world = testWorld()
  return { world, ledger: await openNode(world) }
}

describe("sending", () => {
  it("answers a receipt once the block is durable: what became of each operation", async () => {
    const { world, ledger } = await opened()
    const bytes = signed(world, ledger, [writeOf("a"), demandOf("a", 9n), writeOf("b")], {
      mode: "each",
    })
    const receipt = await ledger.submit(bytes)
    expect(receipt).toMatchObject({ index: 0, code: 0, height: 2n })
    expect(receipt.operations.map(({ outcome }) => outcome)).toEqual([
      "accepted",
      "refused",
      "accepted",
    ])
    expect(receipt.refusals).toMatchObject([{ code: "too_many", service: "notes", operation: 1 }])
    expect(await ledger.transaction(receipt.transaction)).toEqual({ ...receipt, bytes })
    const { value } = await ledger.row(noteKey("a"))
    expect(notes.readRow(value!)).toEqual({ words: "words", count: 1n })
  })

  it("what the check refuses stands in no block", async () => {
    const { world, ledger } = await opened()
    await expect(send(world, ledger, writeOf("a"), demandOf("a", 9n))).rejects.toMatchObject({
      code: "too_many",
      service: "notes",
      details: { name: "a", operation: 1 },
    })
    const other = signed(world, ledger, [writeOf("a")], {}, "hall/cleo")
    await expect(ledger.submit(other)).rejects.toMatchObject({ code: "permission_missing" })
    const wrong = signed(world, ledger, [writeOf("a")])
    wrong[wrong.length - 1]! ^= 1
    await expect(ledger.submit(wrong)).rejects.toMatchObject({
      name: "Invalid",
      code: "signature_invalid",
    })
    const late = signed(world, ledger, [writeOf("a")], { expires: 1 })
    await expect(ledger.submit(late)).rejects.toMatchObject({ code: "transaction_expired" })
    await expect(ledger.submit(new Uint8Array(3))).rejects.toMatchObject({ name: "Invalid" })
    expect(ledger.status().transactions).toBe(0n)
  })

  it("T22: sent again: already_accepted with its place; after expiry and restart too", async () => {
    const { world, ledger } = await opened()
    const bytes = signed(world, ledger, [writeOf("a")])
    const receipt = await ledger.submit(bytes)
    const { transaction, height, index } = receipt
    const expected = {
      code: "already_accepted",
      details: { transaction, height: String(height), index },
    }
    await expect(ledger.submit(bytes)).rejects.toMatchObject(expected)
    await ledger.close()
    const again = await openNode(world)
    await expect(again.submit(bytes)).rejects.toMatchObject(expected)
    world.clock.advance(3_600_000)
    await expect(again.submit(bytes)).rejects.toMatchObject(expected)
    expect((await again.row(noteKey("a"))).value).not.toBeNull()
  })

  it("T22: sent twice at once it is ordered once, and both hear of it", async () => {
    const { world, ledger } = await opened()
    const bytes = signed(world, ledger, [writeOf("a")])
    const damaged = bytes.slice()
    damaged[damaged.length - 1]! ^= 1
    const answers = await Promise.allSettled([damaged, bytes, bytes].map((b) => ledger.submit(b)))
    expect(answers.map(({ status }) => status)).toEqual(["rejected", "fulfilled", "rejected"])
    expect(answers[0]).toMatchObject({ reason: { code: "signature_invalid" } })
    expect(answers[2]).toMatchObject({ reason: { code: "already_accepted" } })
    expect(ledger.status().transactions).toBe(1n)
  })

  it("T38: too much waiting is node_busy, and room comes again", async () => {
    const world = testWorld()
    const waiting = { transactions: 2, bytes: 1_000_000 }
    const ledger = await openNode(world, { waiting })
    const three = ["a", "b", "c"].map((name) => send(world, ledger, writeOf(name)))
    const answers = await Promise.allSettled(three)
    expect(answers[2]).toMatchObject({ reason: { code: "node_busy" } })
    await send(world, ledger, writeOf("d"))
    expect(ledger.status()).toMatchObject({ waiting: 0, waitingBytes: 0, transactions: 3n })
  })

  it("a transaction that reaches a bug is not admitted and stops nobody", async () => {
    const { world, ledger } = await opened()
    const both = [send(world, ledger, failOf("x")), send(world, ledger, writeOf("a"))]
    const answers = await Promise.allSettled(both)
    expect(answers[0]).toMatchObject({ reason: { code: "node_busy" } })
    expect(answers[1]?.status).toBe("fulfilled")
    expect(ledger.status().halted).toBeNull()
  })

  it("many at once share blocks, in order, whatever their number", async () => {
    const { world, ledger } = await opened()
    const all = Array.from({ length: 200 }, () => send(world, ledger, writeOf("shared")))
    const receipts = await Promise.all(all)
    expect(new Set(receipts.map(({ height }) => height)).size).toBeLessThan(5)
    const row = notes.readRow((await ledger.row(noteKey("shared"))).value!)
    expect(row).toMatchObject({ count: 200n })
  })

  it("a dry run changes nothing and tells what would be", async () => {
    const { world, ledger } = await opened()
    world.clock.advance(3_600_000)
    const bytes = signed(world, ledger, [writeOf("a")])
    expect(await ledger.check(bytes)).toMatchObject({ code: 0, refusals: [] })
    expect(await ledger.check(signed(world, ledger, [demandOf("a", 1n)]))).toMatchObject({
      code: 1,
      refusals: [{ code: "too_many", operation: 0 }],
    })
    expect((await ledger.row(noteKey("a"))).value).toBeNull()
    expect((await ledger.submit(bytes)).code).toBe(0)
  })
})

describe("asking", () => {
  it("blocks, events and rows, a page at a time", async () => {
    const { world, ledger } = await opened()
    for (const name of ["a", "b", "c", "a"]) await send(world, ledger, writeOf(name))
    await quiet(ledger)
    const { height } = ledger.status()
    const newest = await ledger.blocks({ limit: 3 })
    expect(newest.map((block) => block.height)).toEqual([height, height - 1n, height - 2n])
    const older = await ledger.blocks({ before: height - 2n, limit: 200 })
    expect(older.at(-1)?.height).toBe(1n)
    const first = await ledger.events({ limit: 3 })
    expect(first.events.map(({ fields }) => fields)).toEqual([
      { name: "a", count: "1" },
      { name: "b", count: "1" },
      { name: "c", count: "1" },
    ])
    const rest = await ledger.events({ limit: 3, after: first.next! })
    expect(rest.events.map(({ position }) => position)).toEqual([3n])
    expect(rest.next).toBeNull()
    expect(await ledger.event(3n)).toEqual(rest.events[0])
    expect((await ledger.events({ service: "others", limit: 3 })).events).toEqual([])
    const page = await ledger.rows(stateKey(notes, { name: "" }).slice(0, -1), { limit: 2 })
    expect(page.rows).toHaveLength(2)
    const next = await ledger.rows(stateKey(notes, { name: "" }).slice(0, -1), {
      limit: 2,
      after: page.next!,
    })
    expect([next.rows.length, next.next]).toEqual([2, null])
    const block = await ledger.block(2n)
    expect(block).toMatchObject({ transactions: 1, operations: 1, codes: [0], round: 0 })
    expect(await ledger.block(height + 1n)).toBeNull()
    expect(await ledger.block(0n)).toBeNull()
  })

  it("rows at older heights, refused beyond the provable ones", async () => {
    const { world, ledger } = await opened()
    const heights: bigint[] = []
    for (let i = 0; i < 60; i++) heights.push((await send(world, ledger, writeOf("a"))).height)
    await quiet(ledger)
    const { provableFrom, height } = ledger.status()
    for (const [index, at] of heights.entries()) {
      if (at < provableFrom) {
        await expect(ledger.row(noteKey("a"), at)).rejects.toMatchObject({ code: "height_pruned" })
        continue
      }
      const { value } = await ledger.row(noteKey("a"), at)
      expect(notes.readRow(value!)).toMatchObject({ count: BigInt(index + 1) })
    }
    await expect(ledger.row(noteKey("a"), height + 1n)).rejects.toMatchObject({
      code: "height_not_reached",
    })
  })

  it("tells listeners of every block, in order, until they stop or throw", async () => {
    const { world, ledger } = await opened()
    const seen: bigint[] = []
    const told: BlockNotice[] = []
    const stop = ledger.subscribe((notice) => {
      const { block, receipts } = notice
      told.push(notice)
      seen.push(block.height)
      expect(receipts).toHaveLength(block.transactions)
    })
    ledger.subscribe(() => {
      throw new Error("listener")
    })
    for (let i = 0; i < 3; i++) await send(world, ledger, writeOf(`n${i}`))
    await quiet(ledger)
    expect(seen).toEqual(seen.map((_, index) => seen[0]! + BigInt(index)))
    for (const notice of told) expect(await ledger.notice(notice.block.height)).toEqual(notice)
    expect(told.some(({ events }) => events.length > 0)).toBe(true)
    expect(await ledger.notice(0n)).toBeNull()
    expect(await ledger.notice(seen.at(-1)! + 1n)).toBeNull()
    stop()
    const { length } = seen
    await send(world, ledger, writeOf("z"))
    expect(seen).toHaveLength(length)
  })
})

describe("evidence", () => {
  it("verifies offline against an anchor of any age, for every kind of claim", async () => {
    const { world, ledger } = await opened()
    const receipt = await send(world, ledger, writeOf("a"))
    await send(world, ledger, writeOf("gone"))
    await send(world, ledger, dropOf("gone"))
    const anchors = [await ledger.anchor(1n), await ledger.anchor()]
    const bundles = [
      await ledger.evidence({ claims: [{ value: noteKey("a") }, { absence: noteKey("gone") }] }),
      await ledger.evidence({ claims: [{ event: receipt.events.first }] }),
      await ledger.evidence({ claims: [{ transaction: receipt.transaction }] }),
      await ledger.evidence({ claims: [{ value: noteKey("a") }], anchor: 1n }),
      await ledger.evidence({
        claims: [{ transaction: receipt.transaction }, { event: receipt.events.first }],
        anchor: 1n,
      }),
    ]
    for (const [index, bundle] of bundles.entries()) {
      const verdict = verifyBundle(bundle, anchors, { now: world.clock.now() })
      expect(verdict, `bundle ${index}: ${verdict.code}`).toMatchObject({ valid: true, grade: "C" })
    }
  })

  it("is of the newest state, and waits for the header above it", async () => {
    const { world, ledger } = await opened()
    const { height } = await send(world, ledger, writeOf("a"))
    const bundle = decodeBundle(await ledger.evidence({ claims: [{ value: noteKey("a") }] }))
    expect([bundle.height, bundle.header.height]).toEqual([height, height + 1n])
    const block = await ledger.block(height)
    expect(block).not.toBeNull()
    expect((await ledger.anchor(height + 1n)).header).toBe(
      anchorAt(bundle.header, { organisations: [], profile: "development" }).header,
    )
  })

  it("does not exist for what does not hold", async () => {
    const { world, ledger } = await opened()
    await send(world, ledger, writeOf("a"))
    const refused = (claims: Parameters<Ledger["evidence"]>[0]["claims"]) =>
      expect(ledger.evidence({ claims })).rejects.toMatchObject({ code: "unknown_record" })
    await refused([{ value: noteKey("b") }])
    await refused([{ absence: noteKey("a") }])
    await refused([{ event: 99n }])
    await refused([{ transaction: "00".repeat(32) as never }])
    await expect(ledger.evidence({ claims: [] })).rejects.toMatchObject({ name: "Invalid" })
    await expect(
      ledger.evidence({ claims: [{ value: noteKey("a") }], at: 99n }),
    ).rejects.toMatchObject({ code: "height_not_reached" })
  })

  it("proves rows of older heights after a restart too", async () => {
    const { world, ledger } = await opened()
    const { height } = await send(world, ledger, writeOf("a"))
    for (let i = 0; i < 20; i++) await send(world, ledger, writeOf(i % 3 === 0 ? "a" : "b"))
    await ledger.close()
    const again = await openNode(world)
    await quiet(again)
    const claims = [{ value: noteKey("a") }, { absence: noteKey("b") }]
    const bundle = await again.evidence({ claims, at: height })
    const verdict = verifyBundle(bundle, [await again.anchor(1n)], { now: world.clock.now() })
    expect(verdict).toMatchObject({ valid: true })
    const { value } = await again.row(noteKey("a"), height)
    expect(notes.readRow(value!)).toMatchObject({ count: 1n })
  })
})

describe("restarts", () => {
  it("brings back the same state, and compares the genesis", async () => {
    const { world, ledger } = await opened()
    for (let i = 0; i < 10; i++) await send(world, ledger, writeOf(`n${i % 4}`))
    await quiet(ledger)
    const before = ledger.status()
    await ledger.close()
    const again = await openNode(world, { genesis: null })
    const { counters, now, ...after } = again.status()
    const { counters: _, now: __, ...expected } = before
    expect(after).toEqual(expected)
    expect([counters.sent, now]).toEqual([0, expect.any(Number)])
    await again.close()
    const other = testWorld(2)
    await expect(openNode(world, { genesis: other.genesis })).rejects.toMatchObject({
      code: "genesis_mismatch",
    })
  })

  it("without closing: what is not in the store is replayed from the block log", async () => {
    const { world, ledger } = await opened()
    for (let i = 0; i < 30; i++) await send(world, ledger, writeOf(`n${i % 7}`))
    await quiet(ledger)
    for (const lost of [1, 2, 3]) {
      world.place.store.lose(lost)
      const again = await openNode(world, { flushBlocks: 5 })
      await quiet(again)
      expect(again.status()).toMatchObject({
        height: ledger.status().height,
        appHash: ledger.status().appHash,
        transactions: 30n,
        log: ledger.status().log,
      })
    }
  })

  it("E14: a store that rotted is put aside, named and rebuilt; never used", async () => {
    const { world, ledger } = await opened()
    for (let i = 0; i < 30; i++) await send(world, ledger, writeOf(`n${i % 7}`))
    await ledger.close()
    const { appHash } = ledger.status()
    const entries: Uint8Array[] = []
    const all = world.place.store.keys(new Uint8Array(), new Uint8Array(300).fill(255))
    for await (const page of all) entries.push(...page)
    expect(entries.length).toBeGreaterThan(50)
    const kinds = new Set(entries.map((key) => String.fromCharCode(key[0]!)))
    expect([...kinds].sort()).toEqual(["b", "h", "j", "l", "p", "r", "t", "u"])
    for (const kind of ["b", "h", "j", "l", "r"]) {
      const ofKind = entries.filter((one) => one[0] === kind.charCodeAt(0))
      const key = ofKind.at(kind === "j" ? 0 : -1)!
      world.place.store.rot(key, null)
      const errors: string[] = []
      const log = { ...silentLog, error: (code: string) => void errors.push(code) }
      const again = await openNode(world, { log })
      await quiet(again)
      expect(errors, kind).toEqual(["store_damaged"])
      expect(again.status().appHash).toBe(appHash)
      await again.close()
    }
  })

  it("E14: what a question finds rotted stops the node; the next start rebuilds it", async () => {
    const { world, ledger } = await opened()
    const { transaction } = await send(world, ledger, writeOf("a"))
    await ledger.close()
    const key = transactionKey(fromHex(transaction))
    const { store } = world.place
    store.get = (asked) => {
      if (equalBytes(asked, key)) throw storeDamaged(store.location, "holds a value that rotted")
      return MemoryStore.prototype.get.call(store, asked)
    }
    const failures: unknown[] = []
    const again = await openNode(world, { onFailure: (why) => void failures.push(why) })
    await expect(again.transaction(transaction)).rejects.toMatchObject({ code: "store_damaged" })
    expect(failures).toMatchObject([{ code: "store_damaged" }])
    await again.close()
    const mended = await openNode(world)
    await quiet(mended)
    expect(world.place.store).not.toBe(store)
    expect(await mended.transaction(transaction)).toMatchObject({ transaction })
    await mended.close()
  })

  it("E14: a bit turned over in the block log is named, and nothing is opened", async () => {
    const { world, ledger } = await opened()
    for (let i = 0; i < 5; i++) await send(world, ledger, writeOf(`n${i}`))
    await ledger.close()
    const disk = world.disk as TestDisk
    const path = disk.paths().find((name) => name.startsWith("/data/blocks/"))!
    disk.flip(path, 8 * 500)
    await expect(openNode(world)).rejects.toMatchObject({
      code: "store_damaged",
      details: { path },
    })
  })

  it("a block log that lost acknowledged blocks is told by the store", async () => {
    const { world, ledger } = await opened()
    for (let i = 0; i < 5; i++) await send(world, ledger, writeOf(`n${i}`))
    await ledger.close()
    const disk = world.disk as TestDisk
    const path = disk.paths().find((name) => name.startsWith("/data/blocks/"))!
    const bytes = (await disk.read(path))!
    disk.put(path, bytes.slice(0, bytes.length - 3))
    await expect(openNode(world)).rejects.toMatchObject({ code: "store_damaged" })
  })

  it("an image of the trie serves, an altered one does not", async () => {
    const { world, ledger } = await opened()
    const many = Array.from({ length: 25 }, (_, i) =>
      signed(
        world,
        ledger,
        Array.from({ length: 900 }, (_, j) => writeOf(`n${i}-${j}`)),
      ),
    )
    for (const bytes of many) await ledger.submit(bytes)
    await ledger.close()
    const disk = world.disk as TestDisk
    const image = disk.paths().find((name) => name.startsWith("/data/images/"))!
    expect(image).toBeDefined()
    const { appHash } = ledger.status()
    for (const damaged of [false, true]) {
      if (damaged) disk.flip(image, 8 * 5_000)
      const again = await openNode(world)
      expect(again.status().appHash).toBe(appHash)
      await again.close()
    }
  })

  it("E14: with no room it halts with disk_full; with room again nothing is lost", async () => {
    const { world, ledger } = await opened()
    await send(world, ledger, writeOf("a"))
    await quiet(ledger)
    const disk = world.disk as TestDisk
    disk.room = 10
    await expect(send(world, ledger, writeOf("b"))).rejects.toMatchObject({ code: "disk_full" })
    expect(ledger.status().halted).toBe("disk_full")
    await ledger.close()
    disk.room = Number.POSITIVE_INFINITY
    const again = await openNode(world)
    expect((await again.row(noteKey("a"))).value).not.toBeNull()
    expect((await again.row(noteKey("b"))).value).toBeNull()
    await send(world, again, writeOf("b"))
  })

  it("a development ledger is refused in profile production", async () => {
    await expect(openNode(testWorld(), { profile: "production" })).rejects.toMatchObject({
      code: "genesis_invalid",
      details: { pointer: "/chain" },
    })
  })
})
