/** Rows P01 to P07 of the bad inputs: evidence that must not pass, and what the verdict says. */
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { runs } from "../../test/runs.ts"
import {
  commitFor,
  headerAt,
  lightBlock,
  START,
  setOf,
  signer,
  type Votes,
} from "../block/chain.testing.ts"
import { headerHash } from "../block/header.ts"
import { TRUSTING_PERIOD_MS } from "../block/light-client.ts"
import { concat, fromHex, utf8 } from "../bytes.ts"
import { EVIDENCE_BYTES_MAX } from "../limits.ts"
import { hashOf } from "../schema/fixed.ts"
import type { Anchor } from "./anchor.ts"
import { anchorAt } from "./anchor.ts"
import { type Bundle, encodeBundle } from "./bundle.ts"
import { compare } from "./compare.ts"
import { absentKey, documentKey, receiptKey, testLedger } from "./ledger.testing.ts"
import { verifyBundle } from "./verify-bundle.ts"

const ledger = testLedger()
const now = START + 60_000
const judge = (input: Uint8Array | Bundle, anchors: Anchor | readonly Anchor[] = ledger.anchor) =>
  verifyBundle(input, anchors, { now })
const last = (input: Uint8Array | Bundle, anchors?: Anchor | readonly Anchor[]) =>
  judge(input, anchors).steps.at(-1)

describe("evidence in order", () => {
  it("is valid, of grade A, as a value and as bytes", () => {
    for (const input of [ledger.bundle(), encodeBundle(ledger.bundle())]) {
      const verdict = judge(input)
      expect(verdict).toMatchObject({ valid: true, code: null, grade: "A" })
      expect(verdict.steps.map(({ ok }) => ok)).toEqual(Array(7).fill(true))
    }
  })
})

describe("P01 a bundle with one bit flipped", () => {
  it("is never valid: receipts and rows of keys", () => {
    const bytes = encodeBundle(
      ledger.withReceipts([ledger.receipt("customs"), ledger.receipt("carriers")]),
    )
    expect(judge(bytes).valid).toBe(true)
    for (let at = 1; at < bytes.length; at += 131) {
      const altered = bytes.slice()
      altered[at]! ^= 1 << (at % 8)
      expect(judge(altered)).toMatchObject({
        valid: false,
        code: expect.stringMatching(/^[a-z_]+$/),
      })
    }
  })
})

describe("any bytes", () => {
  it("get a verdict, never a throw", () => {
    const good = encodeBundle(ledger.withReceipts([ledger.receipt("customs")]))
    const anything = (input: Uint8Array) => {
      expect(judge(input)).toMatchObject({ valid: false, code: expect.any(String), claims: [] })
    }
    const torn = fc
      .record({
        from: fc.nat(good.length - 1),
        skip: fc.nat(40),
        put: fc.uint8Array({ maxLength: 40 }),
      })
      .map(({ from, skip, put }) => concat(good.subarray(0, from), put, good.subarray(from + skip)))
    fc.assert(fc.property(fc.oneof(torn, fc.uint8Array({ maxLength: 200 })), anything), {
      numRuns: runs(1_000),
    })
  })
})

