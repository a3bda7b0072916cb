/**
 * A node of a real network whose disk is lost joins again by state sync: it takes a snapshot from
 * the others, proves it by a header that was trusted before, goes on with the same roots, votes
 * again, and says of what lies before the snapshot that it does not hold it.
 */
import { CometEngine } from "@concordat/engines/cometbft"
import type { Application } from "@concordat/engines/port"
import { type Call, watched } from "@concordat/engines/testing"
import { type Hash, type Row, stateKey, toHex, verifyBundle } from "@concordat/kernel"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { needed } from "../../engines/cometbft/machine.testing.ts"
import type { BlockRecord, Ledger, Receipt } from "../../node/ledger.ts"
import { send, writeOf } from "../../node/testing/node.testing.ts"
import { notes } from "../../node/testing/notes.testing.ts"
import { Network, soon, until } from "./world.ts"

const EVERY = 9
const LOST = 3

/** What an engine asked in one life of a node, judged by the oracle as it came. */
type Life = { readonly calls: readonly Call[]; readonly lists: number; readonly loads: number }
const lives: Life[] = []
const { start } = CometEngine.prototype
/** Lets the oracle watch every engine: a call out of order ends its node. */
CometEngine.prototype.start = function (application) {
  const served = { lists: 0, loads: 0 }
  const { snapshots } = application
  const counted: Application["snapshots"] = {
    offer: (offer) => snapshots.offer(offer),
    apply: (index, chunk) => snapshots.apply(index, chunk),
    list() {
      served.lists++
      return snapshots.list()
    },
    load(...asked) {
      served.loads++
      return snapshots.load(...asked)
    },
  }
  const bound = new Proxy(application, {
    get(target, name) {
      if (name === "snapshots") return counted
      const value = Reflect.get(target, name, target)
      return typeof value === "function" ? value.bind(target) : value
    },
  })
  const watching = watched(bound)
  lives.push(Object.assign(served, { calls: watching.calls }))
  return start.call(this, watching)
}

const LETTERS: Partial<Record<Call, string>> = {
  ...{ info: "I", initChain: "N", offer: "O", apply: "K" },
  ...{ prepareProposal: "P", processProposal: "R", finalizeBlock: "F", commit: "C" },
}
/** A life as the specification has it: from the genesis, or from a snapshot. */
const FOUNDED = /^I+N((P|R|I)*F+C)*(P|R|I)*F*$/
const JOINED = /^I+(OK*)*OK+I((P|R|I)*F+C)*(P|R|I)*F*$/
const lettersOf = ({ calls }: Life) => calls.map((call) => LETTERS[call] ?? "").join("")

let network: Network
let old: Receipt
let servers: string[]
let trust: { height: bigint; hash: Hash }

const write = (name: string) => send(network.world, network.ledger(0), writeOf(name))

/** A block once it is collected. */
async function blockAt(ledger: Ledger, height: bigint): Promise<BlockRecord> {
  for (;;) {
    const block = await ledger.block(height)
    if (block !== null) return block
    await soon()
  }
}

/** A certified block as it lies in an archive, its transactions in hex. */
async function certified({ archive }: Ledger, height: bigint) {
  const { transactions, ...block } = (await archive.block(height))!
  return { ...block, transactions: transactions.map((bytes) => toHex(bytes)) }
}

/** Writes on until the work is done: a validator that comes back waits for ten blocks. */
async function busyUntil<T>(work: Promise<T>): Promise<T> {
  let done = false
  const end = work.finally(() => {
    done = true
  })
  while (!done) await write("busy")
  return end
}

