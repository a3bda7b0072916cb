/**
 * Evidence in a PDF that another program has saved anew: its bytes are not as our writer left
 * them, so only a parser finds it. Such a file is never as registered; the evidence still tells
 * the reader what the document once was.
 */
import { EVIDENCE_TYPE } from "./find.ts"

/** Every embedded file of our media type; empty where there is none or the PDF does not parse. */
export async function recoverEvidence(pdf: Uint8Array): Promise<readonly Uint8Array[]> {
  const { decodePDFRawStream, ParseSpeeds, PDFDocument, PDFName, PDFRawStream } = await import(
    "@cantoo/pdf-lib"
  )
  const type = PDFName.of("Subtype")
  const ours = PDFName.of(EVIDENCE_TYPE)
  try {
    const { context } = await PDFDocument.load(pdf, {
      updateMetadata: false,
      parseSpeed: ParseSpeeds.Fastest,
    })
    return context
      .enumerateIndirectObjects()
      .map(([, object]) => object)
      .filter((object) => object instanceof PDFRawStream)
      .filter(({ dict }) => dict.get(type) === ours)
      .map((stream) => Uint8Array.from(decodePDFRawStream(stream).decode()))
  } catch {
    return []
  }
}
