/** Claims and receipts that are well formed and do not follow: each is named for what is wrong. */
import { describe, expect, it } from "vitest"
import { dataHash, encodeResult, resultsHash } from "../block/block.ts"
import { headerAt, idOf, START } from "../block/chain.testing.ts"
import { utf8 } from "../bytes.ts"
import { sha256 } from "../crypto/hash.ts"
import { leafHashOf } from "../log/hashes.ts"
import { MerkleTree } from "../log/merkle-tree.ts"
import { hashOf } from "../schema/fixed.ts"
import type { Bundle, Claim } from "./bundle.ts"
import { judgeClaim } from "./claims.ts"
import { absentKey, documentKey, leaves, receiptKey, testLedger } from "./ledger.testing.ts"
import { verifyBundle } from "./verify-bundle.ts"

const ledger = testLedger()
const now = START + 60_000

describe("a transaction", () => {
  const { signers } = ledger
  const transactions = [utf8("one"), utf8("two"), utf8("three")]
  const results = transactions.map((bytes, code) => ({ code, data: bytes, cost: BigInt(code) }))
  const own = headerAt(5n, { signers, data: hashOf(dataHash(transactions)) })
  const lastResults = hashOf(resultsHash(results))
  const header = headerAt(6n, { signers, lastBlock: idOf(own), lastResults })
  const bundle: Bundle = { ...ledger.bundle(), header }
  const paths = [
    new MerkleTree(transactions.map((bytes) => leafHashOf(sha256(bytes)))),
    new MerkleTree(results.map((result) => leafHashOf(encodeResult(result)))),
  ].map((tree) => tree.path(1).map((hash) => hashOf(hash)))
  const claim = {
    ...{ index: 1, total: 3, bytes: transactions[1]!, header: own },
    ...{ path: paths[0]!, outcome: 1, data: results[1]!.data, cost: 1n, resultPath: paths[1]! },
  }
  type Changed = Partial<typeof claim>
  const judged = (change: Changed, of = bundle) =>
    judgeClaim({ transaction: { ...claim, ...change } } as Claim, of)

  it("follows with its result", () => {
    expect(judged({})).toBeNull()
  })

  it.each<[string, Changed, RegExp]>([
    ["other bytes", { bytes: utf8("other") }, /not lead to the transactions of its block/],
    ["another path", { path: paths[1]! }, /not lead to the transactions of its block/],
    ["no path", { path: [] }, /not lead to the transactions of its block/],
    ["another place", { index: 2 }, /not lead to the transactions of its block/],
    ["another outcome", { outcome: 0 }, /not lead to the results of its block/],
    ["other data", { data: utf8("other") }, /not lead to the results of its block/],
    ["another cost", { cost: 2n }, /not lead to the results of its block/],
    ["another result's path", { resultPath: paths[0]! }, /not lead to the results of its block/],
    ["a header of another block", { header: { ...own, height: 4n } }, /not that of block 5/],
    ["an altered header", { header: { ...own, app: lastResults } }, /not that of block 5/],
  ])("does not follow with %s", (_, change, reason) => {
    const fault = { code: "proof_root_mismatch", reason: expect.stringMatching(reason) }
    expect(judged(change)).toMatchObject(fault)
  })

  it("does not follow where the bundle is about another block than both headers", () => {
    expect(judged({}, { ...bundle, height: 4n })?.reason).toContain("not that of block 4")
  })
})

describe("a state proof", () => {
  it("is named for what is wrong with it", () => {
    const { value } = ledger.claims.value()
    const { absence } = ledger.claims.absence()
    const roots = { ...ledger.bundle().roots, state: ledger.header.data }
    const elsewhere = { ...ledger.bundle(), roots }
    const reasons = (claims: readonly Claim[], of = ledger.bundle()) =>
      claims.map((claim) => judgeClaim(claim, of)?.reason)
    expect(reasons([{ value }, { absence }], elsewhere)).toEqual(
      Array(2).fill("Its proof leads to another state root."),
    )
    expect(
      reasons([
        { value: { ...value, key: absentKey } },
        { absence: { ...absence, key: documentKey } },
      ]),
    ).toEqual(Array(2).fill("Its proof is of another key or value."))
    const proof = utf8("no proof")
    const unread = [{ value: { ...value, proof } }, { absence: { ...absence, proof } }]
    expect(reasons(unread)).toEqual(Array(2).fill("Its proof is not one."))
  })
})

describe("a receipt", () => {
  const judged = (receipts: readonly Uint8Array[], of = ledger) =>
    verifyBundle(of.withReceipts(receipts), of.anchor, { now }).steps.at(-1)!
  const tree = (all: readonly Uint8Array[]) => new MerkleTree(all.map(leafHashOf))

  it("over another log of the same size is found; one over a smaller log counts", () => {
    const forged = tree([utf8("forged"), leaves[1]!, leaves[2]!])
    const carriers = ledger.receipt("carriers")
    const of = (one: MerkleTree, size: bigint) => ledger.receipt("customs", { of: one, size })
    expect(judged([carriers, of(forged, 3n)])).toMatchObject({
      ok: false,
      sentence: expect.stringContaining("It signs another log of the same size."),
    })
    expect(judged([carriers, of(tree(leaves.slice(0, 2)), 2n)])).toMatchObject({ ok: true })
  })

  it.each([
    ["another key than it is named for", { public: receiptKey("chamber").cose }, "thumbprint"],
    ["no bytes for a key", { public: "key" }, "cannot be read"],
    ["no holder", { holder: 7 }, "cannot be read"],
  ])("does not count by a row that has %s", (_, row, reason) => {
    const other = testLedger({ row })
    const { ok, sentence } = judged([other.receipt("customs"), other.receipt("carriers")], other)
    expect([ok, sentence]).toEqual([false, expect.stringContaining(reason)])
  })
})
