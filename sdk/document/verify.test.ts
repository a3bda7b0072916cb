/** Documents verified offline: every verdict of the closed set, every sentence of the answers. */

import { readFileSync } from "node:fs"
import { basename } from "node:path"
import { PDFDocument } from "@cantoo/pdf-lib"
import { decodeBundle, encodeBundle, utf8 } from "@concordat/kernel"
import fc from "fast-check"
import { beforeAll, describe, expect, test } from "vitest"
import { revokeKey } from "../../services/organisations/key-commands.ts"
import { setClass } from "../../services/provenance/classes.ts"
import { dispose } from "../../services/provenance/dispose.ts"
import {
  BEGAN,
  classOf,
  DAY,
  EDUCATION,
  JUSTICE,
  REGISTRAR,
  SECOND,
  sealOf,
} from "../../services/provenance/office.testing.ts"
import { revoke, suspend } from "../../services/provenance/status.ts"
import { supersede } from "../../services/provenance/supersede.ts"
import { runs } from "../../test/runs.ts"
import { vectorFiles, vectors } from "../../test/vectors.ts"
import { decodeEvidence, encodeEvidence } from "./evidence.ts"
import { finishDocument } from "./finish.ts"
import { DocumentLedger } from "./ledger.testing.ts"
import { attachEvidence } from "./pdf/attach.ts"
import { findEvidence } from "./pdf/find.ts"
import { inspectPdf } from "./pdf/inspect.ts"
import { type DocumentToVerify, type DocumentVerdict, verifyDocument } from "./verify.ts"

let pdf: Uint8Array
let other: Uint8Array

async function pdfOf(text: string): Promise<Uint8Array> {
  const document = await PDFDocument.create({ updateMetadata: false })
  document.addPage([200, 100]).drawText(text)
  return document.save({ useObjectStreams: false })
}

beforeAll(async () => {
  pdf = await pdfOf("Diploma of Ada")
  other = await pdfOf("Diploma of Ben, a longer one")
})

/** A registered PDF with its evidence inside, and the ledger it stands on. */
async function registered(options: Parameters<DocumentLedger["register"]>[2] = {}) {
  const ledger = new DocumentLedger()
  const { document, statement } = await ledger.register(pdf, { title: "Diploma" }, options)
  const finish = async (asked: Parameters<DocumentLedger["answer"]>[2] = {}) =>
    (await finishDocument(pdf, document, ledger.answer(document, statement, asked))).file
  const target = { item: { handle: document.handle, proof: null } }
  return { ledger, document, statement, finish, target }
}

/** Judges a file a minute after the last block, unless told otherwise. */
function judge(
  ledger: DocumentLedger,
  file: Uint8Array,
  more: Partial<DocumentToVerify> = {},
): Promise<DocumentVerdict> {
  return verifyDocument({ file, anchors: [ledger.anchor()], now: ledger.now + 60_000, ...more })
}

const sentences = ({ answers }: DocumentVerdict) =>
  Object.values(answers).map(({ sentence }) => sentence)
const holds = ({ answers }: DocumentVerdict) => Object.values(answers).map((one) => one.holds)

