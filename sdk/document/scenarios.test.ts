/** Stories from end to end, each named as in the specification of provenance. */

import { PDFDocument } from "@cantoo/pdf-lib"
import {
  createReceipt,
  decodeBundle,
  encodeBundle,
  hashOf,
  MerkleTree,
  type Party,
  sha256,
  signHead,
  toHex,
  utf8,
} from "@concordat/kernel"
import { statementReceiptHeader } from "@concordat/services/provenance"
import { describe, expect, test } from "vitest"
import { revokeGrant } from "../../services/organisations/grants.ts"
import { setClass } from "../../services/provenance/classes.ts"
import { dispose } from "../../services/provenance/dispose.ts"
import {
  BEGAN,
  CHAIN,
  classOf,
  DAY,
  EDUCATION,
  hashFrom,
  JUSTICE,
  REGISTRAR,
  SECOND,
  sealOf,
} from "../../services/provenance/office.testing.ts"
import { register } from "../../services/provenance/register.ts"
import { revoke, suspend } from "../../services/provenance/status.ts"
import { supersede } from "../../services/provenance/supersede.ts"
import { BatchBuilder } from "./batch.ts"
import { fileDigest } from "./draft.ts"
import { finishDocument } from "./finish.ts"
import { DocumentLedger, receiptKeyOf } from "./ledger.testing.ts"
import { sealBatch } from "./statement.ts"
import { verifyDocument } from "./verify.ts"

const reason = "issued_in_error"
const order = null

async function pdfOf(text: string): Promise<Uint8Array> {
  const document = await PDFDocument.create({ updateMetadata: false })
  document.addPage([200, 100]).drawText(text)
  return document.save()
}

/** Registers a PDF; `file()` is what its bearer downloads at that moment. */
async function issue(ledger: DocumentLedger, text: string) {
  const pdf = await pdfOf(text)
  const { document, statement } = await ledger.register(pdf, { title: text }, { name: text })
  const answer = () => ledger.answer(document, statement)
  const file = async () => (await finishDocument(pdf, document, answer())).file
  return { pdf, document, statement, answer, file, item: { handle: document.handle, proof: null } }
}

/** A relying party with an anchor of this ledger, some time after its last block. */
function relying(ledger: DocumentLedger, after = 60_000) {
  const asked = { anchors: [ledger.anchor()], now: ledger.now + after }
  return async (file: Uint8Array, latest?: Uint8Array) =>
    (await verifyDocument({ file, ...asked, ...(latest && { latest }) })).overall
}