describe("P02 not a bundle; newer version; over 16 MiB", () => {
  it("bundle_malformed, for any bytes", () => {
    const inputs = ["", "f6", "a0", "83010203", "a16176", "a1617601", "ff", "7b", "7b7d", "5b5d"]
    for (const hex of inputs) {
      expect(last(fromHex(hex))).toMatchObject({
        step: "form",
        ok: false,
        code: "bundle_malformed",
      })
    }
    const bytes = encodeBundle(ledger.bundle())
    expect(last(bytes.subarray(0, -1))?.code).toBe("bundle_malformed")
    expect(last({ ...ledger.bundle(), claims: [] })?.code).toBe("bundle_malformed")
    expect(last({ ...ledger.bundle(), v: -1 })?.code).toBe("bundle_malformed")
  })

  it("bundle_malformed, for a leaf or a proof that cannot be read", () => {
    const { event } = ledger.claims.event()
    const { value } = ledger.claims.value()
    const { absence } = ledger.claims.absence()
    for (const claim of [
      { event: { ...event, leaf: utf8("leaf") } },
      { event: { ...event, leaf: fromHex("a0") } },
      { value: { ...value, proof: utf8("proof") } },
      { value: { ...value, proof: absence.proof } },
      { absence: { ...absence, proof: value.proof } },
    ]) {
      expect(last(ledger.bundle({ claims: [claim] }))).toMatchObject({
        step: "form",
        code: "bundle_malformed",
      })
    }
  })

  it("bundle_unsupported, naming both versions", () => {
    const details = { found: 2, expected: 1 }
    const newer = { step: "form", code: "bundle_unsupported", details }
    expect(last(fromHex("a2617602676d65737361676501"))).toMatchObject(newer)
    expect(last(utf8('{"v": 2, "more": true}'))).toMatchObject(newer)
    expect(last({ ...ledger.bundle(), v: 2 })).toMatchObject(newer)
  })

  it("bundle_unsupported, for another block protocol", () => {
    const header = { ...ledger.header, version: { block: 12n, app: 1n } }
    expect(last(ledger.bundle({ header }))).toMatchObject({
      step: "form",
      code: "bundle_unsupported",
      details: { found: "12", expected: "11" },
    })
  })

  it("bundle_too_large, before anything is read", () => {
    const details = { limit: EVIDENCE_BYTES_MAX, actual: EVIDENCE_BYTES_MAX + 1 }
    const large = new Uint8Array(EVIDENCE_BYTES_MAX + 1)
    expect(last(large)).toMatchObject({ step: "form", code: "bundle_too_large", details })
  })
})

describe("P03 proof of another key or value; wrong height", () => {
  const { value } = ledger.claims.value()
  const { absence } = ledger.claims.absence()
  const { event } = ledger.claims.event()
  const claimed = (claim: Bundle["claims"][number]) => last(ledger.bundle({ claims: [claim] }))

  it("proof_key_mismatch", () => {
    const mismatch = { step: "claims", code: "proof_key_mismatch", details: { claim: 0 } }
    expect(claimed({ value: { ...value, key: absentKey } })).toMatchObject(mismatch)
    expect(claimed({ value: { ...value, value: utf8("other") } })).toMatchObject(mismatch)
    expect(claimed({ absence: { ...absence, key: documentKey } })).toMatchObject(mismatch)
  })

  it("proof_root_mismatch, for an event at another place or with another leaf", () => {
    const mismatch = { step: "claims", code: "proof_root_mismatch" }
    expect(claimed({ event: { ...event, index: 0n } })).toMatchObject(mismatch)
    expect(claimed({ event: { ...event, index: 3n } })).toMatchObject(mismatch)
    expect(claimed({ event: { ...event, path: event.path.slice(1) } })).toMatchObject(mismatch)
    expect(claimed({ event: { ...ledger.claims.event(0).event, index: 1n } })).toMatchObject(
      mismatch,
    )
  })

  it("proof_root_mismatch, for a height that the header does not follow", () => {
    expect(last(ledger.bundle({ height: 4n }))).toMatchObject({
      step: "roots",
      code: "proof_root_mismatch",
      details: { found: "6", expected: "5" },
    })
    const roots = { ...ledger.bundle().roots, state: ledger.header.data }
    expect(last(ledger.bundle({ roots }))).toMatchObject({ step: "roots" })
  })

  it("proof_key_mismatch, for a row of a validator that is not so", () => {
    const { proof } = value
    const member = { address: ledger.anchor.organisations[0]!.address, value: utf8("row"), proof }
    expect(last(ledger.bundle({ members: [member] }))).toMatchObject({
      step: "claims",
      code: "proof_key_mismatch",
      details: { member: 0 },
    })
  })
})