describe("genuine", () => {
  test("a PDF with its evidence inside: six answers, the record, the kernel's steps", async () => {
    const { ledger, document, finish } = await registered()
    const verdict = await judge(ledger, await finish())
    expect(verdict.overall).toBe("genuine")
    expect(sentences(verdict)).toEqual([
      "Every byte is as registered.",
      "Issued by Ministry of education, entitled to “Class diploma” that day.",
      "Ministry of education's key, in force that day.",
      "23 November 2026, 10:00 UTC; 4 organisations (A).",
      "As of today 10:00 UTC.",
      "No newer version as of today 10:00 UTC.",
    ])
    expect(holds(verdict)).toEqual([true, true, true, true, true, true])
    expect(verdict.record).toMatchObject({ handle: document.handle, issuer: EDUCATION })
    expect(verdict.record?.fields.find(({ path }) => path === "title")?.value).toBe("Diploma")
    expect(verdict.bundle?.steps.every(({ ok }) => ok)).toBe(true)
    expect(verdict).toMatchObject({ found: 1, revision: { state: "as_registered" } })
  })

  test("any other file, with its evidence beside it", async () => {
    const ledger = new DocumentLedger()
    const file = utf8("name;grade\nAda;A\n")
    const { document, statement } = await ledger.register(file)
    const finished = await finishDocument(file, document, ledger.answer(document, statement))
    expect(finished).toMatchObject({ beside: true, file })
    const { evidence } = finished
    expect((await judge(ledger, file, { evidence })).overall).toBe("genuine")
    expect((await judge(ledger, utf8("name;grade\nAda;C\n"), { evidence })).overall).toBe("changed")
  })

  test("with receipts of organisations over the statement log", async () => {
    const { ledger, finish } = await registered()
    const file = await finish({ receipts: [EDUCATION, JUSTICE] })
    expect((await judge(ledger, file)).overall).toBe("genuine")
  })

  test("on a development ledger, no proof for others; a revoked one is revoked", async () => {
    const { ledger, finish, target } = await registered()
    const anchors = [ledger.anchor("development")]
    const verdict = await judge(ledger, await finish(), { anchors })
    expect(verdict.overall).toBe("development_only")
    expect(verdict.answers.registered.sentence).toBe(
      "23 November 2026, 10:00 UTC; 4 organisations. Development ledger (C): no proof for others.",
    )
    ledger.run(REGISTRAR, revoke, { target, reason: "issued_in_error", order: null })
    expect((await judge(ledger, await finish(), { anchors })).overall).toBe("revoked")
  })
})

describe("genuine, but", () => {
  test("suspended, then not: a suspension lapses", async () => {
    const { ledger, finish, target } = await registered()
    const until = ledger.now + DAY
    ledger.run(REGISTRAR, suspend, { target, reason: "unspecified", order: null, until })
    const file = await finish()
    expect((await judge(ledger, file)).overall).toBe("genuine_suspended")
    expect((await judge(ledger, file, { now: until })).overall).toBe("genuine")
  })

  test("replaced, with the next step", async () => {
    const { ledger, finish, target } = await registered()
    const newer = new DocumentLedger()
    const { statement } = await newer.register(other, {}, { name: "newer" })
    ledger.run(SECOND, supersede, { target: target.item, statement, reason: "corrected" })
    const verdict = await judge(ledger, await finish())
    expect(verdict.overall).toBe("genuine_replaced")
    expect(verdict.answers.newest).toMatchObject({
      holds: false,
      sentence: "Replaced on 23 November 2026. Ask for the new one.",
    })
  })

  test("expired: by the document's own end, whatever the ledger says", async () => {
    const { ledger, finish } = await registered({ until: BEGAN + DAY })
    const file = await finish()
    expect((await judge(ledger, file)).overall).toBe("genuine")
    const now = BEGAN + DAY
    const verdict = await judge(ledger, file, { now })
    expect(verdict).toMatchObject({ overall: "genuine_expired" })
    expect(verdict.answers.valid.sentence).toBe("Expired on 24 November 2026.")
  })

  test("disposed of", async () => {
    const { ledger, finish, target } = await registered()
    ledger.ledger.time += 10 * DAY
    const destruction = sealOf(EDUCATION).key
    ledger.run([REGISTRAR, SECOND], dispose, { items: [target.item], destruction })
    const file = await finish()
    const late = await judge(ledger, file)
    expect(late).toMatchObject({ overall: "not_proven", bundle: { code: "trust_expired" } })
    const { header } = decodeEvidence(findEvidence(file)[0]!.evidence).bundle
    const anchors = [ledger.anchor("production", header)]
    expect((await judge(ledger, file, { anchors })).overall).toBe("genuine_disposed")
  })

  test("its standing is of long ago: last known then, and renewed by a newer bundle", async () => {
    const { ledger, document, statement, finish, target } = await registered()
    const file = await finish()
    const now = ledger.now + 2 * DAY
    const verdict = await judge(ledger, file, { now })
    expect(verdict.overall).toBe("genuine_status_unknown")
    expect(verdict.answers.valid.sentence).toBe("Last known 23 November 2026; offline.")

    ledger.ledger.time += 2 * DAY
    ledger.run(REGISTRAR, setClass, classOf("degree"))
    const latest = ledger.answer(document, statement).bundle
    expect((await judge(ledger, file, { latest })).overall).toBe("genuine")
    ledger.run(REGISTRAR, revoke, { target, reason: "obtained_by_fraud", order: null })
    const revoked = ledger.answer(document, statement).bundle
    const after = await judge(ledger, file, { latest: revoked })
    expect(after.overall).toBe("revoked")
    expect(after.answers.valid.sentence).toBe("Revoked: obtained by fraud.")
    const older = await judge(ledger, await finish(), { latest })
    expect(older.overall).toBe("revoked")
    const broken = await judge(ledger, file, { latest: revoked.slice(1), now: verdict.asOf! })
    expect(broken.overall).toBe("genuine")
  })
})

