/** Evidence attached to published and made PDFs, or beside them with the reason. */
import { readFileSync } from "node:fs"
import { basename } from "node:path"
import {
  AFRelationship,
  PDFArray,
  PDFDict,
  PDFDocument,
  PDFHexString,
  PDFName,
  PDFString,
} from "@cantoo/pdf-lib"
import { concat, Invalid, utf8 } from "@concordat/kernel"
import { describe, expect, test } from "vitest"
import { vectorFiles, vectorJson, vectors } from "../../../test/vectors.ts"
import { attachEvidence, EVIDENCE_NAME } from "./attach.ts"
import { findEvidence } from "./find.ts"
import { type BesideReason, openPdf } from "./open.ts"
import { recoverEvidence } from "./recover.ts"

const EVIDENCE = Uint8Array.from({ length: 5_000 }, (_, i) => (i * 7 + (i >> 8)) & 0xff)

async function answerOf(work: Promise<unknown>): Promise<string> {
  try {
    await work
  } catch (error) {
    if (error instanceof Invalid) return `${error.code} ${error.details.because ?? ""}`.trim()
    throw error
  }
  return "attached"
}

/** Every offset of a cross-reference table after `from` leads to the object it names. */
function tableIsSound(file: Uint8Array, from: number): boolean {
  const text = new TextDecoder("latin1").decode(file)
  const at = text.lastIndexOf("\nxref\n")
  if (at < from) return false
  let number = 0
  let checked = 0
  for (const line of text.slice(at + 6, text.indexOf("trailer", at)).split("\n")) {
    const [first = "", second = "", kind] = line.trim().split(" ")
    if (kind === undefined) number = Number(first)
    else {
      const head = `${number} ${Number(second)} obj\n`
      if (kind === "n" && !text.startsWith(head, Number(first))) return false
      number++
      if (kind === "n") checked++
    }
  }
  return checked > 0 && text.endsWith(`startxref\n${at + 1}\n%%EOF`)
}

/** The names of embedded files, in the order of the list. */
function namesOf({ catalog }: PDFDocument): string[] {
  const files = catalog
    .lookup(PDFName.of("Names"), PDFDict)
    .lookup(PDFName.of("EmbeddedFiles"), PDFDict)
  const list = files.lookup(PDFName.of("Names"), PDFArray)
  const even = Array.from({ length: list.size() / 2 }, (_, i) => 2 * i)
  return even.map((i) => list.lookup(i, PDFString, PDFHexString).decodeText())
}

async function plainPdf(): Promise<PDFDocument> {
  const document = await PDFDocument.create({ updateMetadata: false })
  document.addPage([200, 200])
  return document
}

const PUBLISHED = vectors("pdf")
const BESIDE: Record<string, string> = {
  "encrypted.pdf": "document_encrypted",
  "signed-twice.pdf": "attachment_refused signed",
  "signed-pades-lta.pdf": "attachment_refused signed",
  "signed-gap-too-big.pdf": "attachment_refused signed",
}

describe.skipIf(PUBLISHED === null)("published PDFs (../shared/vectors/pdf)", () => {
  const files = vectorFiles("pdf", (path) => path.endsWith(".pdf"))

  test.each(files.map((path) => [basename(path), path]))("%s", async (name, path) => {
    const expected = vectorJson("pdf/expected.json")[name]
    const pdf = new Uint8Array(readFileSync(path))
    expect(pdf.length).toBe(expected.bytes)
    expect(await answerOf(attachEvidence(pdf, EVIDENCE))).toBe(BESIDE[name] ?? "attached")
    if (name in BESIDE) {
      expect(expected.encrypted || expected.signatureFields.length > 0).toBe(true)
      return
    }
    const attached = await attachEvidence(pdf, EVIDENCE)
    expect(attached.subarray(0, pdf.length)).toEqual(pdf)
    expect(await attachEvidence(pdf, EVIDENCE)).toEqual(attached)
    expect(findEvidence(attached)).toEqual([{ evidence: EVIDENCE, at: expect.any(Number) }])
    expect(await recoverEvidence(attached)).toEqual([EVIDENCE])

    const read = await PDFDocument.load(attached, { updateMetadata: false })
    expect(read.getPageCount()).toBe(expected.pages)
    const listed = namesOf(read)
    expect(listed.toSorted()).toEqual([...(expected.attachments ?? []), EVIDENCE_NAME].toSorted())
    expect(read.catalog.has(PDFName.of("AF"))).toBe(true)

    const opened = await openPdf(pdf)
    const streamed = opened.takes && opened.pdf.streamed
    expect(tableIsSound(attached, pdf.length)).toBe(!streamed)
  })
})