describe("P04 commit of two thirds or less; signer twice; unknown signer", () => {
  const short = (votes: Votes) => last(ledger.bundle({}, votes))

  it("commit_insufficient, with power have and need", () => {
    const details = { have: "20", need: "27" }
    const insufficient = { step: "commit", code: "commit_insufficient", details }
    expect(short({ customs: "absent", carriers: "absent" })).toMatchObject(insufficient)
    expect(short({ customs: "nil", carriers: "absent" })).toMatchObject(insufficient)
    expect(short({ customs: "nil", carriers: "absent" })?.sentence).toContain("Too few signed.")
  })

  it("commit_insufficient, for a signature that does not verify, also of a vote for nil", () => {
    for (const votes of [{}, { customs: "nil" as const }]) {
      const bundle = ledger.bundle({}, votes)
      for (const index of [0, 1, 2, 3]) {
        const signatures = bundle.commit.signatures.map((entry, i) =>
          i === index ? { ...entry, signature: new Uint8Array(64) } : entry,
        )
        const commit = { ...bundle.commit, signatures }
        expect(last({ ...bundle, commit })).toMatchObject({
          step: "commit",
          code: "commit_insufficient",
          details: { index },
        })
      }
    }
  })

  it("validator_set_mismatch, where an entry is not of the validator at its place", () => {
    const bundle = ledger.bundle()
    const [first, second, ...rest] = bundle.commit.signatures
    const mismatch = { step: "path", code: "validator_set_mismatch" }
    const twice = { ...bundle.commit, signatures: [first!, first!, ...rest] }
    expect(last({ ...bundle, commit: twice })).toMatchObject(mismatch)
    const stranger = { ...second!, address: new Uint8Array(20) }
    const unknown = { ...bundle.commit, signatures: [first!, stranger, ...rest] }
    expect(last({ ...bundle, commit: unknown })).toMatchObject(mismatch)
  })
})

describe("P05 other validator set; other chain", () => {
  it("validator_set_mismatch, naming found and expected", () => {
    const strangers = ["e", "f", "g", "h"].map((name) => signer(name))
    const header = headerAt(6n, { signers: strangers, app: ledger.header.app })
    const foreign = ledger.bundle({
      header,
      commit: commitFor(header, strangers),
      validators: setOf(strangers),
    })
    expect(last(foreign)).toMatchObject({ step: "path", code: "validator_set_mismatch" })
    const withBase = { ...foreign, base: ledger.bundle().validators }
    expect(last(withBase)).toMatchObject({
      step: "path",
      code: "commit_insufficient",
      details: { have: "0", need: "14" },
    })
    expect(last(ledger.bundle({ base: setOf(strangers) }))).toMatchObject({
      step: "path",
      code: "validator_set_mismatch",
      details: { expected: ledger.anchor.nextValidators },
    })
  })

  it("chain_mismatch, naming both", () => {
    const elsewhere = { ...ledger.anchor, chain: "test-2" }
    expect(last(ledger.bundle(), elsewhere)).toMatchObject({
      step: "ledger",
      code: "chain_mismatch",
      details: { found: "test-1", expected: "test-2" },
    })
    expect(last(ledger.bundle({ chain: "test-2" }), [elsewhere, ledger.anchor])).toMatchObject({
      step: "ledger",
      code: "chain_mismatch",
      details: { found: "test-1", expected: "test-2" },
    })
    expect(last(ledger.bundle(), [])).toMatchObject({ step: "ledger", code: "chain_mismatch" })
  })
})

describe("P06 trusted set too old; two valid headers of one height", () => {
  const late = ledger.anchor.time + TRUSTING_PERIOD_MS

  it("trust_expired, naming the newest anchor and the block that needs one", () => {
    const verdict = verifyBundle(ledger.bundle(), ledger.anchor, { now: late })
    expect(verdict).toMatchObject({ valid: false, code: "trust_expired" })
    const sentence = verdict.steps.at(-1)?.sentence
    expect(sentence).toContain("block 2 of 2026-11-23 10:00 UTC")
    expect(sentence).toContain("no anchor covers block 6")
    expect(sentence).toContain("Fetch the evidence again")
    expect(verifyBundle(ledger.bundle(), ledger.anchor, { now: late - 1 }).valid).toBe(true)
  })

  it("passes for ever where an anchor is of the header itself", () => {
    const own = anchorAt(ledger.header, ledger.anchor)
    const years = late * 2
    expect(verifyBundle(ledger.bundle(), [ledger.anchor, own], { now: years })).toMatchObject({
      valid: true,
      anchor: own,
    })
  })

  it("fork_found, between two valid verdicts, keeping both headers", () => {
    const { app } = ledger.header
    const data = hashOf(headerHash(ledger.header))
    const header = headerAt(6n, { signers: ledger.signers, app, data })
    const other = judge(ledger.bundle({ header, commit: commitFor(header, ledger.signers) }))
    const one = judge(ledger.bundle())
    expect(other.valid).toBe(true)
    expect(compare(one, one)).toBeNull()
    expect(compare(one, other)).toMatchObject({
      code: "fork_found",
      height: 6n,
      headers: [hashOf(headerHash(ledger.header)), hashOf(headerHash(header))],
    })
    expect(compare(one, { ...other, valid: false })).toBeNull()
    expect(compare(one, { ...other, chain: "test-2" })).toBeNull()
  })

  it("fork_found, where another anchor at hand contradicts", () => {
    const header = headerAt(4n, { signers: ledger.signers, data: ledger.header.app })
    const against = anchorAt(header, ledger.anchor)
    const step = {
      ...lightBlock(headerAt(4n, { signers: ledger.signers }), ledger.signers),
      next: null,
    }
    const strangers = { ...against, nextValidators: ledger.header.app }
    expect(last(ledger.bundle({ path: [step] }), [ledger.anchor, strangers])).toMatchObject({
      step: "path",
      code: "fork_found",
      details: { height: "4", expected: against.header },
    })
    const same = anchorAt(headerAt(6n, { signers: ledger.signers }), ledger.anchor)
    expect(last(ledger.bundle(), [ledger.anchor, same])).toMatchObject({ code: "fork_found" })
  })
})

