/** Anchors, paths and grades: which anchor serves, what it takes to follow, who stands behind. */
import { describe, expect, it } from "vitest"
import {
  commitFor,
  headerAt,
  idOf,
  lightBlock,
  type Signer,
  START,
  setOf,
  signer,
} from "../block/chain.testing.ts"
import { VOTE } from "../block/commit.ts"
import type { Header } from "../block/header.ts"
import { addressText } from "../block/validator-set.ts"
import { utf8 } from "../bytes.ts"
import { codeRow } from "../codes.ts"
import { jsonText } from "../json/write.ts"
import type { Hex } from "../schema/fixed.ts"
import type { Party } from "../schema/party.ts"
import { type Anchor, anchorAt, decodeAnchor, encodeAnchor } from "./anchor.ts"
import { type Bundle, bundleKind, decodeBundle, encodeBundle } from "./bundle.ts"
import { gradeOf } from "./grade.ts"
import { testLedger } from "./ledger.testing.ts"
import { verifyBundle } from "./verify-bundle.ts"

const names = (letters: string) => [...letters].map((letter) => signer(letter))
const first = names("abcd")
const second = names("defg")
const third = names("ghij")
const now = START + 60_000

/** From the first set to the third: block 3 announces the second, block 5 the third. */
const two = headerAt(2n, { signers: first })
const three = headerAt(3n, { signers: first, next: second, lastBlock: idOf(two) })
const five = headerAt(5n, { signers: second, next: third })
const ledger = testLedger({ signers: third, lastBlock: idOf(five) })
const anchorOf = (header: Header): Anchor => anchorAt(header, ledger.anchor)
const path = [
  { ...lightBlock(three, first), next: setOf(second) },
  { ...lightBlock(five, second), next: setOf(third) },
]
const far = anchorOf(two)
const whole = ledger.bundle({ base: setOf(first), path })
const judge = (evidence: Bundle, anchors: Anchor | readonly Anchor[]) =>
  verifyBundle(evidence, anchors, { now })

describe("a path over changing sets", () => {
  it("leads from an old anchor, step by step", () => {
    const verdict = judge(whole, far)
    expect(verdict).toMatchObject({ valid: true, anchor: far })
    expect(verdict.steps[2]).toMatchObject({ details: { steps: 3 } })
    expect(verdict.headers.map(({ height }) => height)).toEqual([2n, 2n, 3n, 4n, 5n, 5n, 6n])
  })

  it("is not followed with a step left out, swapped, or its next set withheld", () => {
    const [one, other] = [path[0]!, path[1]!]
    for (const altered of [[one], [other], [other, one], [{ ...one, next: null }, other]]) {
      expect(judge({ ...whole, path: altered }, far)).toMatchObject({ valid: false, claims: [] })
    }
    expect(judge({ ...whole, base: null }, far).valid).toBe(true)
  })

  it("is a fork where a header names another one as the block before", () => {
    const lone = headerAt(3n, { signers: first, next: second })
    const strayed = { ...lightBlock(lone, first), next: setOf(second) }
    const verdict = judge({ ...whole, path: [strayed, path[1]!] }, far)
    expect(verdict.steps.at(-1)).toMatchObject({ code: "fork_found", details: { height: "2" } })
  })

  it("is taken up in its middle, from a newer anchor", () => {
    const middle = anchorOf(path[0]!.header)
    expect(judge(whole, middle)).toMatchObject({ valid: true })
    expect(judge(whole, middle).steps[2]).toMatchObject({ details: { steps: 2 } })
  })
})

describe("of several anchors", () => {
  const middle = anchorOf(path[1]!.header)
  const own = anchorOf(ledger.header)
  const above = anchorOf(headerAt(9n, { signers: third }))
  const unled = anchorOf(headerAt(4n, { signers: second, next: names("xyz") }))

  it("the header's own serves, else the newest below that leads to it", () => {
    expect(judge(whole, [far, middle, own, above]).anchor).toBe(own)
    expect(judge(whole, [above, far, middle]).anchor).toBe(middle)
    expect(judge(whole, [far, unled]).anchor).toBe(far)
    expect(judge(whole, [{ ...own, chain: "test-2" }, far]).anchor).toBe(far)
  })

  it("one above the evidence is named, with the way out", () => {
    const verdict = judge(whole, above)
    expect(verdict).toMatchObject({ valid: false, code: "validator_set_mismatch" })
    expect(verdict.steps.at(-1)?.sentence).toContain("block 9, is newer than the evidence, block 6")
  })

  it("one of the same height and another header is named", () => {
    const same = anchorOf(headerAt(6n, { signers: third }))
    expect(judge(whole, same).steps.at(-1)?.sentence).toContain("another header of block 6")
  })
})