describe("attaching", () => {
  test("continues a cross-reference stream with a stream, a table with a table", async () => {
    for (const useObjectStreams of [true, false]) {
      const pdf = await (await plainPdf()).save({ useObjectStreams })
      const attached = await attachEvidence(pdf, EVIDENCE)
      expect(tableIsSound(attached, pdf.length)).toBe(!useObjectStreams)
      expect(await recoverEvidence(attached)).toEqual([EVIDENCE])
    }
  })

  test("a second evidence joins the first: both are found, the list names the newer", async () => {
    const pdf = await (await plainPdf()).save()
    const once = await attachEvidence(pdf, EVIDENCE)
    const newer = utf8("renewed")
    const twice = await attachEvidence(once, newer)
    expect(findEvidence(twice).map(({ evidence }) => evidence)).toEqual([EVIDENCE, newer])
    const listed = (await PDFDocument.load(twice)).getAttachments()
    expect(listed.map(({ data }) => data)).toEqual([newer])
  })

  test("attachments of others stay, in the order of names", async () => {
    const document = await plainPdf()
    for (const name of ["a.txt", "concordat.evidence", "z.txt"]) {
      await document.attach(utf8(name), name, { afRelationship: AFRelationship.Data })
    }
    const attached = await attachEvidence(await document.save(), EVIDENCE)
    const read = await PDFDocument.load(attached)
    expect(namesOf(read)).toEqual(["concordat.evidence", "a.txt", "z.txt"])
    expect(await recoverEvidence(attached)).toEqual([EVIDENCE])
  })

  test("an evidence of any length, also none, comes back", async () => {
    const pdf = await (await plainPdf()).save()
    for (const length of [0, 1, 17, 70_000]) {
      const evidence = EVIDENCE.slice(0, length % 4_999)
      expect(findEvidence(await attachEvidence(pdf, evidence))[0]?.evidence).toEqual(evidence)
    }
  })

  test("works on a PDF with white space after its end", async () => {
    const pdf = concat(await (await plainPdf()).save(), utf8("\n\n \n"))
    const attached = await attachEvidence(pdf, EVIDENCE)
    expect(attached.subarray(0, pdf.length)).toEqual(pdf)
    expect(await recoverEvidence(attached)).toEqual([EVIDENCE])
  })
})

describe("evidence travels beside", () => {
  async function refused(pdf: Uint8Array): Promise<string> {
    const answer = await answerOf(attachEvidence(pdf, EVIDENCE))
    return answer.replace("attachment_refused ", "")
  }

  async function claiming(part: string, conformance: string): Promise<Uint8Array> {
    const document = await plainPdf()
    const xmp =
      conformance === ""
        ? `<rdf:Description pdfaid:part="${part}"/>`
        : `<pdfaid:part>${part}</pdfaid:part>` +
          `<pdfaid:conformance>${conformance}</pdfaid:conformance>`
    const metadata = document.context.stream(utf8(xmp), { Type: "Metadata", Subtype: "XML" })
    document.catalog.set(PDFName.of("Metadata"), document.context.register(metadata))
    return document.save({ useObjectStreams: false })
  }

  test.each<[BesideReason | "attached", string, string]>([
    ["pdf_a_1", "1", "B"],
    ["pdf_a_2", "2", "U"],
    ["attached", "3", "B"],
    ["pdf_a_4", "4", ""],
    ["attached", "4", "F"],
  ])("%s: PDF/A-%s%s", async (reason, part, conformance) => {
    expect(await refused(await claiming(part, conformance))).toBe(reason)
  })

  test("names in parts: a tree of embedded files with children", async () => {
    const document = await plainPdf()
    const { context, catalog } = document
    catalog.set(PDFName.of("Names"), context.obj({ EmbeddedFiles: { Kids: [] } }))
    expect(await refused(await document.save())).toBe("names_in_parts")
  })

  test("unreadable: cut, not a PDF, bytes before the header", async () => {
    const pdf = await (await plainPdf()).save({ useObjectStreams: false })
    expect(await refused(pdf.slice(0, 40))).toBe("unreadable")
    expect(await refused(utf8("hello"))).toBe("unreadable")
    expect(await refused(concat(utf8("x\n"), pdf))).toBe("unreadable")
    expect(await refused(pdf.slice(0, pdf.length - 30))).toBe("unreadable")
  })
})

describe("active content is listed, never run", () => {
  test("scripts and programs to launch", async () => {
    const document = await plainPdf()
    expect(await openPdf(await document.save())).toMatchObject({ takes: true, active: [] })
    document.addJavaScript("greet", "app.alert(1)")
    expect(await openPdf(await document.save())).toMatchObject({ active: ["script"] })
    const launch = document.context.obj({ Type: "Action", S: "Launch", F: "calc.exe" })
    document.catalog.set(PDFName.of("OpenAction"), launch)
    expect(await openPdf(await document.save())).toMatchObject({ active: ["script", "launch"] })
  })
})