describe.skipIf(needed !== "")(`a node whose disk is lost${needed}`, () => {
  beforeAll(async () => {
    network = await Network.of(4)
    network.snapshotEvery = EVERY
    await Promise.all([0, 1, 2, 3].map((index) => network.start(index)))
    old = await write("old")
    const anchor = await network.ledger(0).anchor(1n)
    trust = { height: anchor.height, hash: anchor.header }
    servers = [await network.serve(0), await network.serve(1)]
    for (let i = 0; i < 2 * EVERY; i++) await write(`note-${i}`)
    await network.stop(LOST)
    network.wipe(LOST)
    await busyUntil(network.start(LOST, { servers, trust }))
  })
  afterAll(() => {
    CometEngine.prototype.start = start
    return network.remove()
  })

  it("has the state of the others, from a snapshot, and not their blocks", async () => {
    const { ledger, failures } = network.open.get(LOST)!
    const { height } = await write("after")
    await until(() => ledger.status().height >= height)
    expect(failures).toEqual([])
    const { first } = ledger.status()
    expect(first % BigInt(EVERY)).toBe(1n)
    expect(first).toBeGreaterThan(old.height)
    const own = await blockAt(ledger, height)
    const theirs = await blockAt(network.ledger(0), height)
    expect(own).toMatchObject({ hash: theirs.hash, appHash: theirs.appHash })
    const { value } = await ledger.row(stateKey(notes, { name: "old" }))
    expect((notes.readRow(value!) as Row<typeof notes>).count).toBe(1n)
  })

  it("counts whose turn it is to propose as the others do", async () => {
    // After four blocks four equal validators are all even again.
    const heights: bigint[] = []
    for (let i = 0; i < 4; i++) heights.push((await write(`turn-${i}`)).height)
    const all = [0, 1, 2, LOST].map((index) => network.ledger(index))
    await until(() => all.every(({ archive }) => archive.last >= heights.at(-1)!))
    const uneven: bigint[] = []
    for (const height of heights) {
      const counted = await Promise.all(all.map(({ archive }) => archive.priorities(height)))
      for (const turns of counted) expect(turns, `${height}`).toEqual(counted[0])
      if (new Set(counted[0]).size > 1) uneven.push(height)
    }
    expect(uneven).not.toEqual([])
  })

  it("was served and restored by calls in their order, as the oracle saw on both sides", () => {
    const [founders, [joiner]] = [lives.slice(0, 4), lives.slice(4)]
    for (const founder of founders) expect(lettersOf(founder)).toMatch(FOUNDED)
    expect(lettersOf(joiner!)).toMatch(JOINED)
    expect(founders.some(({ lists, loads }) => lists > 0 && loads > 0)).toBe(true)
    expect([joiner!.loads, lettersOf(joiner!).includes("FC")]).toEqual([0, true])
  })

  it("proves what is new, what is still there of the old, and says what it cannot", async () => {
    const { ledger } = network.open.get(LOST)!
    const { height, events } = await write("new")
    await until(() => ledger.status().height >= height)
    const claims = [
      { event: events.first },
      { value: stateKey(notes, { name: "old" }) },
      { value: stateKey(notes, { name: "new" }) },
    ]
    const bundle = await ledger.evidence({ claims, at: height })
    const anchors = [await network.ledger(1).anchor()]
    const verdict = verifyBundle(bundle, anchors, { now: Date.now() })
    expect(verdict, verdict.code ?? "").toMatchObject({ valid: true, grade: "A" })
    const pruned = { code: "height_pruned", details: { earliest: expect.any(String) } }
    await expect(ledger.evidence({ claims: [{ event: old.events.first }] })).rejects.toMatchObject(
      pruned,
    )
    await expect(ledger.event(old.events.first)).rejects.toMatchObject(pruned)
    await expect(ledger.transaction(old.transaction)).rejects.toMatchObject(pruned)
    await expect(ledger.block(old.height)).rejects.toMatchObject(pruned)
    await expect(ledger.events({ limit: 10 })).rejects.toMatchObject(pruned)
  })

  it("brings the blocks before its snapshot: an old anchor leads to new evidence", async () => {
    const { ledger } = network.open.get(LOST)!
    await until(() => ledger.archive.first === 1n)
    const { height, events } = await write("led")
    await until(() => ledger.status().height >= height)
    const bundle = await ledger.evidence({ claims: [{ event: events.first }], anchor: 1n })
    const first = await network.ledger(0).anchor(1n)
    expect(verifyBundle(bundle, [first], { now: Date.now() })).toMatchObject({ valid: true })
    for (const at of [1n, old.height, old.height + 1n]) {
      expect(await certified(ledger, at)).toEqual(await certified(network.ledger(2), at))
    }
  })

  it("votes again, takes transactions, and is a node like any other when it restarts", async () => {
    const { ledger } = network.open.get(LOST)!
    for (let seen = false; !seen; ) {
      await write("seen")
      const validators = network.ledger(0).status().validators
      seen = validators.every(({ signed }) => signed === true)
    }
    await send(network.world, ledger, writeOf("own"))
    await network.stop(LOST)
    const { height } = await write("away")
    const again = await network.start(LOST, { servers, trust })
    await until(() => again.ledger.status().height >= height)
    const { hash } = await blockAt(again.ledger, height)
    expect(hash).toBe((await blockAt(network.ledger(0), height)).hash)
  })
})