describe("grades", () => {
  const grade = (signers: readonly Signer[], absent: string, named: string, production = true) => {
    const header = headerAt(9n, { signers })
    const votes = Object.fromEntries([...absent].map((name) => [name, "absent" as const]))
    const organisations = new Map(
      signers
        .filter(({ name }) => named.includes(name))
        .map((one) => [addressText(setOf([one])[0]!), one.name]),
    )
    const profile = production ? "production" : "development"
    return gradeOf(commitFor(header, signers, votes), setOf(signers), { organisations, profile })
  }

  it("A needs f + 1 organisations of n, and two at least", () => {
    expect(grade(names("abcd"), "", "abcd")).toMatchObject({ grade: "A", honest: 2 })
    expect(grade(names("abcd"), "cd", "abcd")).toMatchObject({ grade: "A", signed: ["a", "b"] })
    expect(grade(names("abcd"), "bcd", "abcd")).toMatchObject({ grade: "B", signed: ["a"] })
    expect(grade(names("abcdefg"), "cdefg", "abcdefg")).toMatchObject({ grade: "B", honest: 3 })
    expect(grade(names("abcdefg"), "defg", "abcdefg")).toMatchObject({ grade: "A" })
    expect(grade(names("a"), "", "a")).toMatchObject({ grade: "B", honest: 1 })
    expect(grade(names("ab"), "", "ab")).toMatchObject({ grade: "A", honest: 1 })
  })

  it("all validators of no known organisation count as one", () => {
    expect(grade(names("abcd"), "", "")).toMatchObject({ grade: "B", signed: [""], all: [""] })
    expect(grade(names("abcd"), "", "a")).toMatchObject({ grade: "A", signed: ["", "a"] })
  })

  it("a vote for nil stands behind nothing", () => {
    const header = headerAt(9n, { signers: first })
    const commit = commitFor(header, first, { a: "nil", b: "nil", c: "nil" })
    expect(commit.signatures.filter(({ flag }) => flag === VOTE.nil)).toHaveLength(3)
    const organisations = new Map<string, string>()
    const standing = gradeOf(commit, setOf(first), { organisations, profile: "production" })
    expect(standing).toMatchObject({ grade: "B" })
    expect(grade(names("abcd"), "", "abcd", false)).toMatchObject({ grade: "C" })
  })

  it("C is told with who signed all the same, where several did", () => {
    const anchor = { ...ledger.anchor, profile: "development" as const }
    const sentenceBy = (organisations: typeof anchor.organisations) =>
      judge(ledger.bundle(), { ...anchor, organisations }).steps[3]?.sentence
    expect(sentenceBy(anchor.organisations)).toMatch(
      / 4 of 4 organisations signed; grade C: a development ledger\.$/,
    )
    expect(sentenceBy([])).toMatch(/Grade C: a development ledger, which anybody can make\.$/)
  })

  it("B is told with what A takes; rows of the state win over the anchor's names", () => {
    const one = { ...ledger.anchor, organisations: [] }
    const sentence = judge(ledger.bundle(), one).steps[3]?.sentence
    expect(sentence).toBe(
      "40 of 40 power signed: unknown signers. " +
        "Grade B: 1 organisation behind it, grade A takes 2.",
    )
  })
})

describe("files", () => {
  it("hold a bundle as CBOR or as JSON, judged alike", () => {
    const json = utf8(jsonText(bundleKind.toJson(whole)))
    expect(decodeBundle(json)).toEqual(whole)
    expect(judge(decodeBundle(json), far)).toEqual(judge(decodeBundle(encodeBundle(whole)), far))
    expect(verifyBundle(json, far, { now })).toMatchObject({ valid: true })
  })

  it("hold an anchor of at most 8 KiB", () => {
    const organisations = Array.from({ length: 100 }, (_, i) => ({
      address: i.toString(16).padStart(40, "0") as Hex,
      organisation: `o${"x".repeat(30)}/n${"x".repeat(30)}` as Party,
    }))
    const small = { ...far, organisations: organisations.slice(0, 4) }
    expect(decodeAnchor(encodeAnchor(small))).toEqual(small)
    const large = encodeAnchor({ ...far, organisations })
    expect(large.length).toBeGreaterThan(8_192)
    expect(() => decodeAnchor(large)).toThrow("8 KiB")
  })
})

describe("codes", () => {
  it("of verdicts are in the table of codes, as verdicts", () => {
    for (const code of [
      ...["bundle_malformed", "bundle_unsupported", "bundle_too_large", "validator_set_mismatch"],
      ...["trust_expired", "commit_insufficient", "fork_found", "proof_key_mismatch"],
      ...["proof_root_mismatch", "receipts_insufficient"],
    ]) {
      expect(codeRow(code)?.kind, code).toBe("verdict")
    }
    expect(codeRow("chain_mismatch")).toBeDefined()
  })
})
