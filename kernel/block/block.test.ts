/** Headers, commits, sets and block hashes against the golden vectors and published hashes. */
import { describe, expect, it } from "vitest"
import { vectorJson } from "../../test/vectors.ts"
import { fromHex, toHex, utf8 } from "../bytes.ts"
import { signEd25519 } from "../crypto/ed25519.ts"
import { sha256 } from "../crypto/hash.ts"
import { decode, encode } from "../schema/codec.ts"
import type { Hash, Hex } from "../schema/fixed.ts"
import { consensusHash, dataHash, encodeResult, evidenceHash, resultsHash } from "./block.ts"
import { msOf } from "./comet.testing.ts"
import { commitHash, commitKind, precommitBytes, precommitSignBytes } from "./commit.ts"
import { type Header, headerHash, headerKind, headerLeaves } from "./header.ts"
import {
  addressText,
  inSetOrder,
  totalPower,
  validatorLeaf,
  validatorsHash,
  validatorsKind,
} from "./validator-set.ts"
import { isStamp, STAMP_ABSENT, stampMs, stampOfMs } from "./wire.ts"

// biome-ignore lint/suspicious/noExplicitAny: rows of foreign JSON.
type Row = any
const rows = (name: string): Row[] => golden?.[name] ?? []

const golden = vectorJson("kernel/headers.json")
const NO_GOLDEN = "the golden headers are not here (../shared/vectors/kernel)"
const EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

describe.skipIf(golden === null)(golden === null ? NO_GOLDEN : "golden headers", () => {
  it("are of these kinds", () => {
    expect(headerKind.description).toEqual(golden.kinds.header)
    expect(commitKind.description).toEqual(golden.kinds.commit)
    expect(validatorsKind.description).toEqual(golden.kinds.validators)
  })

  it.each(rows("headers"))("header $json.height: leaves and hash", (row: Row) => {
    const value = headerKind.fromJson(row.json)
    expect(headerLeaves(value).map(toHex)).toEqual(row.leaves)
    expect(toHex(headerHash(value))).toBe(row.hash)
    expect(headerKind.toJson(value)).toEqual(row.json)
    expect(decode(headerKind, encode(headerKind, value))).toEqual(value)
  })

  it.each(rows("sets"))("set $hash: order, leaves and hash", (row: Row) => {
    const set = validatorsKind.fromJson(row.validators)
    expect(set.map((validator) => toHex(validatorLeaf(validator)))).toEqual(row.leaves)
    expect(toHex(validatorsHash(set))).toBe(row.hash)
    expect(inSetOrder(set.toReversed())).toEqual(set)
    expect(totalPower(set)).toBe(41n)
    expect(validatorsKind.toJson(set)).toEqual(row.validators)
  })

  it.each(rows("validatorKeys"))("address of $organisation", (row: Row) => {
    expect(addressText({ key: { ed25519: row.public }, power: 1n })).toBe(row.address)
  })

  it.each(rows("commits"))("commit $json.height: hash, bytes signed, signatures", (row: Row) => {
    const value = commitKind.fromJson(row.json)
    expect(toHex(commitHash(value))).toBe(row.hash)
    for (const [index, expected] of row.signBytes.entries()) {
      const message = precommitSignBytes(golden.chain, value, index)
      expect(message && toHex(message)).toBe(expected)
      if (message === null) continue
      const { address, signature } = value.signatures[index]!
      const key = golden.validatorKeys.find((one: Row) => one.address === toHex(address))
      expect(toHex(signEd25519(fromHex(key.seed), message))).toBe(toHex(signature))
    }
    expect(commitKind.toJson(value)).toEqual(row.json)
    expect(decode(commitKind, encode(commitKind, value))).toEqual(value)
  })

  it("block 5: data and results", () => {
    const { transactions, results } = golden.block
    const parts = results.map((row: Row) => ({
      code: Number(row.code),
      data: fromHex(row.data!),
      cost: BigInt(row.cost!),
    }))
    expect(toHex(dataHash(transactions.map((hex: string) => fromHex(hex))))).toBe(
      golden.block.dataHash,
    )
    expect(parts.map(encodeResult).map(toHex)).toEqual(results.map((row: Row) => row.leaf))
    expect(toHex(resultsHash(parts))).toBe(golden.block.resultsHash)
  })

  it("the commit of block 4 is the last commit of block 5", () => {
    const [four] = golden.commits
    const five = golden.headers.find((row: Row) => row.json.height === "5")
    expect(five.json.lastCommit).toBe(four.hash)
  })
})