describe("changed", () => {
  test("with any one byte changed, a file with its evidence inside is never genuine", async () => {
    const { ledger, finish } = await registered()
    const file = await finish({ receipts: [EDUCATION] })
    const place = fc.nat(file.length - 1)
    const seen = new Set<string>()
    await fc.assert(
      fc.asyncProperty(place, fc.integer({ min: 1, max: 255 }), async (at, mask) => {
        const changed = file.slice()
        changed[at]! ^= mask
        const { overall } = await judge(ledger, changed)
        seen.add(overall)
        expect(["changed", "not_proven"]).toContain(overall)
      }),
      { numRuns: runs(150) },
    )
    expect([...seen].sort()).toEqual(["changed", "not_proven"])
  }, 120_000)

  test("evidence of one document in another's file", async () => {
    const { ledger, finish } = await registered()
    const { evidence } = findEvidence(await finish())[0]!
    const verdict = await judge(ledger, await attachEvidence(other, evidence))
    expect(verdict.overall).toBe("changed")
    expect(verdict.answers.unchanged.sentence).toBe("Evidence of another document.")
  })

  test("a later update: something was added, and the registered revision is named", async () => {
    const { ledger, finish } = await registered()
    const note = await PDFDocument.load(await finish(), { forIncrementalUpdate: true })
    note.getPage(0).drawText("with honours", { y: 50 })
    const verdict = await judge(ledger, await note.commit())
    expect(verdict.overall).toBe("changed")
    expect(verdict.answers.unchanged.sentence).toBe("Something was added later.")
    expect(verdict.record).not.toBeNull()
  })

  test("saved anew by another program: the evidence is found, the file is changed", async () => {
    const { ledger, finish } = await registered()
    const again = await PDFDocument.load(await finish(), { updateMetadata: false })
    const verdict = await judge(ledger, await again.save())
    expect(verdict).toMatchObject({ overall: "changed", found: 1 })
  })

  test("of two pieces of evidence the one that fits counts, and both are found", async () => {
    const { ledger, finish, document, statement } = await registered()
    const first = await finish()
    const renewed = await finishDocument(first, document, ledger.answer(document, statement))
    const verdict = await judge(ledger, renewed.file)
    expect(verdict).toMatchObject({ overall: "changed", found: 2 })
    const stranger = await attachEvidence(pdf, utf8("not evidence"))
    const { document: on, statement: by } = await ledger.register(stranger, {}, { name: "on it" })
    const two = await finishDocument(stranger, on, ledger.answer(on, by))
    expect(await judge(ledger, two.file)).toMatchObject({ overall: "genuine", found: 2 })
  })
})