describe("P07 receipts of fewer than f + 1 organisations; one twice", () => {
  const judged = (receipts: readonly Uint8Array[], of = ledger) => judge(of.withReceipts(receipts))
  const insufficient = { valid: false, code: "receipts_insufficient", grade: "A" }

  it("passes with f + 1, or with none", () => {
    const two = judged([ledger.receipt("customs"), ledger.receipt("carriers")])
    expect(two).toMatchObject({ valid: true })
    expect(two.steps.at(-1)?.sentence).toBe("Also signed by carriers and customs.")
    expect(judged([]).steps.at(-1)?.sentence).toBe("No receipts are enclosed.")
  })

  it("receipts_insufficient, naming the grade reached without them", () => {
    const verdict = judged([ledger.receipt("customs")])
    expect(verdict).toMatchObject(insufficient)
    expect(verdict.steps.at(-1)).toMatchObject({ details: { have: 1, need: 2, grade: "A" } })
    expect(verdict.steps.at(-1)?.sentence).toContain("grade A")
  })

  it("receipts_insufficient, for an organisation twice", () => {
    const verdict = judged([ledger.receipt("customs"), ledger.receipt("customs")])
    expect(verdict).toMatchObject(insufficient)
    expect(verdict.steps.at(-1)?.sentence).toContain("customs signed another one already")
  })

  it("receipts_insufficient, for a receipt that does not verify", () => {
    const good = ledger.receipt("carriers")
    const flipped = ledger.receipt("customs")
    flipped[flipped.length - 1]! ^= 1
    for (const [receipt, reason] of [
      [utf8("receipt"), "does not verify"],
      [flipped, "signature"],
      [ledger.receipt("customs", { index: 0 }), "not among the claims"],
      [ledger.receipt("customs", { subject: "urn:concordat:test-1:statements" }), "another log"],
      [ledger.receipt("customs", { by: "chamber" }), "not issued by customs"],
    ] as const) {
      const verdict = judged([good, receipt])
      expect(verdict).toMatchObject(insufficient)
      expect(verdict.steps.at(-1)).toMatchObject({ details: { receipt: 1 } })
      expect(verdict.steps.at(-1)?.sentence).toContain(reason)
    }
  })

  it("receipts_insufficient, for a key that is not claimed, not for receipts, or withdrawn", () => {
    const claims = [ledger.claims.event(), ledger.claims.value(receiptKey("customs").rowKey)]
    const receipts = [ledger.receipt("customs"), ledger.receipt("carriers")]
    expect(judge(ledger.bundle({ claims, receipts })).steps.at(-1)?.sentence).toContain(
      "Its key is not",
    )
    for (const [change, reason] of [
      [{ purpose: "seal" }, "not for receipts"],
      [{ status: "revoked" }, "is revoked"],
      [{ status: "compromised" }, "is compromised"],
    ] as const) {
      const other = testLedger(change)
      const verdict = judged(
        receipts.map((_, i) => other.receipt(i ? "customs" : "carriers")),
        other,
      )
      expect(verdict).toMatchObject(insufficient)
      expect(verdict.steps.at(-1)?.sentence).toContain(reason)
    }
    const retired = testLedger({ status: "retired" })
    expect(judged([retired.receipt("customs"), retired.receipt("carriers")], retired).valid).toBe(
      true,
    )
  })
})
