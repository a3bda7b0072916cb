/** The light client's rules edge by edge, on ledgers whose keys the test has. */
import { describe, expect, it } from "vitest"
import { hashOf } from "../schema/fixed.ts"
import {
  CHAIN,
  commitFor,
  headerAt,
  lightBlock,
  type Signer,
  START,
  setOf,
  signer,
  trustIn,
  type Votes,
} from "./chain.testing.ts"
import { type Commit, VOTE } from "./commit.ts"
import { type Header, headerHash } from "./header.ts"
import {
  CLOCK_DRIFT_MS,
  headerFault,
  type LightBlock,
  signedHeaderFault,
  TRUSTING_PERIOD_MS,
  verifyBackwards,
  verifyLightBlock,
} from "./light-client.ts"
import { verifyCommit } from "./verify-commit.ts"
import { STAMP_ABSENT, stampMs, stampOfMs } from "./wire.ts"

const four = ["a", "b", "c", "d"].map((name) => signer(name))
const base = headerAt(2n, { signers: four })
const trusted = trustIn(base, four)
const now = START + 60_000

const verify = (block: LightBlock, options = {}) =>
  verifyLightBlock(trusted, block, { now, ...options })

describe("a later header of the same validators", () => {
  it("is trusted, adjacent or not, with one vote missing", () => {
    for (const height of [3n, 4n, 1_000n]) {
      const header = headerAt(height, { signers: four, time: stampOfMs(START + 30_000) })
      expect(verify(lightBlock(header, four))).toBeNull()
      expect(verify(lightBlock(header, four, { b: "absent" }))).toBeNull()
      expect(verify(lightBlock(header, four, { c: "nil" }))).toBeNull()
    }
  })

  it("takes more than two thirds of the power, exactly counted", () => {
    const three = [signer("a", 1n), signer("b", 1n), signer("c", 1n)]
    const header = headerAt(3n, { signers: three })
    const judge = (signers: readonly Signer[], votes: Votes) => {
      const one = headerAt(3n, { signers })
      return verifyCommit(CHAIN, commitFor(one, signers, votes), setOf(signers))
    }
    expect(verifyCommit(CHAIN, commitFor(header, three), setOf(three))).toBeNull()
    const short = { rule: "power", code: "commit_insufficient", details: { have: "2", need: "3" } }
    expect(judge(three, { a: "absent" })).toMatchObject(short)
    expect(judge(three, { a: "nil" })).toMatchObject(short)
    expect(judge([signer("a", 67n), signer("b", 33n)], { b: "absent" })).toBeNull()
    expect(judge([signer("a", 66n), signer("b", 34n)], { b: "nil" })).not.toBeNull()
  })
})

describe("a header of other validators", () => {
  const others = ["e", "f", "g"].map((name) => signer(name))
  const at = (height: bigint, signers: readonly Signer[], votes: Votes = {}) =>
    lightBlock(headerAt(height, { signers }), signers, votes)

  it("is not trusted next, unless it was announced", () => {
    const mismatch = { rule: "trust", code: "validator_set_mismatch" }
    expect(verify(at(3n, [...four, ...others]))).toMatchObject(mismatch)
    const announcing = headerAt(2n, { signers: four, next: others })
    expect(verifyLightBlock(trustIn(announcing, others), at(3n, others), { now })).toBeNull()
  })

  it("is trusted later if more than a third of the trusted power signed it", () => {
    const [a, b] = four
    expect(verify(at(9n, [a!, b!, ...others]))).toBeNull()
    const short = {
      rule: "trust",
      code: "commit_insufficient",
      details: { have: "10", need: "14" },
    }
    expect(verify(at(9n, [a!, ...others]))).toMatchObject(short)
    expect(verify(at(9n, [a!, b!, ...others], { b: "nil" }))).toMatchObject(short)
    expect(verify(at(9n, [a!, b!, ...others], { b: "absent" }))).toMatchObject(short)
    const third = { trustLevel: { numerator: 1n, denominator: 2n } }
    expect(verify(at(9n, [a!, b!, ...others]), third)).toMatchObject({ rule: "trust" })
  })

  it("counts power as it was trusted, not as the new set tells it", () => {
    const [a] = four
    expect(verify(at(9n, [{ ...a!, power: 1_000n }, ...others]))).toMatchObject({ rule: "trust" })
  })
})