describe("not proven", () => {
  test("a file without evidence, with a bare bundle, with junk", async () => {
    const { ledger, document, statement } = await registered()
    const bare = await judge(ledger, pdf)
    expect(bare.overall).toBe("not_proven")
    expect(sentences(bare)).toEqual(Array(6).fill("This file carries no evidence."))
    const { bundle } = ledger.answer(document, statement)
    const verdict = await judge(ledger, pdf, { evidence: bundle })
    expect(sentences(verdict)[0]).toBe("This is evidence of the ledger, not of a document.")
    for (const evidence of [new Uint8Array(0), utf8("evidence"), new Uint8Array(99).fill(0xa1)]) {
      const junk = await judge(ledger, pdf, { evidence })
      expect(junk.overall).toBe("not_proven")
      expect(sentences(junk)[0]).toMatch(/^The evidence cannot be read\. /)
    }
  })

  test("a ledger that the verifier has not chosen to trust", async () => {
    const { ledger, finish } = await registered()
    const verdict = await judge(ledger, await finish(), { anchors: [] })
    expect(verdict.overall).toBe("not_proven")
    expect(verdict.answers.issuer).toMatchObject({
      holds: false,
      sentence: "You have not chosen to trust this ledger.",
    })
    const foreign = { ...ledger.anchor(), chain: "another-1" }
    expect((await judge(ledger, await finish(), { anchors: [foreign] })).overall).toBe("not_proven")
  })

  test("evidence that lacks a claim says which", async () => {
    const { ledger, finish } = await registered()
    const lacks = [
      "the registration of the statement",
      "the statement",
      "the class",
      "the seal's key",
      "the issuer",
      "the document's standing",
    ]
    for (const [place, what] of lacks.entries()) {
      const verdict = await judge(ledger, await finish({ without: [place] }))
      expect(verdict.overall).toBe("not_proven")
      const sentence = `The evidence does not prove ${what}.`
      expect(verdict.answers.registered).toMatchObject({ holds: false, sentence })
    }
  })

  test("a seal stolen before the registration; one stolen after it still counts", async () => {
    const { ledger, finish } = await registered()
    const { key } = sealOf(EDUCATION)
    const since = ledger.now
    ledger.run("education/administrator", revokeKey, { key, compromisedSince: since + 1 })
    expect((await judge(ledger, await finish())).overall).toBe("genuine")

    const before = await registered()
    before.ledger.run("education/administrator", revokeKey, { key, compromisedSince: BEGAN })
    const verdict = await judge(before.ledger, await before.finish())
    expect(verdict.overall).toBe("not_proven")
    expect(verdict.answers.sealed).toMatchObject({
      holds: false,
      sentence: "Key stolen since 23 November 2026; registered on 23 November 2026.",
    })
  })

  test("a statement whose signature was altered", async () => {
    const { ledger, document, statement } = await registered()
    const forged = statement.slice()
    forged[forged.length - 1]! ^= 1
    const answer = { ...ledger.answer(document, statement), statement: forged }
    const { file } = await finishDocument(pdf, document, answer)
    expect((await judge(ledger, file)).overall).toBe("not_proven")
  })

  test("other fields, another secret, another place than were registered", async () => {
    const { ledger, document, statement } = await registered()
    const { evidence } = await finishDocument(pdf, document, ledger.answer(document, statement))
    const whole = decodeEvidence(evidence)
    const other = decodeEvidence(evidence).document
    const altered = [
      { ...other, secret: "11".repeat(16) as never },
      { ...other, fields: other.fields.slice(1) },
      { ...other, fields: other.fields.toReversed() },
      { ...other, until: BEGAN },
      { ...other, index: 1 },
      { ...other, path: [document.handle] },
      { ...other, writer: "another" },
    ]
    for (const one of altered) {
      const bytes = encodeEvidence({ ...whole, document: one })
      expect((await judge(ledger, pdf, { evidence: bytes })).overall).toBe("not_proven")
    }
    const longer = encodeEvidence({ ...whole, document: { ...other, length: pdf.length - 1 } })
    expect((await judge(ledger, pdf, { evidence: longer })).overall).toBe("changed")
  })

  test("a receipt that is another's, a second one, or without the row of its key", async () => {
    const { ledger, document, statement } = await registered()
    const answer = ledger.answer(document, statement, { receipts: [EDUCATION, JUSTICE] })
    const [own, justice] = answer.receipts as [Uint8Array, Uint8Array]
    const flipped = justice.slice()
    flipped[flipped.length - 1]! ^= 1
    const cases: [readonly Uint8Array[], RegExp][] = [
      [[own, own], /^Receipt 2 is a second one of education/],
      [[own, flipped], /^Receipt 2 does not verify/],
      [[utf8("receipt")], /^Receipt 1 does not verify/],
    ]
    for (const [receipts, sentence] of cases) {
      const { file } = await finishDocument(pdf, document, { ...answer, receipts })
      const verdict = await judge(ledger, file)
      expect(verdict.overall).toBe("not_proven")
      expect(verdict.answers.registered.sentence).toMatch(sentence)
    }
    const without = { ...ledger.answer(document, statement), receipts: [own] }
    const { file } = await finishDocument(pdf, document, without)
    expect((await judge(ledger, file)).answers.registered.sentence).toBe(
      "Receipt 1 does not verify. The evidence does not prove its key.",
    )
  })

  test("a bundle whose votes were cut to less than two thirds", async () => {
    const { ledger, document, statement } = await registered()
    const answer = ledger.answer(document, statement)
    const bundle = decodeBundle(answer.bundle)
    const signatures = bundle.commit.signatures.map((vote, i) =>
      i < 2 ? { ...vote, flag: 1, address: new Uint8Array(), signature: new Uint8Array() } : vote,
    )
    const cut = { ...bundle, commit: { ...bundle.commit, signatures } }
    const { file } = await finishDocument(pdf, document, { ...answer, bundle: encodeBundle(cut) })
    const verdict = await judge(ledger, file)
    expect(verdict).toMatchObject({ overall: "not_proven", bundle: { valid: false } })
  })
})

