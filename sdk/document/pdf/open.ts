/**
 * A PDF opened strictly, to see whether it takes an attachment (ISO 32000-2 sections 7.5.6
 * incremental updates, 7.6 encryption, 12.8 signatures; ISO 19005 for PDF/A). The PDF library is
 * loaded on first use only.
 */

import type { PDFDict, PDFDocument, PDFObject } from "@cantoo/pdf-lib"
import { Invalid } from "@concordat/kernel"
import { type Active, survey } from "./survey.ts"

/** The PDF library, as handed out by its lazy import. */
export type PdfLibrary = typeof import("@cantoo/pdf-lib")

/** Why evidence travels beside a PDF and not inside it. */
export type BesideReason =
  | "signed"
  | "pdf_a_1"
  | "pdf_a_2"
  | "pdf_a_4"
  | "names_in_parts"
  | "unreadable"

export type OpenPdf = {
  readonly library: PdfLibrary
  readonly document: PDFDocument
  /** Whether the newest cross-reference section is a stream: an update must continue its form. */
  readonly streamed: boolean
}

export type Opened =
  | { readonly takes: true; readonly pdf: OpenPdf; readonly active: readonly Active[] }
  | { readonly takes: false; readonly because: BesideReason; readonly active: readonly Active[] }

const latin1 = new TextDecoder("latin1")

/** The form of the newest cross-reference section, or null where none stands. */
function crossReferenceForm(bytes: Uint8Array, at: number): "table" | "stream" | null {
  const head = latin1.decode(bytes.subarray(at, at + 24))
  if (head.startsWith("xref")) return "table"
  return at > 0 && /^[0-9]+\s+[0-9]+\s+obj/.test(head) ? "stream" : null
}

/** An embedded-files tree that is one flat list of names, or none at all. */
function isFlat({ PDFArray, PDFDict, PDFName }: PdfLibrary, names: PDFObject | undefined): boolean {
  if (names === undefined) return true
  if (!(names instanceof PDFDict)) return false
  const files = names.lookup(PDFName.of("EmbeddedFiles"))
  if (files === undefined) return true
  if (!(files instanceof PDFDict) || files.has(PDFName.of("Kids"))) return false
  const list = files.lookup(PDFName.of("Names"))
  return list === undefined || (list instanceof PDFArray && list.size() % 2 === 0)
}

/** What PDF/A part and conformance the document's own metadata claims: "1b", "3u", "4", or "". */
function claimedPdfA(library: PdfLibrary, catalog: PDFDict): string {
  const metadata = catalog.lookup(library.PDFName.of("Metadata"))
  if (!(metadata instanceof library.PDFRawStream)) return ""
  const text = new TextDecoder().decode(library.decodePDFRawStream(metadata).decode())
  const value = (name: string) =>
    new RegExp(`pdfaid:${name}\\s*(?:=\\s*["']|>\\s*)([0-9A-Za-z]+)`).exec(text)?.[1] ?? ""
  return (value("part") + value("conformance")).toLowerCase()
}

function reasonBeside(library: PdfLibrary, document: PDFDocument): BesideReason | null {
  const claimed = claimedPdfA(library, document.catalog)
  if (claimed.startsWith("1")) return "pdf_a_1"
  if (claimed.startsWith("2")) return "pdf_a_2"
  if (claimed.startsWith("4") && claimed !== "4f") return "pdf_a_4"
  const names = document.catalog.lookup(library.PDFName.of("Names"))
  const associated = document.catalog.lookup(library.PDFName.of("AF"))
  if (!isFlat(library, names)) return "names_in_parts"
  const listed = associated === undefined || associated instanceof library.PDFArray
  return listed ? null : "names_in_parts"
}

/**
 * Opens a PDF and says whether it takes an attachment. Throws `Invalid` `document_encrypted`; a
 * PDF that the library cannot read without guessing answers `unreadable`.
 */
export async function openPdf(bytes: Uint8Array): Promise<Opened> {
  const library = await import("@cantoo/pdf-lib")
  let document: PDFDocument
  try {
    document = await library.PDFDocument.load(bytes, {
      updateMetadata: false,
      parseSpeed: library.ParseSpeeds.Fastest,
      throwOnInvalidObject: true,
    })
  } catch (error) {
    if (error instanceof library.EncryptedPDFError) {
      throw new Invalid("document_encrypted", "", "The PDF is encrypted; register a plain one.")
    }
    return { takes: false, because: "unreadable", active: [] }
  }
  return judge(library, document, bytes)
}

function judge(library: PdfLibrary, document: PDFDocument, bytes: Uint8Array): Opened {
  const { context, catalog } = document
  const form = crossReferenceForm(bytes, context.pdfFileDetails.prevStartXRef)
  const sound =
    latin1.decode(bytes.subarray(0, 5)) === "%PDF-" &&
    form !== null &&
    catalog instanceof library.PDFCatalog &&
    context.trailerInfo.Root instanceof library.PDFRef
  if (!sound) return { takes: false, because: "unreadable", active: [] }
  const { signed, active } = survey(library, context)
  let because: BesideReason | null
  try {
    because = signed ? "signed" : reasonBeside(library, document)
  } catch {
    because = "unreadable"
  }
  if (because !== null) return { takes: false, because, active }
  return { takes: true, active, pdf: { library, document, streamed: form === "stream" } }
}
