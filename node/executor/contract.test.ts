/**
 * The application's side of the port: call orders that engines may choose, odd ones included, and
 * the answers they must get (E02, E03, T39, T40).
 */
import type { NamedProposal } from "@concordat/engines/port"
import { Tally, TestClock, TestDisk } from "@concordat/engines/testing"
import {
  addressOf,
  decodeTransaction,
  fromHex,
  hashOf,
  readGenesis,
  sha256,
  utf8,
} from "@concordat/kernel"
import { beforeEach, describe, expect, it } from "vitest"
import { silentLog } from "../log/log.ts"
import { decodePlace, transactionKey } from "../store/layout.ts"
import { loadState } from "../store/load.ts"
import { MemoryStore } from "../store/memory-store.ts"
import { WriteBehind } from "../store/write-behind.ts"
import {
  demandOf,
  failOf,
  GENESIS_TIME,
  signedBy,
  type TestWorld,
  testWorld,
  writeOf,
} from "../testing/node.testing.ts"
import { notesRuntime } from "../testing/notes.testing.ts"
import { Executor } from "./executor.ts"

const HOUR_MS = 3_600_000

/** Nobody asks for proofs here. */
const prove = () => Promise.reject(new Error("no proofs"))

const runtime = notesRuntime()

let world: TestWorld
let store: MemoryStore
beforeEach(() => {
  world = testWorld()
  store = new MemoryStore()
})

async function executor(): Promise<Executor> {
  const genesis = readGenesis(runtime, world.genesis)
  const loaded = await loadState({ store, disk: new TestDisk(), images: "/images", runtime })
  return new Executor({
    ...{ runtime, genesis, store, loaded, log: silentLog, register: null, prove },
    writeBehind: (arrays) =>
      new WriteBehind(
        {
          ...{ store, ...arrays, scheduler: new TestClock(), flushBlocks: 1 },
          undoHeights: loaded?.undoHeights ?? [],
          onFailure: (failure) => expect.unreachable(String(failure)),
        },
        loaded?.head.height ?? null,
      ),
    snapshots: new Tally([]).snapshots,
    onHeight: async () => {},
    onChecked: () => {},
    onCommitted: () => {},
    onPoisoned: () => {},
  })
}

async function begun(): Promise<Executor> {
  const started = await executor()
  const { chain } = readGenesis(runtime, world.genesis)
  await started.initChain({ chain, time: GENESIS_TIME, height: 1n })
  return started
}

const chainOf = () => readGenesis(runtime, world.genesis).chain

function write(name: string): Uint8Array {
  return signedBy(world, chainOf(), GENESIS_TIME, [writeOf(name)])
}

/** A block with these transactions, named by them. */
function block(height: bigint, ...transactions: Uint8Array[]): NamedProposal {
  const proposer = addressOf(readGenesis(runtime, world.genesis).validators[0]!)
  const name = transactions.map((bytes) => hashOf(sha256(bytes))).join()
  return {
    ...{ height, transactions, proposer, misbehaviour: [] },
    time: GENESIS_TIME + Number(height),
    hash: sha256(utf8(`${height} ${name}`)),
  }
}

describe("a proposal", () => {
  it("gets the same verdict each time, no trace left when another is finalized", async () => {
    const [a, b] = [block(1n, write("a")), block(1n, write("b"))]
    const one = await begun()
    for (const round of [a, b, a]) expect(await one.processProposal(round)).toBeNull()
    const answer = await one.finalizeBlock(b)
    await one.commit()
    store = new MemoryStore()
    const other = await begun()
    expect(await other.finalizeBlock(b)).toEqual(answer)
    await other.commit()
    expect(other.state.appHash).toBe(one.state.appHash)
  })

  it("finalized twice gives equal bytes", async () => {
    const one = await begun()
    const proposal = block(1n, write("a"))
    const first = await one.finalizeBlock(proposal)
    expect(await one.finalizeBlock(proposal)).toEqual(first)
    await one.commit()
    expect(one.state.height).toBe(1n)
  })

  it("T39: with an undecodable, repeated or oversize transaction it is refused", async () => {
    const one = await begun()
    const twice = write("a")
    const huge = new Uint8Array(262_145).fill(1)
    for (const bad of [[utf8("rubbish")], [twice, twice], [huge]]) {
      expect(await one.processProposal(block(1n, ...bad))).toBe("proposal_refused")
    }
    const bug = signedBy(world, chainOf(), GENESIS_TIME, [failOf("x")])
    expect(await one.processProposal(block(1n, bug))).toBe("proposal_refused")
    expect(await one.processProposal(block(1n, write("b")))).toBeNull()
  })

  it("T40: a finalized block with an undecodable transaction goes on without it", async () => {
    const one = await begun()
    const { results } = await one.finalizeBlock(block(1n, utf8("rubbish"), write("a")))
    expect(results.map(({ code }) => code)).toEqual([2, 0])
    await one.commit()
    expect(one.counts.transactions).toBe(2n)
  })

  it("that holds a transaction once more does not hide where it ran", async () => {
    const one = await begun()
    const bytes = write("a")
    const key = transactionKey(fromHex(decodeTransaction(bytes, runtime).id))
    const place = () => decodePlace(store.get(key)!)
    const late = { time: GENESIS_TIME + HOUR_MS }
    for (const proposal of [block(1n, bytes), { ...block(2n, bytes), ...late }]) {
      await one.finalizeBlock(proposal)
      await one.commit()
      await one.writes.drain()
      expect(place()).toEqual({ height: 1n, index: 0 })
    }
    const never = signedBy(world, chainOf(), GENESIS_TIME, [writeOf("b")])
    await one.finalizeBlock({ ...block(3n, never), time: late.time + 1 })
    await one.commit()
    await one.writes.drain()
    const { id } = decodeTransaction(never, runtime)
    expect(decodePlace(store.get(transactionKey(fromHex(id)))!)).toEqual({ height: 3n, index: 0 })
  })

  it("that holds a transaction with another's signature before it does not either", async () => {
    const one = await begun()
    const bytes = write("a")
    const spoilt = bytes.slice()
    spoilt[spoilt.length - 1]! ^= 1
    await one.finalizeBlock(block(1n, spoilt, bytes, bytes))
    await one.commit()
    await one.writes.drain()
    const { id } = decodeTransaction(bytes, runtime)
    expect(decodePlace(store.get(transactionKey(fromHex(id)))!)).toEqual({ height: 1n, index: 1 })
  })

  it("that reaches a bug is never committed", async () => {
    const one = await begun()
    const before = one.state.appHash
    const bug = signedBy(world, chainOf(), GENESIS_TIME, [failOf("x")])
    await expect(one.finalizeBlock(block(1n, bug))).rejects.toMatchObject({ name: "Bug" })
    await expect(one.commit()).rejects.toMatchObject({ name: "Bug" })
    expect(one.state.appHash).toBe(before)
  })

  it("holds what still checks, in order, as much as fits", async () => {
    const one = await begun()
    const transactions = ["a", "b", "c", "d"].map(write)
    const time = GENESIS_TIME + 1
    for (const transaction of transactions.slice(0, 3)) {
      await one.checkTx({ transaction, recheck: false, time })
    }
    const request = { ...block(1n, ...transactions), maxBytes: 10_000 }
    expect(await one.prepareProposal(request)).toEqual(transactions.slice(0, 3))
    const size = transactions[0]!.length + 3
    expect(await one.prepareProposal({ ...request, maxBytes: size * 2 })).toHaveLength(2)
    expect(await one.prepareProposal({ ...request, maxBytes: 10 })).toEqual([])
  })
})

