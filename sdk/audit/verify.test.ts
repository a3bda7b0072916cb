/** Exports judged item by item: what an honest one proves, and what each dishonest one says. */
import { stampOfMs } from "@concordat/kernel"
import { testSigner } from "@concordat/kernel/testing"
import { describe, expect, test } from "vitest"
import type { Item } from "./items.ts"
import {
  ABSENT,
  BY,
  fileOf,
  type KeyRow,
  OTHER,
  type Parts,
  SEAL,
  SealedLedger,
  timeAt,
} from "./ledger.testing.ts"
import { verifyAudit } from "./verify.ts"

const ledger = new SealedLedger()
const foreign = new SealedLedger({ chain: "other-1" })
const anchors = [ledger.anchor, foreign.anchor]
const judge = (file: Uint8Array) => verifyAudit([file], { anchors, now: timeAt(120) })

const rows = [ledger.sealing(6), ledger.after(6, [OTHER]), ledger.after(6, [ABSENT])]
const blocks = [ledger.block(2), ledger.block(3), ledger.block(4), ledger.after(4, [OTHER])]
const range = { manifest: { from: 2n, to: 4n } }
const honest = [...rows, ...blocks]

/** The code of the fault, and the item that is named. */
async function faultOf(items: readonly Item[], parts: Parts = {}) {
  const { valid, fault, proven } = await judge(fileOf(ledger.chain, items, parts))
  expect([valid, proven]).toEqual([false, []])
  return { code: fault!.code, item: fault!.place?.item ?? null, sentence: fault!.sentence }
}

test("an honest export proves its blocks, its rows, and who sealed it", async () => {
  const verdict = await judge(fileOf(ledger.chain, honest, range))
  expect(verdict).toMatchObject({ valid: true, fault: null, kid: SEAL.kid, grade: "C" })
  expect(verdict).toMatchObject({ height: 6n, transactions: 3, rows: 2, absences: 1 })
  expect(verdict.proven.join(" ")).toMatch(
    /Blocks 2 to 4 .* 2 rows stand as shown after block 6, .* 1 other .* after block 6 it was/,
  )
  const alone = await judge(fileOf(ledger.chain, rows))
  expect([alone.valid, alone.transactions]).toEqual([true, 0])
})

describe("what is not of one ledger", () => {
  test.each<[string, readonly Item[], Parts, number]>([
    ["rows of another", [...rows, foreign.after(6, [OTHER])], {}, 4],
    ["blocks of another", [...rows, foreign.block(2), foreign.after(2, [OTHER])], range, 4],
    ["a seal that names another", honest, { manifest: { ...range.manifest, chain: "other-1" } }, 9],
  ])("%s", async (_, items, parts, item) => {
    expect(await faultOf(items, parts)).toMatchObject({ code: "chain_mismatch", item })
  })

  test("is forked where two headers of one height are signed", async () => {
    const another = ledger.after(6, [OTHER], { time: stampOfMs(timeAt(99)) })
    expect(await faultOf([...rows, another])).toMatchObject({ code: "fork_found", item: 4 })
  })
})

describe("what is not of one state", () => {
  test.each<[string, readonly Item[], Parts, number]>([
    ["rows after two blocks", [...rows, ledger.after(5, [OTHER])], {}, 4],
    ["a key of another time", [ledger.sealing(3), ledger.after(6, [OTHER])], {}, 2],
    ["rows below the blocks", [ledger.sealing(3), ...blocks], range, 7],
    ["a block that nothing certifies", [...rows, ledger.block(2)], range, 4],
    ["a block left out", [...rows, blocks[0]!, blocks[2]!, blocks[3]!], range, 4],
    ["more blocks behind those certified", [...honest, ledger.block(5)], range, 8],
    ["other blocks than were sealed", honest, { manifest: { from: 2n, to: 5n } }, 9],
    ["blocks that were sealed as none", honest, {}, 9],
  ])("%s", async (_, items, parts, item) => {
    expect(await faultOf(items, parts)).toMatchObject({ code: "proof_root_mismatch", item })
  })
})

describe("a key that does not seal", () => {
  test.each<[string, Partial<KeyRow>, Parts, RegExp]>([
    ["of somebody else", { holder: "education" as typeof BY }, {}, /does not name it/],
    ["of another purpose", { purpose: "receipt" }, {}, /does not name it/],
    ["that was retired", { status: "retired" }, {}, /says that it is retired/],
    ["that waits for its time", { from: timeAt(30) }, {}, /in force from/],
    ["past its time", { until: timeAt(5) }, {}, /is not within/],
    ["past its time when it sealed", { until: timeAt(50) }, {}, /is not within/],
    ["before the block that it is of", {}, { manifest: { made: timeAt(6) } }, /before the block/],
    ["that the file says nothing of", {}, { signer: testSigner(BY) }, /does not name it/],
  ])("%s", async (_, key, parts, reason) => {
    const other = new SealedLedger({ key })
    const file = fileOf(other.chain, [other.sealing(6)], parts)
    const { fault } = await verifyAudit([file], { anchors: [other.anchor], now: timeAt(120) })
    expect([fault?.code, fault?.place?.item]).toEqual(["key_purpose_mismatch", 3])
    expect(fault?.sentence).toMatch(reason)
  })

  test("or that did not sign", async () => {
    const forged = { ...testSigner(BY, "ed25519", "forged"), kid: SEAL.kid }
    expect(await faultOf(rows, { signer: forged })).toMatchObject({ code: "signature_invalid" })
  })
})

describe("the place of what was altered", () => {
  // Three rows, then the index, then the seal.
  test.each<[string, readonly number[], number]>([
    ["two items exchanged", [0, 2, 1, 3, 4], 2],
    ["an item left out", [0, 2, 3, 4], 2],
    ["an item twice", [0, 1, 1, 2, 3, 4], 3],
    ["an item behind the last", [0, 1, 2, 0, 3, 4], 4],
    ["an index before an item", [0, 1, 3, 2, 4], 4],
    ["a part of the index twice", [0, 1, 2, 3, 3, 4], 5],
  ])("%s", async (_, order, item) => {
    expect(await faultOf(rows, { order })).toMatchObject({ code: "export_altered", item })
  })

  test.each<[string, NonNullable<Parts["index"]>, number]>([
    ["another order", ([first, ...rest]) => [[...rest, first!]], 4],
    ["a digest left out", (digests) => [digests.slice(1)], 4],
    ["two parts where one holds all", ([first, ...rest]) => [[first!], rest], 4],
    ["none", () => [], 4],
  ])("of the index: %s", async (_, index, item) => {
    expect(await faultOf(rows, { index })).toMatchObject({ code: "export_altered", item })
  })

  test("is that of the seal where it is not the last, or is not there", async () => {
    expect(await faultOf(rows, { order: [0, 1, 2, 3, 4, 0] })).toMatchObject({ item: 6 })
    expect(await faultOf(rows, { order: [0, 1, 2, 3] })).toMatchObject({ code: "length_mismatch" })
  })
})
