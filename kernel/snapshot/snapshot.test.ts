/**
 * Snapshots both ways: what is exported gives the same root when it is imported, and the blocks
 * that follow give the same roots; whatever is altered is named by a code.
 */
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { joined, toHex, utf8 } from "../bytes.ts"
import { sha256 } from "../crypto/hash.ts"
import { executeBlock } from "../execution/execute-block.ts"
import { ADA, does, open, put, send, told } from "../execution/story.testing.ts"
import { ConcordatError } from "../failures.ts"
import { EMPTY_LOG_ROOT } from "../log/hashes.ts"
import type { Hash } from "../schema/fixed.ts"
import type { TestLedger } from "../testing/ledger.ts"
import { chunkBytesOf, encodeSnapshotHead, encodeSnapshotIds, encodeSnapshotRow } from "./form.ts"
import { readSnapshotHead } from "./items.ts"
import { ensureAnnounced, SnapshotReader } from "./reader.ts"
import { type Cut, cut, headOf, itemsOf, restored, taken } from "./snapshots.testing.ts"

const MIB = 1_048_576
/** Some chunks for a small ledger; the first item lies in the first one. */
const LENGTH = 600
const EMPTY_ROOT = toHex(EMPTY_LOG_ROOT) as Hash
/** Hash of the snapshot of `lived()`. */
const GOLDEN = "731eaf72aa398408c13806dfaf6f5118ab0710e21f9700b91a3eb22532f21229"

/** A ledger with rows, events and ids in its window. */
function lived(): TestLedger {
  const ledger = open()
  for (let n = 0; n < 6; n++) {
    send(ledger, [does(put(n, BigInt(n * n)), told("emit", n, 7n))])
  }
  ledger.block([3, 4, 5].map((n) => ledger.sign(ADA, [does(put(n + 40))])))
  return ledger
}

const ledger = lived()
const { state, runtime } = ledger
const items = itemsOf(state)
const size = joined(items).length
const trust = { chain: state.chain, appHash: state.appHash }

/** The code of what the work fails with. */
function codeOf(work: () => unknown): string {
  try {
    work()
  } catch (failure) {
    if (failure instanceof ConcordatError) return failure.code
    throw failure
  }
  return "none"
}
const judged = (snapshot: Cut) => codeOf(() => taken(snapshot, trust))
const rebuilt = (changed: readonly Uint8Array[]) => judged(cut(state.height, changed, LENGTH))

describe("a snapshot", () => {
  it("has the same bytes on every machine", () => {
    const { summary } = cut(state.height, items, chunkBytesOf(size))
    expect(summary).toMatchObject({ height: 7n, format: 1, chunks: 1 })
    expect(toHex(sha256(joined(items)))).toBe(toHex(summary.metadata))
    expect(toHex(summary.hash)).toBe(GOLDEN)
  })

  it("S9: gives the same root wherever it is cut, and the blocks that follow do", () => {
    fc.assert(
      fc.property(fc.integer({ min: LENGTH, max: size }), (length) => {
        const again = restored(runtime, cut(state.height, items, length), state)
        expect(again.appHash).toBe(state.appHash)
        expect(again.ids.blocks).toEqual(state.ids.blocks)
      }),
      { numRuns: 40 },
    )
    const here = lived()
    const there = restored(
      here.runtime,
      cut(here.state.height, itemsOf(here.state), LENGTH),
      here.state,
    )
    for (let n = 0; n < 4; n++) {
      const transactions = [here.sign(ADA, [does(put(n), told("emit", n, 1n))])]
      const block = { height: there.height + 1n, time: here.time, proposer: null, misbehaviour: [] }
      const outcome = executeBlock(here.runtime, there, { ...block, transactions })
      outcome.commit()
      here.block(transactions)
      expect(there.appHash).toBe(here.state.appHash)
    }
  })

  it("remembers what was sent before it", () => {
    const here = open()
    const bytes = here.sign(ADA, [does(put(1))])
    here.block([bytes])
    const there = restored(here.runtime, cut(1n, itemsOf(here.state), LENGTH), here.state)
    const block = { height: 2n, time: here.time, misbehaviour: [], proposer: null }
    const { results } = executeBlock(here.runtime, there, { ...block, transactions: [bytes] })
    expect(results[0]!.refusals[0]!.code).toBe("already_accepted")
  })

  it("has chunks of the smallest of four lengths that gives 4,096 at most", () => {
    expect(chunkBytesOf(1)).toBe(MIB)
    expect(chunkBytesOf(4_096 * MIB)).toBe(MIB)
    expect(chunkBytesOf(4_096 * MIB + 1)).toBe(2 * MIB)
    expect(chunkBytesOf(32_768 * MIB)).toBe(8 * MIB)
    expect(codeOf(() => chunkBytesOf(32_768 * MIB + 1))).toBe("snapshot_too_large")
  })
})