describe("published hashes", () => {
  it("of a header whose every hash is that of its field's name", () => {
    const named = (name: string) => toHex(sha256(utf8(name))) as Hash
    const value: Header = {
      version: { block: 1n, app: 2n },
      chain: "chainId",
      height: 3n,
      time: { seconds: BigInt(msOf("2019-10-13T16:14:44Z")) / 1000n, nanos: 0 },
      lastBlock: { hash: new Uint8Array(32), parts: { total: 6, hash: new Uint8Array(32) } },
      lastCommit: named("last_commit_hash"),
      data: named("data_hash"),
      validators: named("validators_hash"),
      nextValidators: named("next_validators_hash"),
      consensus: named("consensus_hash"),
      app: named("app_hash"),
      lastResults: named("last_results_hash"),
      evidence: named("evidence_hash"),
      proposer: named("proposer_address").slice(0, 40) as string as Hex,
    }
    expect(toHex(headerHash(value))).toBe(
      "f740121f553b5418c3efbd343c2dbfe9e007bb67b0d020a0741374bab65242a4",
    )
  })

  it("of a vote for no block in year 1", () => {
    const vote = { chain: "test_chain_id", height: 1n, round: 1, block: null, time: STAMP_ABSENT }
    // CometBFT's own case leaves the type out; ours is always a precommit, `08 02`.
    const untyped = `110100000000000000190100000000000000${"2a0b088092b8c398feffffff01320d"}`
    const expected = `300802${untyped}${toHex(utf8(vote.chain))}`
    expect(toHex(precommitBytes(vote))).toBe(expected)
  })

  it("of parameters, sets, and nothing", () => {
    expect(toHex(consensusHash({ maxBytes: 4_194_304n, maxGas: -1n }))).toBe(
      "bab5041d16246e2757db17af4b55faafbfd8660f7eb32871c99f91d0e58d5bf2",
    )
    const one = { key: { ed25519: "01".repeat(32) as Hash }, power: 10n }
    expect(toHex(validatorsHash([one]))).toBe(
      "474e18e14056c9154c140efbc25cd9fdf6c2f75627d5335a3dba7260bbef14c8",
    )
    for (const none of [dataHash([]), resultsHash([]), evidenceHash([])]) {
      expect(toHex(none)).toBe(EMPTY)
    }
  })
})

describe("instants", () => {
  it("floor to the millisecond and come back", () => {
    expect(stampMs({ seconds: 1n, nanos: 999_999 })).toBe(1_000)
    expect(stampMs({ seconds: 1n, nanos: 1_000_000 })).toBe(1_001)
    for (const ms of [0, 1, 999, 1_000, 1_795_428_300_123, 253_402_300_799_999]) {
      expect(stampMs(stampOfMs(ms))).toBe(ms)
    }
  })

  it("lie between 1970 and 9999, with nanos below a second", () => {
    expect(isStamp({ seconds: 0n, nanos: 0 })).toBe(true)
    expect(isStamp({ seconds: 253_402_300_799n, nanos: 999_999_999 })).toBe(true)
    expect(isStamp({ seconds: -1n, nanos: 0 })).toBe(false)
    expect(isStamp({ seconds: 253_402_300_800n, nanos: 0 })).toBe(false)
    expect(isStamp({ seconds: 0n, nanos: 1_000_000_000 })).toBe(false)
  })
})