describe("stories", () => {
  test("first-pdf-offline", async () => {
    const ledger = new DocumentLedger()
    const { file } = await issue(ledger, "Diploma of Ada")
    expect(await relying(ledger)(await file())).toBe("genuine")
  })

  test("diplomas-100000 in small, whole-batch-withdrawn: no row a document", async () => {
    const ledger = new DocumentLedger()
    const count = 50
    const plan = { organisation: EDUCATION, class: "diploma", source: hashFrom("diplomas.csv") }
    const { batch } = BatchBuilder.start(plan)
    const paper = (i: number) => utf8(`Diploma ${i}`)
    const one = (i: number) => ({ file: fileDigest(paper(i)), fields: { number: i }, until: null })
    for (let i = 0; i < count; i++) batch.add(one(i), sha256(utf8(`secret ${i}`)).slice(0, 16))
    const tree = batch.tree()
    const occasion = { chain: CHAIN, issuer: EDUCATION, now: ledger.now }
    const whole = { class: "diploma", root: hashOf(tree.root), count }
    const period = { from: BEGAN, until: null }
    const statement = await sealBatch(sealOf(EDUCATION), occasion, whole, period)
    ledger.run(REGISTRAR, register, { statement })
    const judge = async (i: number, file = paper(i)) => {
      const document = batch.document(i, one(i))
      const place = { index: i, path: tree.path(i).map((step) => hashOf(step)) }
      const answer = ledger.answer(document, statement)
      const { evidence } = await finishDocument(paper(i), document, answer, place)
      const asked = { anchors: [ledger.anchor()], now: ledger.now, evidence }
      return (await verifyDocument({ file, ...asked })).overall
    }
    for (const i of [0, 7, count - 1]) {
      expect(await judge(i)).toBe("genuine")
      expect(await judge(i, paper(i + 1))).toBe("changed")
    }
    ledger.run(REGISTRAR, revoke, {
      target: { statement: hashOf(sha256(statement)) },
      reason,
      order,
    })
    for (const i of [0, 7, count - 1]) expect(await judge(i)).toBe("revoked")
  })

  test("corrected-certificate", async () => {
    const ledger = new DocumentLedger()
    const old = await issue(ledger, "Certificate, grade C")
    const drawn = await issue(new DocumentLedger(), "Certificate, grade A")
    const { statement } = drawn
    ledger.run(SECOND, supersede, { target: old.item, statement, reason: "corrected" })
    expect(await relying(ledger)(await old.file())).toBe("genuine_replaced")
    const answer = ledger.answer(drawn.document, statement)
    const { file } = await finishDocument(drawn.pdf, drawn.document, answer)
    expect(await relying(ledger)(file)).toBe("genuine")
  })

  test("suspension-lapses", async () => {
    const ledger = new DocumentLedger()
    const { file, item } = await issue(ledger, "Permit")
    const until = ledger.now + 3_600_000
    ledger.run(REGISTRAR, suspend, { target: { item }, reason, order, until })
    expect(await relying(ledger)(await file())).toBe("genuine_suspended")
    expect(await relying(ledger, 3_600_000)(await file())).toBe("genuine")
  })

  test("revoked-after-download: a newer bundle tells", async () => {
    const ledger = new DocumentLedger()
    const { file, item, answer } = await issue(ledger, "Permit")
    const downloaded = await file()
    ledger.run(REGISTRAR, revoke, { target: { item }, reason, order })
    expect(await relying(ledger)(downloaded)).toBe("genuine")
    expect(await relying(ledger)(downloaded, answer().bundle)).toBe("revoked")
    expect(await relying(ledger, 2 * DAY)(downloaded)).toBe("genuine_status_unknown")
  })

  test("revoke-needs-two", async () => {
    const ledger = new DocumentLedger()
    ledger.run(REGISTRAR, setClass, classOf("diploma", { approvals: 2, version: 2 }))
    const { file, item } = await issue(ledger, "Diploma")
    const input = { target: { item }, reason, order } as const
    expect(() => ledger.run(REGISTRAR, revoke, input)).toThrow("second_person_required")
    expect(await relying(ledger)(await file())).toBe("genuine")
    ledger.run([REGISTRAR, SECOND], revoke, input)
    expect(await relying(ledger)(await file())).toBe("revoked")
  })

  test("right-withdrawn: what was issued stays, nothing new comes", async () => {
    const ledger = new DocumentLedger()
    const before = await issue(ledger, "Diploma of Ada")
    const right = { holder: REGISTRAR as Party, role: "provenance.issue", scope: "" }
    ledger.run("education/administrator", revokeGrant, right)
    await expect(issue(ledger, "Diploma of Ben")).rejects.toThrow("permission_missing")
    expect(await relying(ledger)(await before.file())).toBe("genuine")
  })

  test("content-added-later", async () => {
    const ledger = new DocumentLedger()
    const { file } = await issue(ledger, "Diploma")
    const note = await PDFDocument.load(await file(), { forIncrementalUpdate: true })
    note.getPage(0).drawText("with honours")
    expect(await relying(ledger)(await note.commit())).toBe("changed")
  })

  test("receipt-of-one-liar: two heads of one size are shown, and kept as proof", async () => {
    const ledger = new DocumentLedger()
    const { pdf, document, statement } = await issue(ledger, "Diploma of Ada")
    await issue(ledger, "Diploma of Ben")
    const asked = { receipts: [EDUCATION, JUSTICE] }
    const answer = ledger.answer(document, statement, asked)
    const { file } = await finishDocument(pdf, document, answer)
    expect(await relying(ledger)(file)).toBe("genuine")

    const own = sha256(Uint8Array.of(0, ...sha256(statement)))
    const forked = new MerkleTree([own, sha256(utf8("another statement"))])
    const { key: kid, algorithm, sign } = receiptKeyOf(JUSTICE)
    const head = signHead(
      forked.root,
      statementReceiptHeader(CHAIN, JUSTICE, { kid, algorithm }),
      sign,
    )
    const lie = createReceipt(head, { size: 2n, index: 0n, path: forked.path(0) })
    const receipts = [answer.receipts[0]!, lie]
    const lied = await finishDocument(pdf, document, { ...answer, receipts })
    const judge = { anchors: [ledger.anchor()], now: ledger.now }
    const verdict = await verifyDocument({ file: lied.file, ...judge })
    expect(verdict.overall).toBe("not_proven")
    expect(verdict.answers.registered.sentence).toMatch(/another log of size 2\. Keep both/)
  })

  test("disposed-links-to-nobody: no name, field or digest was ever there", async () => {
    const ledger = new DocumentLedger()
    const canaries = Array.from({ length: 40 }, (_, i) => `Canary-${(i * 7_919) % 10_007}-Name`)
    const fields = Object.fromEntries(canaries.map((name, i) => [`f${i}`, name]))
    const pdf = await pdfOf(canaries.join(" "))
    const { document, statement } = await ledger.register(pdf, fields)
    const item = { handle: document.handle, proof: null }
    ledger.run(REGISTRAR, revoke, { target: { item }, reason: "court_order", order: hashFrom("o") })
    ledger.ledger.time += 10 * DAY
    const destruction = hashFrom("protocol")
    ledger.run([REGISTRAR, SECOND], dispose, { items: [item], destruction })

    const everything = toHex(ledger.everything())
    const traces = [
      ...canaries.map((name) => utf8(name)),
      ...canaries.map((name) => sha256(utf8(name))),
      sha256(pdf),
      document.secret,
    ]
    for (const trace of traces) expect(everything).not.toContain(toHex(trace))
    expect(everything).toContain(document.handle)
    const { bundle } = ledger.answer(document, statement)
    expect(encodeBundle(decodeBundle(bundle))).toEqual(bundle)
  })
})