it("takes a first item of the greatest height, log and number of rows", () => {
  const most = 2n ** 64n - 1n
  const great = { ...headOf(state), height: most, rows: most, blocks: 2 ** 32 - 1 }
  const log = { ...great.log, size: most }
  expect(readSnapshotHead(encodeSnapshotHead({ ...great, log }))).toEqual({ ...great, log })
})

describe("an announcement", () => {
  const { summary } = cut(state.height, items, LENGTH)
  const said = (says: object) => codeOf(() => ensureAnnounced({ ...summary, ...says }))

  it("is taken as it is", () => expect(said({})).toBe("none"))

  it.each([
    ["another format", { format: 2 }, "snapshot_unsupported"],
    ["a million chunks", { chunks: 1_000_000 }, "snapshot_too_large"],
    ["no chunk", { chunks: 0, metadata: new Uint8Array() }, "snapshot_malformed"],
    ["one chunk more", { chunks: summary.chunks + 1 }, "snapshot_malformed"],
    ["another hash", { hash: new Uint8Array(32) }, "snapshot_malformed"],
    ["cut digests", { metadata: summary.metadata.subarray(1) }, "snapshot_malformed"],
    ["digests of others", { metadata: summary.metadata.toReversed() }, "snapshot_malformed"],
  ])("of %s is refused", (_, says, code) => expect(said(says)).toBe(code))

  it("of another height is refused with its first chunk", () => {
    expect(judged(cut(state.height + 1n, items, LENGTH))).toBe("snapshot_malformed")
  })
})

describe("a chunk", () => {
  const { summary, chunks } = cut(state.height, items, LENGTH)

  it("chunk_mismatch: altered in any byte, cut, swapped or twice; the right one may follow", () => {
    const reader = new SnapshotReader(summary, trust)
    const [first, second] = chunks as [Uint8Array, Uint8Array]
    for (let at = 0; at < first.length; at++) {
      const altered = first.slice()
      altered[at]! ^= 1
      expect(codeOf(() => reader.take(altered))).toBe("chunk_mismatch")
    }
    expect(codeOf(() => reader.take(first.subarray(1)))).toBe("chunk_mismatch")
    expect(codeOf(() => reader.take(second))).toBe("chunk_mismatch")
    reader.take(first)
    expect(codeOf(() => reader.take(first))).toBe("chunk_mismatch")
    for (const chunk of chunks.slice(1)) reader.take(chunk)
    expect(reader.isWhole).toBe(true)
    expect(codeOf(() => reader.take(first))).toBe("chunk_mismatch")
    expect(reader.finish().height).toBe(state.height)
  })

  it("missing at the end leaves no whole snapshot", () => {
    const reader = new SnapshotReader(summary, trust)
    for (const chunk of chunks.slice(0, -1)) reader.take(chunk)
    expect(codeOf(() => reader.finish())).toBe("snapshot_malformed")
  })
})