describe("order", () => {
  it("E02: a block that is not the next one is block_out_of_order, with both heights", async () => {
    const one = await begun()
    for (const height of [0n, 2n]) {
      await expect(one.finalizeBlock(block(height))).rejects.toMatchObject({
        code: "block_out_of_order",
        details: { expected: "1", actual: String(height) },
      })
    }
  })

  it("commit comes once after finalizeBlock", async () => {
    const one = await begun()
    await expect(one.commit()).rejects.toMatchObject({ name: "Bug" })
    await one.finalizeBlock(block(1n))
    await one.commit()
    await expect(one.commit()).rejects.toMatchObject({ name: "Bug" })
  })

  it("initChain gives the same answer whenever it is asked with nothing stored", async () => {
    const { chain, time, height } = { ...readGenesis(runtime, world.genesis), time: GENESIS_TIME }
    const first = await (await executor()).initChain({ chain, time, height })
    expect(await (await executor()).initChain({ chain, time, height })).toEqual(first)
    expect((await (await executor()).info()).height).toBe(0n)
  })

  it("E03: initChain on a filled store is store_not_empty", async () => {
    const one = await begun()
    await one.finalizeBlock(block(1n, write("a")))
    await one.commit()
    await one.writes.drain()
    const again = await executor()
    expect(await again.info()).toMatchObject({ height: 1n })
    const chain = chainOf()
    await expect(again.initChain({ chain, time: GENESIS_TIME, height: 1n })).rejects.toMatchObject({
      code: "store_not_empty",
      details: { height: "1" },
    })
  })

  it("nothing can be asked before the ledger has begun", async () => {
    const one = await executor()
    const transaction = write("a")
    await expect(one.checkTx({ transaction, recheck: false, time: null })).rejects.toMatchObject({
      code: "node_starting",
    })
  })
})

describe("check", () => {
  it("sees what was admitted before, until commit; rechecks without signatures", async () => {
    const one = await begun()
    const time = GENESIS_TIME + 1
    const demand = signedBy(world, chainOf(), GENESIS_TIME, [demandOf("a", 1n)])
    const check = async (transaction: Uint8Array, recheck = false) =>
      (await one.checkTx({ transaction, recheck, time })).code
    expect(await check(demand)).toBe(1)
    expect(await check(write("a"))).toBe(0)
    expect(await check(demand)).toBe(0)
    await one.finalizeBlock(block(1n))
    await one.commit()
    expect(await check(demand, true)).toBe(1)
    await one.finalizeBlock(block(2n, write("a")))
    await one.commit()
    expect(await check(demand, true)).toBe(0)
  })

  it("has one verdict as long as the state stands still", async () => {
    const one = await begun()
    const bytes = write("a")
    const wrong = bytes.slice()
    wrong[wrong.length - 1]! ^= 1
    for (let i = 0; i < 3; i++) {
      const answer = await one.checkTx({ transaction: wrong, recheck: false, time: null })
      expect(answer).toMatchObject({ code: 2, data: expect.any(Uint8Array) })
    }
    for (let i = 0; i < 3; i++) expect(one.dryRun(bytes, GENESIS_TIME + 1).code).toBe(0)
  })
})