describe("time and height", () => {
  const at = (ms: number, height = 9n) =>
    lightBlock(headerAt(height, { signers: four, time: stampOfMs(ms) }), four)

  it("must rise", () => {
    const place = { rule: "time", code: "validator_set_mismatch" }
    expect(verify(at(START + 30_000, 2n))).toMatchObject(place)
    expect(verify(at(START + 30_000, 1n))).toMatchObject(place)
    expect(verify(at(trusted.time))).toMatchObject(place)
    expect(verify(at(trusted.time + 1))).toBeNull()
  })

  it("may be ahead of the clock by less than the drift", () => {
    expect(verify(at(now + CLOCK_DRIFT_MS - 1))).toBeNull()
    expect(verify(at(now + CLOCK_DRIFT_MS))).toMatchObject({ rule: "time" })
    expect(verify(at(now), { clockDriftMs: 0 })).toMatchObject({ rule: "time" })
  })

  it("expires with the trusting period", () => {
    const end = trusted.time + TRUSTING_PERIOD_MS
    expect(verify(at(START + 30_000), { now: end - 1 })).toBeNull()
    expect(verify(at(START + 30_000), { now: end })).toMatchObject({ code: "trust_expired" })
    expect(verify(at(START + 30_000), { trustingPeriodMs: 1 })).toMatchObject({ rule: "time" })
  })
})

describe("a commit", () => {
  const header = headerAt(9n, { signers: four })
  const good = commitFor(header, four)
  const set = setOf(four)
  const judge = (commit: Commit) => verifyCommit(CHAIN, commit, set)
  const withEntry = (index: number, change: Partial<Commit["signatures"][number]>): Commit => ({
    ...good,
    signatures: good.signatures.map((entry, i) => (i === index ? { ...entry, ...change } : entry)),
  })
  const misfit = { rule: "form", code: "validator_set_mismatch" }

  it("has one entry a validator, in set order", () => {
    expect(judge(good)).toBeNull()
    expect(judge({ ...good, signatures: good.signatures.slice(1) })).toMatchObject(misfit)
    expect(judge({ ...good, signatures: good.signatures.toReversed() })).toMatchObject(misfit)
    expect(judge(withEntry(1, good.signatures[0]!))).toMatchObject(misfit)
    expect(verifyCommit(CHAIN, good, [...set.slice(0, 3), set[0]!])).toMatchObject(misfit)
    const [first] = good.signatures
    const twice = { ...good, signatures: [first!, first!] }
    expect(verifyCommit(CHAIN, twice, [set[0]!, set[0]!])).toMatchObject({
      ...misfit,
      ...{ reason: "The set has one validator twice.", details: { index: 1 } },
    })
  })

  it("has absent entries that are empty, and no unknown flags", () => {
    expect(judge(withEntry(0, { flag: VOTE.absent }))).toMatchObject(misfit)
    const empty = { flag: VOTE.absent, address: new Uint8Array(), signature: new Uint8Array() }
    expect(judge(withEntry(0, empty))).toMatchObject(misfit)
    const absent = { ...empty, time: STAMP_ABSENT }
    expect(judge(withEntry(0, absent))).toBeNull()
    for (const rest of [
      ...[{ address: good.signatures[0]!.address }, { signature: new Uint8Array(64) }],
      ...[{ time: { ...STAMP_ABSENT, nanos: 1 } }, { time: { ...STAMP_ABSENT, seconds: 0n } }],
    ]) {
      const fault = { ...misfit, details: { index: 0 } }
      expect(judge(withEntry(0, { ...absent, ...rest }))).toMatchObject(fault)
    }
    expect(judge(withEntry(0, { flag: 0 }))).toMatchObject(misfit)
    expect(judge(withEntry(0, { flag: 4 }))).toMatchObject(misfit)
  })

  it("has only good signatures, also for no block", () => {
    const bad = { rule: "power", code: "commit_insufficient" }
    const flipped = good.signatures[2]!.signature.slice()
    flipped[0]! ^= 1
    expect(judge(withEntry(2, { signature: flipped }))).toMatchObject(bad)
    expect(judge(withEntry(2, { signature: new Uint8Array() }))).toMatchObject(bad)
    expect(judge(withEntry(2, { flag: VOTE.nil }))).toMatchObject(bad)
    expect(judge(withEntry(2, { time: stampOfMs(START) }))).toMatchObject(bad)
    expect(judge({ ...good, round: 1 })).toMatchObject(bad)
    expect(judge({ ...good, height: 8n })).toMatchObject(bad)
  })

  it("is for the header it comes with", () => {
    const of = (change: Partial<Commit>) => ({
      header,
      commit: { ...good, ...change },
      validators: set,
    })
    expect(verify(of({ height: 8n }))).toMatchObject(misfit)
    const other = commitFor(headerAt(9n, { signers: four, data: header.validators }), four)
    expect(verify(of(other))).toMatchObject({ rule: "form", code: "commit_insufficient" })
  })
})

