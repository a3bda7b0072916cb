/** How the evidence of a PDF will travel, told before anything is sealed or sent. */
import { type BesideReason, openPdf } from "./open.ts"
import type { Active } from "./survey.ts"

export type { BesideReason } from "./open.ts"

/** `because` says why evidence goes beside the file; null: it is attached. */
export type PdfInspection = {
  readonly because: BesideReason | null
  readonly sentence: string
  /** Scripts and programs to launch that stand in the PDF: listed, never run. */
  readonly active: readonly Active[]
}

const SENTENCES: Readonly<Record<BesideReason, string>> = {
  signed: "The PDF is signed: an attachment would alter what was signed.",
  pdf_a_1: "The PDF is PDF/A-1, which allows no attachment.",
  pdf_a_2: "The PDF is PDF/A-2, which allows no attachment of this kind.",
  pdf_a_4: "The PDF is PDF/A-4, which allows no attachment.",
  names_in_parts: "The PDF keeps its attachments in a form that is left untouched.",
  unreadable: "The PDF cannot be read without guessing.",
}

/** Inspects a PDF. Throws `Invalid` `document_encrypted`. */
export async function inspectPdf(bytes: Uint8Array): Promise<PdfInspection> {
  const opened = await openPdf(bytes)
  const { active } = opened
  if (opened.takes) return { because: null, sentence: "The evidence goes into the PDF.", active }
  const sentence = `${SENTENCES[opened.because]} The evidence goes beside it.`
  return { because: opened.because, sentence, active }
}