describe("a snapshot whose digests are right", () => {
  const head = headOf(state)
  const changed = (says: object) => [encodeSnapshotHead({ ...head, ...says }), ...items.slice(1)]
  const last = items.length - 1
  const ids = state.ids.blocks.at(-1)!
  const zeros = "00".repeat(32) as Hash

  it.each([
    ["chain", { chain: "other-dev-1" }, "snapshot_malformed"],
    ["format", { format: 2 }, "snapshot_malformed"],
    ["app hash", { app: zeros }, "root_mismatch"],
    ["log size", { log: { ...head.log, size: head.log.size + 1n } }, "snapshot_malformed"],
    ["log root", { log: { ...head.log, root: zeros } }, "snapshot_malformed"],
    ["peaks", { log: { ...head.log, peaks: head.log.peaks.slice(1) } }, "snapshot_malformed"],
    ["an empty log", { log: { size: 0n, root: EMPTY_ROOT, peaks: [] } }, "root_mismatch"],
    ["fewer rows", { rows: head.rows - 1n }, "snapshot_malformed"],
    ["more rows", { rows: head.rows + 1n }, "snapshot_malformed"],
    ["fewer lists of ids", { blocks: head.blocks - 1 }, "snapshot_malformed"],
    ["more lists of ids", { blocks: head.blocks + 1 }, "snapshot_malformed"],
  ])("but with another %s in its first item is refused", (_, says, code) => {
    expect(rebuilt(changed(says))).toBe(code)
  })

  it("but with another row, without one, or with one more is not the trusted state", () => {
    const lastRow = Number(head.rows)
    const row = encodeSnapshotRow(utf8("zoo/animals/lion"), utf8("roars"))
    expect(rebuilt(items.with(lastRow, row))).toBe("root_mismatch")
    const fewer = changed({ rows: head.rows - 1n })
    expect(rebuilt(fewer.toSpliced(lastRow, 1))).toBe("root_mismatch")
    const more = changed({ rows: head.rows + 1n })
    expect(rebuilt(more.toSpliced(lastRow + 1, 0, row))).toBe("root_mismatch")
  })

  it("but out of order, or with a row twice, is refused", () => {
    expect(rebuilt(items.with(1, items[2]!).with(2, items[1]!))).toBe("snapshot_malformed")
    expect(rebuilt(items.with(2, items[1]!))).toBe("snapshot_malformed")
  })

  it.each([
    ["another id", joined(ids.ids.map(() => new Uint8Array(32)))],
    ["no ids", new Uint8Array()],
    ["half an id", new Uint8Array(16)],
  ])("but with %s in a block is refused", (_, bytes) => {
    expect(rebuilt(items.with(last, encodeSnapshotIds(ids.height, bytes)))).toBe(
      "snapshot_malformed",
    )
  })

  it("but with a block's ids under another height is refused", () => {
    const bytes = joined(ids.ids.map((id) => Buffer.from(id, "hex")))
    expect(rebuilt(items.with(last, encodeSnapshotIds(99n, bytes)))).toBe("snapshot_malformed")
  })

  it.each([
    ["in place of the first item", 0, Uint8Array.of(0xa0)],
    ["that never ends in place of it", 0, Uint8Array.of(0xbb, 0, 0, 1, 0, 0, 0, 0, 0)],
    ["in place of a pair", 2, Uint8Array.of(0x83, 0x41, 1, 0x41, 1, 0x41, 1)],
    ["of text in place of a key", 2, Uint8Array.of(0x82, 0x61, 0x61, 0x41, 1)],
    ["with an empty key", 2, Uint8Array.of(0x82, 0x40, 0x41, 1)],
    ["with a longer head than needed", 2, Uint8Array.of(0x82, 0x58, 1, 1, 0x41, 1)],
    ["of open length", 2, Uint8Array.of(0x82, 0x5f, 0x41, 1, 0xff)],
    ["with a key of 256 bytes", 2, encodeSnapshotRow(new Uint8Array(256), Uint8Array.of(1))],
    ["with a value of a gigabyte", 2, Uint8Array.of(0x82, 0x41, 1, 0x5a, 0x40, 0, 0, 0)],
    ["after the last one", items.length, Uint8Array.of(0)],
  ])("but with something %s is refused", (_, at, item) => {
    expect(rebuilt(items.toSpliced(at, 1, item))).toBe("snapshot_malformed")
  })

  it("but cut off anywhere is refused", () => {
    const whole = joined(items)
    for (let end = 1; end < whole.length; end += 7) {
      expect(rebuilt([whole.subarray(0, end)])).toBe("snapshot_malformed")
    }
  })

  it("but with any byte altered is refused by a code", () => {
    const whole = joined(items)
    for (let at = 0; at < whole.length; at += 3) {
      const altered = whole.slice()
      altered[at]! ^= 1 << (at % 8)
      expect(["snapshot_malformed", "root_mismatch"]).toContain(rebuilt([altered]))
    }
  })
})