describe("a header", () => {
  const header = headerAt(9n, { signers: four })
  const good = lightBlock(header, four)

  it("fails with any one field altered", () => {
    const other = hashOf(headerHash(header))
    const changes: Partial<Header>[] = [
      { version: { block: 12n, app: 1n } },
      { version: { block: 11n, app: 2n } },
      { chain: "test-2" },
      { height: 10n },
      { time: stampOfMs(stampMs(header.time) + 1) },
      { lastBlock: { ...header.lastBlock, hash: new Uint8Array(32) } },
      { lastBlock: { ...header.lastBlock, parts: { total: 2, hash: new Uint8Array(32) } } },
      { lastCommit: other },
      { data: other },
      { validators: other },
      { nextValidators: other },
      { consensus: other },
      { app: other },
      { lastResults: other },
      { evidence: other },
      { proposer: "01".repeat(20) as Header["proposer"] },
    ]
    expect(verify(good)).toBeNull()
    for (const change of changes) {
      expect(verify({ ...good, header: { ...header, ...change } })).not.toBeNull()
    }
  })

  it("is told with what was found and what was expected", () => {
    const found = (change: Partial<Header>) => verify({ ...good, header: { ...header, ...change } })
    const other = hashOf(headerHash(header))
    expect(found({ chain: "test-2" })?.details).toEqual({ found: "test-2", expected: CHAIN })
    expect(found({ height: 10n })?.details).toEqual({ found: "9", expected: "10" })
    expect(found({ height: 2n })?.details).toEqual({ height: "2", trusted: "2" })
    const commit = commitFor({ ...header, validators: other }, four)
    const renamed = { ...good, header: { ...header, validators: other }, commit }
    expect(verify(renamed)?.details).toEqual({ found: header.validators, expected: other })
    const next = lightBlock(headerAt(3n, { signers: four }), four)
    const elsewhere = { ...trusted, nextValidators: other }
    expect(verifyLightBlock(elsewhere, next, { now })?.details).toEqual({
      found: next.header.validators,
      expected: other,
    })
    const short = { ...good, commit: { ...good.commit, signatures: [] } }
    expect(verify(short)?.details).toEqual({ found: 0, expected: 4 })
  })

  it("has a time that can be, and is later than the trusted one", () => {
    const time = { seconds: 253_402_300_800n, nanos: 0 }
    expect(headerFault({ ...header, time }, CHAIN)).toMatchObject({ rule: "form" })
    const same = headerAt(9n, { signers: four, time: base.time })
    expect(verify(lightBlock(same, four))?.reason).toContain("not later than the trusted one")
  })

  it("that is trusted itself fits its chain, its commit and its set", () => {
    expect(signedHeaderFault(good, CHAIN)).toBeNull()
    expect(signedHeaderFault(good, "test-2")).toMatchObject({ code: "chain_mismatch" })
    const later = { ...good, commit: { ...good.commit, height: 8n } }
    expect(signedHeaderFault(later, CHAIN)).toMatchObject({ rule: "form" })
    const power = setOf(four).map((one) => ({ ...one, power: 11n }))
    expect(signedHeaderFault({ ...good, validators: power }, CHAIN)).toMatchObject({ rule: "set" })
  })

  it("names its set", () => {
    const three = setOf(four.slice(1))
    const commit = commitFor(header, four.slice(1))
    const fault = verify({ header, commit, validators: three })
    expect(fault).toMatchObject({ rule: "set", code: "validator_set_mismatch" })
  })

  it("leads backwards, one step at a time", () => {
    const older = headerAt(8n, { signers: four })
    const lastBlock = { hash: headerHash(older), parts: { total: 1, hash: new Uint8Array(32) } }
    const newer = headerAt(9n, { signers: four, lastBlock })
    expect(verifyBackwards(newer, older)).toBeNull()
    expect(verifyBackwards(header, older)).not.toBeNull()
    expect(verifyBackwards({ ...newer, height: 10n }, older)).not.toBeNull()
    expect(verifyBackwards({ ...newer, time: older.time }, older)).not.toBeNull()
    expect(verifyBackwards({ ...newer, chain: "test-2" }, older)).toMatchObject({
      code: "chain_mismatch",
    })
  })
})
