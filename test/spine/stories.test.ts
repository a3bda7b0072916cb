/**
 * Stories from the register to the relying party, each over a live ledger: through the sdk and a
 * socket into blocks, then judged from the file alone. A development ledger proves nothing to
 * others, so that what is in order is told as `development_only`.
 */
import { PDFDocument } from "@cantoo/pdf-lib"
import { type Hash, hashOf, sha256, timeText, utf8 } from "@concordat/kernel"
import { getDocumentEvidence, sealAtGateway, submit } from "@concordat/sdk"
import {
  BatchBuilder,
  decodeEvidence,
  encodeEvidence,
  fileDigest,
  finishDocument,
} from "@concordat/sdk/document"
import { afterEach, describe, expect, test } from "vitest"
import {
  DAY,
  EDUCATION,
  REGISTRAR,
  SECOND,
  sealOf,
} from "../../services/provenance/office.testing.ts"
import { runs } from "../runs.ts"
import { Office } from "./office.ts"

const HOUR = 3_600_000
const ADMINISTRATOR = "education/administrator"
const IN_ORDER = "development_only"
const DIPLOMAS = 100_000
/** Documents between two turns of the loop, so that the gateway is not silent meanwhile. */
const TURN = 500

async function pdfOf(text: string): Promise<Uint8Array> {
  const document = await PDFDocument.create({ updateMetadata: false })
  document.addPage([200, 100]).drawText(text)
  return document.save()
}