describe("never a throw", () => {
  test("evidence cut, longer, random, and files cut: a verdict, never genuine", async () => {
    const { ledger, document, statement } = await registered()
    const { evidence } = await finishDocument(pdf, document, ledger.answer(document, statement))
    const cut = fc.nat(evidence.length - 1).map((length) => evidence.slice(0, length))
    const bytes = fc.oneof(cut, fc.uint8Array({ maxLength: 400 }))
    await fc.assert(
      fc.asyncProperty(bytes, fc.nat(pdf.length), async (beside, length) => {
        const { overall } = await judge(ledger, pdf.slice(0, length), { evidence: beside })
        expect(overall).toBe("not_proven")
        const own = await judge(ledger, pdf.slice(0, length), { evidence })
        expect(own.overall).toBe(length === pdf.length ? "genuine" : "changed")
      }),
      { numRuns: runs(50) },
    )
  })
})

const PUBLISHED = vectors("pdf")

describe.skipIf(PUBLISHED === null)("published PDFs (../shared/vectors/pdf)", () => {
  const files = vectorFiles("pdf", (path) => path.endsWith(".pdf"))

  test.each(files.map((path) => [basename(path), path]))(
    "%s: genuine, changed by a byte",
    async (name, path) => {
      const original = new Uint8Array(readFileSync(path))
      if (name === "encrypted.pdf") {
        await expect(inspectPdf(original)).rejects.toThrow("encrypted")
        return
      }
      const ledger = new DocumentLedger()
      const { document, statement } = await ledger.register(original)
      const finished = await finishDocument(original, document, ledger.answer(document, statement))
      expect(finished.beside).toBe(name.startsWith("signed"))
      expect(finished.file.subarray(0, original.length)).toEqual(original)
      const beside = finished.beside ? { evidence: finished.evidence } : {}
      expect((await judge(ledger, finished.file, beside)).overall).toBe("genuine")
      for (const at of [0, original.length >> 1, original.length - 1, finished.file.length - 1]) {
        const changed = finished.file.slice()
        changed[at]! ^= 1
        expect((await judge(ledger, changed, beside)).overall).toBe("changed")
      }
    },
  )
})