describe("stories", () => {
  let office: Office
  afterEach(() => office.live.close())

  const issue = async (title: string, instead?: Awaited<ReturnType<Office["issue"]>>) =>
    office.issue(await pdfOf(title), title, instead === undefined ? {} : { instead })
  const overall = async (...asked: Parameters<Office["judge"]>) =>
    (await office.judge(...asked)).overall

  test("first-pdf-offline", async () => {
    office = await Office.open()
    const { file } = await issue("Diploma of Ada")
    await office.live.close()
    await office.live.open()
    const { overall: verdict, answers, record } = await office.judge(file)
    expect(verdict).toBe(IN_ORDER)
    expect(Object.values(answers).map(({ holds }) => holds)).toEqual(Array(6).fill(true))
    expect(record).toMatchObject({ issuer: EDUCATION, class: "diploma" })
    for (let at = 0; at < file.length; at += 997) {
      const changed = file.slice()
      changed[at]! ^= 1
      expect(await overall(changed), `byte ${at}`).not.toBe(IN_ORDER)
    }
  })

  test("diplomas-100000 under one root, whole-batch-withdrawn", async () => {
    office = await Office.open()
    const { client, live } = office
    const count = runs(DIPLOMAS)
    const source = hashOf(sha256(utf8("diplomas")))
    const { batch } = BatchBuilder.start({ organisation: EDUCATION, class: "diploma", source })
    const paper = (i: number) => utf8(`Diploma ${i}`)
    const one = (i: number) => ({ file: fileDigest(paper(i)), fields: { number: i }, until: null })
    for (let i = 0; i < count; i++) {
      batch.add(one(i), sha256(utf8(`secret ${i}`)).slice(0, 16))
      if (i % TURN === 0) await new Promise((next) => setImmediate(next))
    }
    const tree = batch.tree()
    const root = hashOf(tree.root)
    const rows = live.ledger.status().rows
    const bytes = await sealAtGateway(client, {
      ...{ organisation: EDUCATION, class: "diploma", names: root, as: REGISTRAR },
      ...{ subject: { batch: { root, count } }, from: live.now, until: null },
    })
    const statement = hashOf(sha256(bytes))
    const input = { statement: Buffer.from(bytes).toString("base64url") }
    await office.run("provenance.register", input)
    expect(live.ledger.status().rows - rows, "no row a document").toBeLessThan(10)

    const judge = async (i: number, file = paper(i)) => {
      const document = batch.document(i, one(i))
      const asked = { statement, from: "1" }
      const answer = await getDocumentEvidence(client, document, asked)
      const place = { index: i, path: tree.path(i).map((step) => hashOf(step)) }
      const { evidence } = await finishDocument(paper(i), document, answer, place)
      return overall(file, { evidence })
    }
    const some = [0, 7, count >> 1, count - 1]
    for (const i of some) {
      expect(await judge(i)).toBe(IN_ORDER)
      expect(await judge(i, paper(i + 1))).toBe("changed")
    }
    await office.revoke({ statement })
    for (const i of some) expect(await judge(i)).toBe("revoked")
  })

  test("corrected-certificate", async () => {
    office = await Office.open()
    const old = await issue("Certificate, grade C")
    const corrected = await issue("Certificate, grade A", old)
    const { bundle: latest } = await office.latest(old)
    expect(await overall(old.file, { latest })).toBe("genuine_replaced")
    expect(await overall(corrected.file)).toBe(IN_ORDER)
  })

  test("suspension-lapses", async () => {
    office = await Office.open()
    const { live } = office
    const permit = await issue("Permit")
    const target = { item: { handle: permit.handle, proof: null } }
    const until = timeText(live.now + HOUR)
    const input = { target, reason: "court_order", order: null, until }
    await office.run("provenance.suspend", input)
    const later = async () => ({ latest: (await office.latest(permit)).bundle })
    const suspended = await later()
    expect(await overall(permit.file, suspended)).toBe("genuine_suspended")
    expect(await overall(permit.file, { ...suspended, after: HOUR })).toBe(IN_ORDER)
    live.clock.advance(2 * HOUR)
    expect(await overall(permit.file, await later())).toBe(IN_ORDER)
  })

  test("revoked-after-download", async () => {
    office = await Office.open()
    const permit = await issue("Permit")
    await office.revoke({ item: permit.handle })
    expect(await overall(permit.file)).toBe(IN_ORDER)
    expect(await overall(permit.file, { latest: (await office.latest(permit)).bundle })).toBe(
      "revoked",
    )
    expect(await overall(permit.file, { after: 2 * DAY })).toBe("genuine_status_unknown")
  })

  test("revoke-needs-two", async () => {
    office = await Office.open(2)
    const diploma = await issue("Diploma")
    const { handle: item } = diploma
    const alone = office.revoke({ item })
    await expect(alone).rejects.toMatchObject({ code: "second_person_required", status: 403 })
    const verdict = async () =>
      overall(diploma.file, { latest: (await office.latest(diploma)).bundle })
    expect(await verdict()).toBe(IN_ORDER)
    await office.revoke({ item }, SECOND)
    expect(await verdict()).toBe("revoked")
  })

  test("seal-key-stolen: what was registered before the theft stands", async () => {
    office = await Office.open()
    const { live } = office
    const before = await issue("Diploma of Ada")
    live.clock.advance(HOUR)
    const stolen = live.now
    live.clock.advance(HOUR)
    const after = await issue("Diploma of nobody")
    const { key } = sealOf(EDUCATION)
    const input = { key, compromisedSince: timeText(stolen) }
    await office.run("organisations.revokeKey", input, ADMINISTRATOR)

    const now = async (document: typeof before) =>
      office.judge(document.file, { latest: (await office.latest(document)).bundle })
    expect((await now(before)).overall).toBe(IN_ORDER)
    const late = await now(after)
    expect(late.overall).toBe("not_proven")
    expect(late.answers.sealed).toMatchObject({
      ...{ holds: false, sentence: expect.stringContaining("Key stolen since") },
    })
    await expect(issue("Diploma of Ben")).rejects.toMatchObject({ code: "key_revoked" })
  })

  test("right-withdrawn: what was issued stays, nothing new comes", async () => {
    office = await Office.open()
    const before = await issue("Diploma of Ada")
    const right = { holder: REGISTRAR, role: "provenance.issue", scope: "" }
    await office.run("organisations.revokeGrant", right, ADMINISTRATOR)
    await expect(issue("Diploma of Ben")).rejects.toMatchObject({ code: "permission_missing" })
    expect(await overall(before.file)).toBe(IN_ORDER)
  })

  test("content-added-later", async () => {
    office = await Office.open()
    const { file } = await issue("Diploma")
    const note = await PDFDocument.load(file, { forIncrementalUpdate: true })
    note.getPage(0).drawText("with honours")
    const verdict = await office.judge(await note.commit())
    expect(verdict.overall).toBe("changed")
  })

  test("receipt-of-one-liar: another statement's receipt, or one twice, is told", async () => {
    office = await Office.open()
    const [one, other] = [await issue("Diploma of Ada"), await issue("Diploma of Ben")]
    const whole = decodeEvidence(one.evidence)
    const foreign = decodeEvidence(other.evidence)
    expect(whole.receipts.length).toBe(1)
    for (const [receipts, sentence] of [
      [foreign.receipts, /receipt|log/i],
      [[whole.receipts[0]!, whole.receipts[0]!], /twice|already|second/i],
    ] as const) {
      const evidence = encodeEvidence({ ...whole, receipts: [...receipts] })
      const verdict = await office.judge(await pdfOf("Diploma of Ada"), { evidence })
      expect(verdict.overall).toBe("not_proven")
      expect(verdict.answers.registered.sentence).toMatch(sentence)
    }
  })

  test("a transaction of one's own keys needs no sign-in", async () => {
    office = await Office.open()
    const receipt = await submit(office.client, office.live.good())
    expect(receipt).toMatchObject({ status: "accepted" })
    const known: Hash = receipt.transaction as Hash
    expect((await office.live.ledger.transaction(known))?.code).toBe(0)
  })
})
